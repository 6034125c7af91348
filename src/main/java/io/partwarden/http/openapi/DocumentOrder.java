package io.partwarden.http.openapi;

import io.swagger.v3.oas.models.OpenAPI;
import io.swagger.v3.oas.models.Operation;
import io.swagger.v3.oas.models.Paths;
import io.swagger.v3.oas.models.responses.ApiResponse;
import io.swagger.v3.oas.models.responses.ApiResponses;
import io.swagger.v3.oas.models.tags.Tag;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.TreeMap;
import org.springdoc.core.customizers.GlobalOpenApiCustomizer;

/** Sorts what springdoc finds in the order of class loading, so that the committed document only changes with the contract. */
final class DocumentOrder implements GlobalOpenApiCustomizer {

    @Override
    public void customise(OpenAPI document) {
        Paths paths = new Paths();
        new TreeMap<>(document.getPaths()).forEach(paths::addPathItem);
        document.setPaths(paths);
        if (document.getComponents().getSchemas() != null) {
            document.getComponents()
                    .setSchemas(new TreeMap<>(document.getComponents().getSchemas()));
        }
        if (document.getTags() != null) {
            List<Tag> tags = new ArrayList<>(document.getTags());
            tags.sort(Comparator.comparing(Tag::getName));
            document.setTags(tags);
        }
        paths.values().stream().flatMap(item -> item.readOperations().stream()).forEach(DocumentOrder::sort);
    }

    private static void sort(Operation operation) {
        ApiResponses responses = new ApiResponses();
        new TreeMap<String, ApiResponse>(operation.getResponses()).forEach(responses::addApiResponse);
        operation.setResponses(responses);
    }
}
