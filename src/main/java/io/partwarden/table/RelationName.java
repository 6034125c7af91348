package io.partwarden.table;

import io.partwarden.sql.QualifiedName;

/** A relation's schema and name in an answer, unquoted: names are output, and hostile ones need no dot to be told apart. */
public record RelationName(String schema, String name) {

    public static RelationName of(QualifiedName name) {
        return new RelationName(name.schema().value(), name.name().value());
    }
}
