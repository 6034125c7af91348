package io.partwarden.http.openapi;

import io.swagger.v3.oas.models.OpenAPI;
import io.swagger.v3.oas.models.Operation;
import io.swagger.v3.oas.models.media.Content;
import io.swagger.v3.oas.models.media.MediaType;
import io.swagger.v3.oas.models.media.Schema;
import io.swagger.v3.oas.models.media.StringSchema;
import io.swagger.v3.oas.models.responses.ApiResponse;
import java.util.List;
import org.springdoc.core.customizers.GlobalOpenApiCustomizer;

/** Hangs the example files into the operations, and the errors that they show with them. */
final class DocumentExamples implements GlobalOpenApiCustomizer {

    private final List<ExampleFile> files;

    DocumentExamples(List<ExampleFile> files) {
        this.files = List.copyOf(files);
    }

    @Override
    public void customise(OpenAPI document) {
        document.getPaths().values().stream()
                .flatMap(item -> item.readOperations().stream())
                .forEach(this::fill);
    }

    private void fill(Operation operation) {
        files.stream().filter(file -> file.isFor(operation.getOperationId())).forEach(file -> add(operation, file));
    }

    private static void add(Operation operation, ExampleFile file) {
        if (file.isDescription()) {
            operation.setDescription(String.valueOf(file.value()).strip());
            return;
        }
        if (!file.isRequest()) {
            answer(operation, file).addExamples(file.name(), file.example());
        } else if (operation.getRequestBody() == null) {
            throw new IllegalStateException(file.operation() + " has an example of a body, but takes none");
        } else {
            Content content = operation.getRequestBody().getContent();
            content.values().forEach(media -> media.addExamples(file.name(), file.example()));
        }
    }

    private static MediaType answer(Operation operation, ExampleFile file) {
        ApiResponse response = operation.getResponses().get(file.part());
        if (file.isProblem() && (response == null || response.get$ref() != null)) {
            response = ProblemResponses.response(file.part());
            operation.getResponses().addApiResponse(file.part(), response);
        }
        if (response == null) {
            throw new IllegalStateException(
                    file.operation() + " has an example of a " + file.part() + ", but declares none");
        }
        if (response.getContent() == null) {
            response.setContent(new Content());
        }
        return response.getContent().computeIfAbsent(file.mediaType(), type -> new MediaType().schema(schema(type)));
    }

    private static Schema<?> schema(String mediaType) {
        return mediaType.equals("application/sql") ? new StringSchema() : new Schema<>();
    }
}
