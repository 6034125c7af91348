package io.partwarden.contract;

import static org.assertj.core.api.Assertions.assertThat;

import io.partwarden.testing.Answer;
import io.partwarden.testing.Service;
import io.partwarden.testing.ServiceTest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** The committed document is the served one, and it shows what it talks about. {@code -Dopenapi.update=true} commits it anew. */
@ServiceTest
class OpenApiIT {

    private static final Path COMMITTED = Path.of("docs/openapi.yaml");

    private final Service service;

    OpenApiIT(Service service) {
        this.service = service;
    }

    @Test
    void theCommittedDocumentIsTheServedOne() throws IOException {
        Answer served = service.admin().get("/v3/api-docs.yaml");
        assertThat(served.status()).isEqualTo(200);
        if (Boolean.getBoolean("openapi.update")) {
            Files.writeString(COMMITTED, served.body());
        }
        assertThat(served.body())
                .as("the contract has changed; if that is meant, run OpenApiIT with -Dopenapi.update=true")
                .isEqualTo(Files.readString(COMMITTED));
    }

    @Test
    void everyBodyAndEveryErrorHasAnExampleThatMatchesItsSchema() {
        ApiDocument document = document();
        List<String> missing = new ArrayList<>();
        for (ApiOperation operation : document.operations()) {
            JsonNode node = operation.node();
            node.at("/requestBody/content")
                    .properties()
                    .forEach(media -> missing.addAll(
                            examples(document, operation + " request", media.getKey(), media.getValue())));
            node.get("responses")
                    .propertyNames()
                    .forEach(status -> document.response(operation, status)
                            .path("content")
                            .properties()
                            .forEach(media -> missing.addAll(
                                    examples(document, operation + " " + status, media.getKey(), media.getValue()))));
        }
        assertThat(missing).isEmpty();
    }

    @Test
    void everyOperationSaysWhatItDoesUnderAStableName() {
        assertThat(document().operations())
                .isNotEmpty()
                .allSatisfy(operation -> {
                    assertThat(operation.id()).matches("[a-z][A-Za-z]+");
                    assertThat(operation.node().path("summary").asString())
                            .as("summary of %s", operation)
                            .isNotBlank();
                    assertThat(operation.node().path("tags"))
                            .as("tags of %s", operation)
                            .hasSize(1);
                })
                .extracting(ApiOperation::id)
                .doesNotHaveDuplicates();
    }

    @Test
    void swaggerUiIsServed() {
        Answer page = service.admin().get("/swagger-ui/index.html");
        assertThat(page.status()).isEqualTo(200);
        assertThat(page.body()).contains("swagger-ui-bundle.js");
        assertThat(service.admin().get("/swagger-ui.html").header("Location")).endsWith("/swagger-ui/index.html");
    }

    private ApiDocument document() {
        return ApiDocument.parse(service.admin().get("/v3/api-docs").body());
    }

    private static List<String> examples(ApiDocument document, String where, String type, JsonNode media) {
        if (media.path("examples").isEmpty()) {
            return List.of(where + " " + type + " has no example");
        }
        List<String> wrong = new ArrayList<>();
        media.get("examples")
                .properties()
                .forEach(example -> document.violations(
                                media.get("schema"), example.getValue().get("value"))
                        .forEach(violation -> wrong.add(where + " " + example.getKey() + ": " + violation)));
        return wrong;
    }
}
