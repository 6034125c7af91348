package io.partwarden.sql;

import java.util.List;
import java.util.stream.Collectors;

/** The statements that move rows from one table to another, and the guards that must hold under its locks. */
public final class MoveDdl {

    /** SQLSTATE that a guard raises when more rows would be moved than was agreed. */
    public static final String TOO_MANY_ROWS = "PW002";

    private MoveDdl() {}

    /**
     * Takes the rows that meet the condition out of {@code from} (only that table, none below it) and puts them into {@code to}, in one
     * statement.
     *
     * @param columns every one that both tables have and that is not generated
     */
    public static Ddl move(QualifiedName from, QualifiedName to, Expression condition, List<Identifier> columns) {
        String names = columns.stream().map(Identifier::quoted).collect(Collectors.joining(", "));
        return new Ddl("WITH moved AS (DELETE FROM ONLY " + from.quoted() + " WHERE " + condition.sql() + " RETURNING "
                + names + ") INSERT INTO " + to.quoted() + " (" + names + ") SELECT " + names + " FROM moved");
    }

    /** Fails with {@link #TOO_MANY_ROWS} if more than {@code maxRows} rows meet the condition; looks at no more than it must. */
    public static Ddl requireAtMost(QualifiedName table, Expression condition, long maxRows) {
        // A key column may have the name of one of PL/pgSQL's own variables, such as found.
        String body = "#variable_conflict use_column\nBEGIN IF (SELECT pg_catalog.count(*) FROM (SELECT FROM ONLY "
                + table.quoted() + " WHERE " + condition.sql() + " LIMIT " + Math.addExact(maxRows, 1)
                + ") AS counted) > "
                + maxRows
                + " THEN RAISE EXCEPTION USING ERRCODE = '" + TOO_MANY_ROWS
                + "', MESSAGE = 'more rows than may be moved at once'; END IF; END";
        return new Ddl("DO " + Literal.of(body));
    }

    /** Fails with {@link PartitionDdl#CHANGED_MEANWHILE} if anything is in the way of moving rows out of that partition. */
    public static Ddl requireNoObstacle(long oid) {
        return PartitionDdl.require(MoveObstacle.none(oid));
    }
}
