package io.partwarden.policy;

import io.partwarden.partition.KeyColumn;
import java.util.Set;

/** What a key column is called and, beyond its family, which of PostgreSQL's own types it has. */
final class Columns {

    private static final Set<String> TEXTS = Set.of("text", "varchar", "bpchar");

    private Columns() {}

    static String name(KeyColumn column) {
        return column.name()
                .map(name -> "Column " + name.value())
                .orElseGet(() -> "The key " + column.expression().sql());
    }

    static boolean isUuid(KeyColumn column) {
        return builtIn(column, "uuid");
    }

    static boolean isText(KeyColumn column) {
        return TEXTS.stream().anyMatch(type -> builtIn(column, type));
    }

    /** Not a domain over it. */
    static boolean builtIn(KeyColumn column, String type) {
        return !column.type().array()
                && column.type().name().schema().value().equals("pg_catalog")
                && column.type().name().name().value().equals(type);
    }
}
