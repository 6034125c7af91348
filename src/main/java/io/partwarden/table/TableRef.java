package io.partwarden.table;

import io.partwarden.sql.QualifiedName;

/** Which table or partition of which target a request means. */
public sealed interface TableRef {

    String target();

    /** By its name. */
    record Named(String target, QualifiedName name) implements TableRef {}

    /** By its id, for names that a path cannot carry. */
    record Identified(RelationId id) implements TableRef {
        @Override
        public String target() {
            return id.target();
        }
    }
}
