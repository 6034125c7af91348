package io.partwarden.http;

import io.partwarden.shared.Problem;
import org.springframework.stereotype.Component;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** Changes a document by a JSON merge patch (RFC 7396): a member replaces, null removes, what is not named stays. */
@Component
public final class MergePatch {

    private final JsonMapper json;

    MergePatch(JsonMapper json) {
        this.json = json;
    }

    /** The document with the patch applied, read as strictly as a body; 400 for what it cannot be. */
    public <T> T apply(T document, JsonNode patch, Class<T> type) {
        if (!(patch instanceof ObjectNode members)) {
            throw Problem.invalid("body", "type", "must be an object");
        }
        ObjectNode merged = json.valueToTree(document);
        merge(merged, members);
        try {
            return json.treeToValue(merged, type);
        } catch (JacksonException e) {
            throw JsonProblems.problem(e).causedBy(e);
        }
    }

    private static void merge(ObjectNode target, ObjectNode patch) {
        for (var member : patch.properties()) {
            if (member.getValue().isNull()) {
                target.remove(member.getKey());
            } else if (member.getValue() instanceof ObjectNode nested) {
                ObjectNode old = target.get(member.getKey()) instanceof ObjectNode there ? there : target.objectNode();
                merge(old, nested);
                target.set(member.getKey(), old);
            } else {
                target.set(member.getKey(), member.getValue());
            }
        }
    }
}
