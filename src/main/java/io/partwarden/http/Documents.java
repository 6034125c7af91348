package io.partwarden.http;

import io.partwarden.shared.Problem;
import jakarta.validation.ConstraintViolation;
import jakarta.validation.ConstraintViolationException;
import jakarta.validation.Validator;
import java.util.Set;
import org.springframework.stereotype.Component;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Reads documents that are no whole bodies, as strictly as bodies are: 400 for what they cannot be. */
@Component
public final class Documents {

    private final JsonMapper json;
    private final Validator validator;

    Documents(JsonMapper json, Validator validator) {
        this.json = json;
        this.validator = validator;
    }

    /** Within a body: fields are named from there on. */
    public <T> T read(JsonNode node, Class<T> type) {
        try {
            return valid(json.treeToValue(node, type));
        } catch (JacksonException e) {
            throw JsonProblems.problem(e).causedBy(e);
        }
    }

    /** The document itself if it keeps the constraints of its type. */
    public <T> T valid(T document) {
        Set<ConstraintViolation<T>> violations = validator.validate(document);
        if (!violations.isEmpty()) {
            ConstraintViolationException invalid = new ConstraintViolationException(violations);
            throw ValidationProblems.problem(invalid)
                    .orElseGet(() -> Problem.invalid("body", "value", "is not a valid value"))
                    .causedBy(invalid);
        }
        return document;
    }
}
