package io.partwarden.partition;

import io.partwarden.sql.Identifier;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** What a name must be before anything is made with it. */
final class NameRules {

    /** pg_attribute has them on every table (manual, 5.6 System Columns). */
    private static final Set<String> SYSTEM_COLUMNS = Set.of("tableoid", "xmin", "cmin", "xmax", "cmax", "ctid");

    private final Violations violations;

    NameRules(Violations violations) {
        this.violations = violations;
    }

    /** The identifier, or empty with a violation noted. */
    Optional<Identifier> name(String field, String name) {
        if (Identifier.isValid(name) && name.codePoints().noneMatch(Character::isISOControl)) {
            return Optional.of(new Identifier(name));
        }
        int bytes = name.getBytes(StandardCharsets.UTF_8).length;
        if (name.isEmpty()) {
            violations.add(field, "required", "A name is needed.");
        } else if (bytes > Identifier.MAX_BYTES) {
            violations.add(
                    field,
                    "name-too-long",
                    "The name has " + bytes + " bytes; PostgreSQL keeps " + Identifier.MAX_BYTES
                            + " and would cut the rest off silently.");
        } else {
            violations.add(field, "invalid", "The name holds a control character or half of a character.");
        }
        return Optional.empty();
    }

    Optional<Identifier> schema(String field, String name) {
        Optional<Identifier> schema = name(field, name);
        if (name.startsWith("pg_") || name.equals("information_schema")) {
            violations.add(field, "system-schema", "Schema " + name + " belongs to PostgreSQL; choose another one.");
        }
        return schema;
    }

    Optional<Identifier> column(String field, String name) {
        if (SYSTEM_COLUMNS.contains(name)) {
            violations.add(
                    field, "system-column", "Every table has a system column " + name + "; choose another name.");
            return Optional.empty();
        }
        return name(field, name);
    }

    /** Two names that are one to the server: equal, or equal in the 63 bytes that it keeps. */
    void distinct(Map<String, String> namesByField) {
        Map<String, String> seen = new LinkedHashMap<>();
        namesByField.forEach((field, name) -> {
            byte[] bytes = name.getBytes(StandardCharsets.UTF_8);
            String kept = Arrays.toString(Arrays.copyOf(bytes, Math.min(bytes.length, Identifier.MAX_BYTES)));
            String first = seen.putIfAbsent(kept, field);
            if (first != null) {
                violations.add(
                        field,
                        "duplicate",
                        bytes.length > Identifier.MAX_BYTES
                                ? "In its first 63 bytes it is the same as " + first + "."
                                : "The same name is given in " + first + " already.");
            }
        });
    }
}
