package io.partwarden.contract;

import io.partwarden.testing.Answer;
import io.partwarden.testing.Client;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** A request against one operation with something wrong in its path, query, headers or body; or with nothing wrong, by chance. */
record HostileRequest(
        String method,
        String path,
        Map<String, String> headers,
        @Nullable String body) {

    private static final List<String> MEDIA_TYPES = List.of(
            "text/plain",
            "application/xml",
            "application/x-www-form-urlencoded",
            "application/json; charset=utf-16",
            "multipart/form-data",
            "nonsense",
            "application/json");
    private static final List<String> ACCEPTED =
            List.of("application/xml", "text/html", "image/png;q=0.1", "application/sql", "nonsense", "*/*;q=0");
    private static final List<String> HEADER_VALUES = List.of(
            "\"", "W/\"x\"", "\"x\"", "x".repeat(300), "wait=30", "wait=-1", "wait=99999999999", "\u00e9", "*", "");

    static HostileRequest against(ApiOperation operation, HostileInput input) {
        String path = operation.pathBy(
                variable -> input.oneIn(4) ? pathText(input) : ApiOperation.encode(operation.example(variable)));
        Map<String, String> headers = new LinkedHashMap<>();
        if (input.oneIn(10)) {
            headers.put("Accept", input.pick(ACCEPTED));
        }
        operation.headerParameters().stream()
                .filter(name -> input.oneIn(5))
                .forEach(name -> headers.put(name, input.pick(HEADER_VALUES)));
        String body = null;
        if (operation.hasBody()) {
            body = body(operation, input);
            headers.put("Content-Type", input.oneIn(12) ? input.pick(MEDIA_TYPES) : operation.bodyType());
        } else if (input.oneIn(20)) {
            body = input.body();
        }
        return new HostileRequest(operation.method(), path + query(operation, input), headers, body);
    }

    Answer send(Client client) {
        Client sender = client;
        for (Map.Entry<String, String> header : headers.entrySet()) {
            sender = sender.with(header.getKey(), header.getValue());
        }
        return sender.send(method, path, body);
    }

    private static String pathText(HostileInput input) {
        String text = input.text();
        return text.isEmpty() || text.length() > 1_000 ? "x" : ApiOperation.encode(text);
    }

    private static String body(ApiOperation operation, HostileInput input) {
        List<JsonNode> examples = List.copyOf(operation.bodies().values());
        return examples.isEmpty() || input.oneIn(5) ? input.body() : input.mutated(input.pick(examples));
    }

    private static String query(ApiOperation operation, HostileInput input) {
        StringBuilder query = new StringBuilder();
        for (String name : operation.queryParameters()) {
            if (input.oneIn(4)) {
                append(query, name, input.oneIn(3) ? "true" : input.text());
            }
        }
        if (input.oneIn(10)) {
            append(query, input.oneIn(2) ? "unexpected" : "dryrun", "true");
        }
        return query.toString();
    }

    private static void append(StringBuilder query, String name, String value) {
        String shortened = value.length() > 1_000 ? value.substring(0, 1_000) : value;
        query.append(query.isEmpty() ? '?' : '&').append(name).append('=').append(ApiOperation.encode(shortened));
    }

    @Override
    public String toString() {
        String shown = body == null ? "" : ' ' + (body.length() > 400 ? body.substring(0, 400) + "..." : body);
        return method + ' ' + path + ' ' + headers + shown;
    }
}
