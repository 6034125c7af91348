package io.partwarden.maintenance;

import io.partwarden.http.Documents;
import io.partwarden.http.MergePatch;
import org.springframework.stereotype.Component;
import tools.jackson.databind.JsonNode;

/** Changes policies as JSON merge patches do; what comes out is held to the same constraints as a whole document. */
@Component
final class PolicyPatches {

    private final MergePatch patches;
    private final Documents documents;

    PolicyPatches(MergePatch patches, Documents documents) {
        this.patches = patches;
        this.documents = documents;
    }

    PolicyDocument apply(PolicyDocument document, JsonNode patch) {
        return documents.valid(patches.apply(document, patch, PolicyDocument.class));
    }
}
