package io.partwarden.http.openapi;

import io.swagger.v3.oas.models.Components;
import io.swagger.v3.oas.models.OpenAPI;
import io.swagger.v3.oas.models.info.Contact;
import io.swagger.v3.oas.models.info.Info;
import io.swagger.v3.oas.models.media.ObjectSchema;
import io.swagger.v3.oas.models.security.SecurityRequirement;
import io.swagger.v3.oas.models.security.SecurityScheme;
import io.swagger.v3.oas.models.servers.Server;
import java.util.List;
import org.springdoc.core.customizers.GlobalOpenApiCustomizer;
import org.springdoc.core.customizers.GlobalOperationCustomizer;
import org.springdoc.core.utils.SpringDocUtils;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.info.BuildProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.annotation.Order;
import org.springframework.web.servlet.mvc.method.annotation.RequestMappingHandlerMapping;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The document's head, and the steps that complete what springdoc reads from the controllers, in their order. */
@Configuration(proxyBeanMethods = false)
class OpenApiConfiguration {

    private static final String DESCRIPTION = """
            Takes care of PostgreSQL partitions: defines, creates, detaches, drops and shows them without stopping writers.

            * Every change of a target can be seen before it is done: `dry_run=true` answers with the plan, each statement and each
              lock; `plan_fingerprint` applies just that plan or answers 409.
            * Every error is `application/problem+json` (RFC 9457). `code` is stable; `detail` says what to do next.
            * JSON is snake_case, times are ISO-8601 in UTC. Unknown fields and query parameters are refused.
            * Names are percent-encoded in paths. What a path cannot carry (`/`, `\\`, `;`, `%`, control characters) has an `id`.
            """;

    static {
        // Any JSON, not the members of the class.
        SpringDocUtils.getConfig().replaceWithSchema(JsonNode.class, new ObjectSchema());
    }

    @Bean
    OpenAPI partwardenApi(ObjectProvider<BuildProperties> build) {
        BuildProperties built = build.getIfAvailable();
        return new OpenAPI()
                .info(new Info()
                        .title("Partwarden")
                        .version(built == null ? "development" : built.getVersion())
                        .description(DESCRIPTION)
                        .contact(new Contact().name("The Partwarden project")))
                .servers(List.of(new Server().url("/").description("The service that this document came from")))
                .security(List.of(
                        new SecurityRequirement().addList("bearer"), new SecurityRequirement().addList("basic")))
                .components(new Components()
                        .addSecuritySchemes(
                                "bearer",
                                new SecurityScheme()
                                        .type(SecurityScheme.Type.HTTP)
                                        .scheme("bearer")
                                        .description("A token, as `POST /api/v1/tokens` shows it once."))
                        .addSecuritySchemes(
                                "basic",
                                new SecurityScheme()
                                        .type(SecurityScheme.Type.HTTP)
                                        .scheme("basic")
                                        .description("Any user name, with the token as password.")));
    }

    @Bean
    GlobalOperationCustomizer commonParameters() {
        return new CommonParameters();
    }

    @Bean
    @Order(0)
    GlobalOpenApiCustomizer pathNames() {
        return new PathNames();
    }

    @Bean
    @Order(1)
    GlobalOpenApiCustomizer recordSchemas(
            @Qualifier("requestMappingHandlerMapping") ObjectProvider<RequestMappingHandlerMapping> mapping) {
        return new RecordSchemas(
                () -> RecordTypes.of(mapping.getObject().getHandlerMethods().values()));
    }

    @Bean
    @Order(2)
    GlobalOpenApiCustomizer problemResponses(JsonMapper json) {
        return new ProblemResponses(ExampleFile.all(json));
    }

    @Bean
    @Order(3)
    GlobalOpenApiCustomizer documentExamples(JsonMapper json) {
        return new DocumentExamples(ExampleFile.all(json));
    }

    @Bean
    @Order(4)
    GlobalOpenApiCustomizer documentOrder() {
        return new DocumentOrder();
    }
}
