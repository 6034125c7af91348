package io.partwarden.testing;

import java.net.http.HttpHeaders;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What the service answered. */
public record Answer(int status, HttpHeaders headers, String body) {

    private static final JsonMapper JSON = JsonMapper.builder().build();

    public JsonNode json() {
        return JSON.readTree(body);
    }

    /** The first value of that header, or an empty text. */
    public String header(String name) {
        return headers.firstValue(name).orElse("");
    }

    /** A problem's {@code code}. */
    public String code() {
        return json().path("code").asString();
    }

    /** A problem's fields, as {@code field:code}, in order. */
    public List<String> fields() {
        List<String> fields = new ArrayList<>();
        json().path("errors")
                .forEach(error -> fields.add(
                        error.get("field").asString() + ":" + error.get("code").asString()));
        return fields;
    }

    @Override
    public String toString() {
        return status + " " + body;
    }
}
