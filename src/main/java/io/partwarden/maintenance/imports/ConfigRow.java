package io.partwarden.maintenance.imports;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * A row of another tool's configuration, whichever columns its version has: those that are missing read as null.
 *
 * @param prefix of the columns' names, as pg_partman's configuration of a next level has it
 */
record ConfigRow(JsonNode columns, String prefix) {

    boolean has(String column) {
        return columns.has(prefix + column);
    }

    @Nullable
    String text(String column) {
        JsonNode value = columns.path(prefix + column);
        return value.isMissingNode() || value.isNull() ? null : value.asString();
    }

    /** @param otherwise where the column is missing or NULL */
    String text(String column, String otherwise) {
        String text = text(column);
        return text == null ? otherwise : text;
    }

    boolean flag(String column, boolean otherwise) {
        JsonNode value = columns.path(prefix + column);
        return value.isBoolean() ? value.asBoolean() : otherwise;
    }

    @Nullable
    Integer number(String column) {
        JsonNode value = columns.path(prefix + column);
        return value.isInt() ? value.asInt() : null;
    }

    /** None where the column is missing or NULL. */
    List<String> texts(String column) {
        List<String> texts = new ArrayList<>();
        columns.path(prefix + column).forEach(item -> texts.add(item.asString()));
        return texts;
    }
}
