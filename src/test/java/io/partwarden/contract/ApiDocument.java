package io.partwarden.contract;

import com.networknt.schema.Error;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** The OpenAPI document as a test reads it. Schemas are stricter here than for clients: no member that is not declared. */
final class ApiDocument {

    private static final JsonMapper JSON = JsonMapper.builder().build();

    private final JsonNode document;
    private final JsonNode strictSchemas;
    private final SchemaRegistry registry = SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12);
    private final Map<JsonNode, Schema> compiled = new HashMap<>();

    private ApiDocument(JsonNode document) {
        this.document = document;
        this.strictSchemas = document.at("/components/schemas").deepCopy();
        close(strictSchemas);
    }

    static ApiDocument parse(String json) {
        return new ApiDocument(JSON.readTree(json));
    }

    JsonNode root() {
        return document;
    }

    List<ApiOperation> operations() {
        List<ApiOperation> operations = new ArrayList<>();
        document.get("paths")
                .properties()
                .forEach(path -> path.getValue().properties().stream()
                        .filter(method -> method.getValue().has("operationId"))
                        .map(method -> new ApiOperation(
                                method.getKey().toUpperCase(Locale.ROOT), path.getKey(), method.getValue()))
                        .forEach(operations::add));
        return operations;
    }

    ApiOperation operation(String id) {
        return operations().stream()
                .filter(operation -> operation.id().equals(id))
                .findAny()
                .orElseThrow(() -> new IllegalArgumentException("No operation " + id));
    }

    /** What is wrong with the value by that schema of the document. */
    List<String> violations(JsonNode schema, JsonNode value) {
        Schema validator = compiled.computeIfAbsent(schema, key -> {
            ObjectNode alone = key.deepCopy().asObject();
            alone.putObject("components").set("schemas", strictSchemas);
            return registry.getSchema(alone);
        });
        return validator.validate(value).stream().map(Error::toString).toList();
    }

    private static void close(JsonNode node) {
        if (node instanceof ObjectNode object
                && object.path("properties").isObject()
                && !object.has("additionalProperties")) {
            object.put("additionalProperties", false);
        }
        node.forEach(ApiDocument::close);
    }

    /** The operation's answer of that status, or a missing node. */
    JsonNode response(ApiOperation operation, String status) {
        JsonNode response = operation.node().path("responses").path(status);
        return response.has("$ref")
                ? document.at(response.get("$ref").asString().substring(1))
                : response;
    }
}
