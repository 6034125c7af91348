package io.partwarden.contract;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;

/** One operation of the document. */
record ApiOperation(String method, String path, JsonNode node) {

    private static final Pattern VARIABLE = Pattern.compile("\\{(\\w+)}");

    String id() {
        return node.get("operationId").asString();
    }

    /** The path with each variable's example, unless {@code values} has another; percent-encoded. */
    String pathWith(Map<String, String> values) {
        return pathBy(name -> encode(values.containsKey(name) ? values.get(name) : example(name)));
    }

    /** The path with variables as given, which must be encoded. */
    String pathBy(UnaryOperator<String> encoded) {
        Matcher matcher = VARIABLE.matcher(path);
        return matcher.replaceAll(found -> Matcher.quoteReplacement(encoded.apply(found.group(1))));
    }

    List<String> pathVariables() {
        return parameters("path");
    }

    List<String> queryParameters() {
        return parameters("query");
    }

    List<String> headerParameters() {
        return parameters("header");
    }

    boolean hasBody() {
        return node.has("requestBody");
    }

    /** The examples of the body by name. */
    Map<String, JsonNode> bodies() {
        Map<String, JsonNode> bodies = new LinkedHashMap<>();
        node.at("/requestBody/content")
                .forEach(media -> media.path("examples")
                        .properties()
                        .forEach(example ->
                                bodies.put(example.getKey(), example.getValue().get("value"))));
        return bodies;
    }

    String bodyType() {
        return node.at("/requestBody/content").propertyNames().iterator().next();
    }

    private List<String> parameters(String in) {
        List<String> names = new ArrayList<>();
        for (JsonNode parameter : node.path("parameters")) {
            if (parameter.get("in").asString().equals(in)) {
                names.add(parameter.get("name").asString());
            }
        }
        return names;
    }

    String example(String name) {
        for (JsonNode parameter : node.path("parameters")) {
            if (parameter.get("name").asString().equals(name) && parameter.has("example")) {
                return parameter.get("example").asString();
            }
        }
        throw new IllegalStateException(id() + " shows no example of its path variable " + name);
    }

    static String encode(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }

    @Override
    public String toString() {
        return id() + ' ' + method + ' ' + path;
    }
}
