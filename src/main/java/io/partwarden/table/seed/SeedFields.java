package io.partwarden.table.seed;

import io.partwarden.shared.FieldProblem;
import io.partwarden.shared.Problem;
import io.partwarden.sql.Identifier;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * Reads a body field by field and collects what is wrong, in the words that the clients know. As it was there, numbers may come as text
 * and fields that nobody reads are ignored.
 */
final class SeedFields {

    private static final String MISSING = "Missing data for required field.";
    private static final String NO_TEXT = "Not a valid string.";
    private static final String NO_INTEGER = "Not a valid integer.";
    private static final String NO_MAPPING = "Not a valid mapping type.";
    private static final String NO_LIST = "Not a valid list.";

    private final JsonNode body;
    private final String prefix;
    private final List<FieldProblem> errors;

    SeedFields(JsonNode body) {
        this(body, "", new ArrayList<>());
    }

    private SeedFields(JsonNode body, String prefix, List<FieldProblem> errors) {
        this.body = body;
        this.prefix = prefix;
        this.errors = errors;
        if (prefix.isEmpty() && !body.isObject()) {
            wrong(SeedProblems.WHOLE, "Invalid input type.");
        }
    }

    /** The empty text where it is wrong; {@link #check()} tells. */
    String text(String field) {
        return found(field)
                .map(value -> value.isString() ? value.stringValue() : wrong(field, NO_TEXT))
                .orElse("");
    }

    /** A text that PostgreSQL takes as a name, and that nobody makes by mistake. */
    String name(String field) {
        String name = text(field);
        boolean told = errors.stream().anyMatch(error -> error.field().equals(prefix + field));
        if (!told && (!Identifier.isValid(name) || name.chars().anyMatch(Character::isISOControl))) {
            wrong(field, "Must be a name of 1 to " + Identifier.MAX_BYTES + " bytes without control characters.");
        }
        return name;
    }

    /** A text or a number, as text. */
    String scalar(String field) {
        return found(field).map(value -> scalar(field, value)).orElse("");
    }

    List<String> scalars(String field) {
        List<String> texts = new ArrayList<>();
        found(field).ifPresent(list -> {
            if (!list.isArray() || list.isEmpty()) {
                wrong(field, NO_LIST);
            }
            list.forEach(value -> texts.add(scalar(field, value)));
        });
        return texts;
    }

    int integer(String field) {
        Optional<JsonNode> value = found(field);
        if (value.isEmpty()) {
            return 0;
        }
        String text = value.get().isIntegralNumber() || value.get().isString()
                ? value.get().asString().strip()
                : "";
        try {
            return Integer.parseInt(text);
        } catch (NumberFormatException e) {
            wrong(field, NO_INTEGER);
            return 0;
        }
    }

    /** In the order in which the body has them. */
    Map<String, String> texts(String field) {
        Map<String, String> texts = new LinkedHashMap<>();
        SeedFields inner = object(field);
        inner.body.properties().forEach(entry -> texts.put(entry.getKey(), inner.text(entry.getKey())));
        return texts;
    }

    SeedFields object(String field) {
        JsonNode value = found(field).orElse(null);
        if (value != null && !value.isObject()) {
            wrong(field, NO_MAPPING);
        }
        // One message is enough for an object that is not there: its members are not asked for.
        List<FieldProblem> told = value != null && value.isObject() ? errors : new ArrayList<>();
        return new SeedFields(value == null ? body.path(field) : value, prefix + field + '.', told);
    }

    /** @throws Problem 400 naming every bad field */
    void check() {
        if (!errors.isEmpty()) {
            throw SeedProblems.withMessage(Problem.invalid(errors));
        }
    }

    private Optional<JsonNode> found(String field) {
        @Nullable JsonNode value = body.get(field);
        if (value == null) {
            if (body.isObject()) {
                wrong(field, MISSING);
            }
            return Optional.empty();
        }
        if (value.isNull()) {
            wrong(field, "Field may not be null.");
            return Optional.empty();
        }
        return Optional.of(value);
    }

    private String scalar(String field, JsonNode value) {
        return value.isString() || value.isNumber() || value.isBoolean() ? value.asString() : wrong(field, NO_TEXT);
    }

    String wrong(String field, String message) {
        errors.add(new FieldProblem(prefix + field, "invalid", message));
        return "";
    }
}
