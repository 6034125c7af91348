package io.partwarden.http.openapi;

import io.swagger.v3.oas.models.OpenAPI;
import io.swagger.v3.oas.models.Operation;
import io.swagger.v3.oas.models.headers.Header;
import io.swagger.v3.oas.models.media.ArraySchema;
import io.swagger.v3.oas.models.media.Content;
import io.swagger.v3.oas.models.media.IntegerSchema;
import io.swagger.v3.oas.models.media.MediaType;
import io.swagger.v3.oas.models.media.ObjectSchema;
import io.swagger.v3.oas.models.media.Schema;
import io.swagger.v3.oas.models.media.StringSchema;
import io.swagger.v3.oas.models.parameters.Parameter;
import io.swagger.v3.oas.models.responses.ApiResponse;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.springdoc.core.customizers.GlobalOpenApiCustomizer;
import org.springframework.http.HttpStatus;

/**
 * Gives each operation the errors that follow from its shape: a body can have the wrong media type, a document another version, a
 * path may lead nowhere. What else an operation refuses is declared by its example file.
 */
final class ProblemResponses implements GlobalOpenApiCustomizer {

    static final String MEDIA_TYPE = "application/problem+json";

    private static final Schema<?> PROBLEM = new Schema<>().$ref("#/components/schemas/Problem");
    /** What touches no target. */
    private static final Pattern OWN_DATA =
            Pattern.compile("/api/v1/(targets(/\\{target})?(/(check|pause|resume))?|tokens.*|audit)");

    private static final Map<String, String> MEANINGS = Map.ofEntries(
            Map.entry("400", "The request is malformed, or a field is invalid; `errors` says which."),
            Map.entry("401", "No token, or one that is not valid."),
            Map.entry("403", "The token may not do that."),
            Map.entry("404", "There is no such thing."),
            Map.entry("406", "The answer has no such representation."),
            Map.entry("409", "At odds with what exists."),
            Map.entry("412", "The document has changed since it was read."),
            Map.entry("413", "The body is too large."),
            Map.entry("415", "The body's media type is not understood here."),
            Map.entry("422", "Well-formed, but refused by a rule."),
            Map.entry("428", "The document exists: say by If-Match which version is replaced."),
            Map.entry("429", "Too many requests; wait for as long as `Retry-After` says."),
            Map.entry("503", "A lock was not obtained, or a database is away; try again after `Retry-After`."));

    private final List<ExampleFile> shared;

    /** Examples for every operation; one for each status above but 409 and 422 of features, which have their own. */
    ProblemResponses(List<ExampleFile> examples) {
        this.shared = examples.stream()
                .filter(file -> file.isFor(ExampleFile.EVERY_OPERATION))
                .toList();
    }

    @Override
    public void customise(OpenAPI document) {
        document.getComponents().addSchemas("FieldProblem", fieldProblem()).addSchemas("Problem", problem());
        Map<String, MediaType> media = new TreeMap<>();
        shared.forEach(example -> media.computeIfAbsent(example.part(), status -> new MediaType().schema(PROBLEM))
                .addExamples(example.name(), example.example()));
        media.forEach((status, shown) ->
                document.getComponents().addResponses(componentName(status), response(status, shown)));
        document.getPaths()
                .forEach((path, item) -> item.readOperationsMap()
                        .forEach((method, operation) -> statuses(path, operation)
                                .forEach(status -> operation
                                        .getResponses()
                                        .addApiResponse(status, new ApiResponse().$ref(componentName(status))))));
    }

    /** The problem answer of that status, without an example. */
    static ApiResponse response(String status) {
        return response(status, new MediaType().schema(PROBLEM));
    }

    private static ApiResponse response(String status, MediaType media) {
        ApiResponse response = new ApiResponse()
                .description(MEANINGS.getOrDefault(
                        status, HttpStatus.valueOf(Integer.parseInt(status)).getReasonPhrase()))
                .content(new Content().addMediaType(MEDIA_TYPE, media));
        if (status.equals("503") || status.equals("429")) {
            response.addHeaderObject("Retry-After", retryAfter());
        }
        return response;
    }

    private static String componentName(String status) {
        return "Problem" + status;
    }

    private static Set<String> statuses(String path, Operation operation) {
        Set<String> statuses = new TreeSet<>(List.of("400", "401", "403", "406", "503"));
        if (path.contains("{")) {
            statuses.add("404");
        }
        if (!OWN_DATA.matcher(path).matches()) {
            statuses.add(
                    "422"); // What stands between us and a target: a secret, a privilege, a database that is not there.
        }
        if (operation.getRequestBody() != null) {
            statuses.addAll(List.of("413", "415"));
        }
        if (hasParameter(operation, "If-Match")) {
            statuses.addAll(List.of("412", "428"));
        }
        if (hasParameter(operation, "Idempotency-Key")) {
            statuses.addAll(List.of("409", "422"));
        }
        return statuses;
    }

    private static boolean hasParameter(Operation operation, String name) {
        List<Parameter> parameters = operation.getParameters();
        return parameters != null
                && parameters.stream().anyMatch(parameter -> parameter.getName().equals(name));
    }

    private static Header retryAfter() {
        return new Header().description("Seconds to wait.").schema(new IntegerSchema().minimum(BigDecimal.ONE));
    }

    private static Schema<?> fieldProblem() {
        Schema<Object> schema = new ObjectSchema();
        schema.addProperty("field", text("The field's path, or the parameter's name."));
        schema.addProperty("code", text("Stable; for programs."));
        schema.addProperty("message", text("For people: what to do about it."));
        schema.setRequired(List.of("field", "code", "message"));
        return schema;
    }

    /** Open: some problems have members of their own, such as the partition that is in the way. */
    private static Schema<?> problem() {
        Schema<Object> schema = new ObjectSchema();
        schema.setDescription("An error as RFC 9457 has it. Some have further members.");
        schema.addProperty(
                "type", text("`urn:partwarden:problem:` and the code.").format("uri"));
        schema.addProperty("title", text("Never varies for a code."));
        schema.addProperty("status", new IntegerSchema().description("The HTTP status."));
        schema.addProperty("detail", text("What happened here, and what to do next."));
        schema.addProperty("instance", text("The request's path."));
        schema.addProperty("code", text("Stable; for programs."));
        schema.addProperty("errors", new ArraySchema().items(new Schema<>().$ref("#/components/schemas/FieldProblem")));
        schema.addProperty("request_id", text("Finds the request in the service's log."));
        schema.setRequired(List.copyOf(schema.getProperties().keySet()));
        schema.setAdditionalProperties(true);
        return schema;
    }

    private static Schema<?> text(String description) {
        return new StringSchema().description(description);
    }
}
