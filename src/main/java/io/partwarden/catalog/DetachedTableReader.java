package io.partwarden.catalog;

import io.partwarden.partition.DetachedTable;
import io.partwarden.sql.Identifier;
import io.partwarden.sql.KnownTable;
import io.partwarden.sql.QualifiedName;
import io.partwarden.targets.Target;
import io.partwarden.targets.TargetSessions;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Reads what a detached table still has of its former life: indexes, publications, and whether its names fit another schema. */
@Component
public final class DetachedTableReader {

    private static final String TABLE = """
            SELECT n.nspname, c.relname, c.relkind = 'p' AS partitioned
              FROM pg_catalog.pg_class c
              JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
             WHERE c.oid = CAST(:oid AS oid) AND c.relkind IN ('r', 'p', 'f')
            """;

    private static final String INDEXES = """
            SELECT i.relname, k.conname
              FROM pg_catalog.pg_index x
              JOIN pg_catalog.pg_class i ON i.oid = x.indexrelid
              LEFT JOIN pg_catalog.pg_constraint k
                ON k.conindid = x.indexrelid AND k.conrelid = x.indrelid AND k.contype IN ('p', 'u', 'x')
             WHERE x.indrelid = CAST(:oid AS oid)
             ORDER BY i.relname
            """;

    private static final String PUBLICATIONS = """
            SELECT p.pubname, pg_catalog.pg_has_role(p.pubowner, 'USAGE') AS ours
              FROM pg_catalog.pg_publication_rel r
              JOIN pg_catalog.pg_publication p ON p.oid = r.prpubid
             WHERE r.prrelid = CAST(:oid AS oid)
             ORDER BY p.pubname
            """;

    /** A table brings its row type and its indexes along. */
    private static final String TAKEN = """
            SELECT moving.name
              FROM (SELECT c.relname AS name FROM pg_catalog.pg_class c WHERE c.oid = CAST(:oid AS oid)
                     UNION ALL
                    SELECT i.relname FROM pg_catalog.pg_index x JOIN pg_catalog.pg_class i ON i.oid = x.indexrelid
                     WHERE x.indrelid = CAST(:oid AS oid)) moving
              JOIN pg_catalog.pg_namespace n ON n.nspname = :schema
             WHERE EXISTS (SELECT FROM pg_catalog.pg_class o WHERE o.relnamespace = n.oid AND o.relname = moving.name)
                OR EXISTS (SELECT FROM pg_catalog.pg_type t WHERE t.typnamespace = n.oid AND t.typname = moving.name)
             ORDER BY 1
            """;

    private final TargetSessions sessions;

    DetachedTableReader(TargetSessions sessions) {
        this.sessions = sessions;
    }

    /** Empty if there is no table of that oid. */
    public Optional<DetachedTable> read(Target target, long oid) {
        return sessions.read(
                target,
                session -> session.sql(TABLE)
                        .param("oid", oid)
                        .query((row, number) -> table(session, oid, row))
                        .optional());
    }

    /** Which of the table's names are taken in that schema, the table's own and its indexes'. */
    public List<String> taken(Target target, long oid, Identifier schema) {
        return sessions.read(
                target,
                session -> session.sql(TAKEN)
                        .param("oid", oid)
                        .param("schema", schema.value())
                        .query(String.class)
                        .list());
    }

    private static DetachedTable table(JdbcClient session, long oid, ResultSet row) throws SQLException {
        return new DetachedTable(
                new KnownTable(QualifiedName.of(row.getString("nspname"), row.getString("relname")), oid),
                row.getBoolean("partitioned"),
                session.sql(INDEXES)
                        .param("oid", oid)
                        .query((index, number) -> new DetachedTable.Index(
                                new Identifier(index.getString("relname")), name(index.getString("conname"))))
                        .list(),
                session.sql(PUBLICATIONS)
                        .param("oid", oid)
                        .query((publication, number) -> new DetachedTable.Publication(
                                new Identifier(publication.getString("pubname")), publication.getBoolean("ours")))
                        .list());
    }

    private static @Nullable Identifier name(@Nullable String text) {
        return text == null ? null : new Identifier(text);
    }
}
