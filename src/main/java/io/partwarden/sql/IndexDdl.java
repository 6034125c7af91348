package io.partwarden.sql;

import java.util.List;
import java.util.stream.Collectors;

/** The statements that make indexes of a partitioned table. */
public final class IndexDdl {

    private IndexDdl() {}

    /** On the table and everything below it, under SHARE: only for one that nobody uses yet. */
    public static Ddl create(
            Identifier index, QualifiedName table, boolean unique, Identifier method, List<Identifier> columns) {
        return new Ddl("CREATE " + (unique ? "UNIQUE " : "") + "INDEX " + index.quoted() + " ON " + table.quoted()
                + " USING " + method.quoted() + " ("
                + columns.stream().map(Identifier::quoted).collect(Collectors.joining(", ")) + ")");
    }
}
