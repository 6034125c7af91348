package io.partwarden.catalog;

import io.partwarden.partition.DefaultCheck;
import io.partwarden.partition.Partition;
import io.partwarden.partition.TableSnapshot.DefaultContents;
import io.partwarden.partition.TableSnapshot.RowMove;
import io.partwarden.sql.Expression;
import io.partwarden.sql.Identifier;
import io.partwarden.sql.MoveObstacle;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.simple.JdbcClient;

/** What default partitions hold, for any number of them at once. */
final class DefaultReader {

    /** So many of the looks at one set of defaults may run out of time; the rest is not looked at any more. */
    private static final int PATIENCE = 3;

    /** {@code blank}: without a single block, which a table that has its rows elsewhere could be too. */
    private static final String CONTENTS =
            """
            WITH RECURSIVE tree AS (
                SELECT asked.oid AS root, asked.oid FROM unnest(CAST(CAST(:partitions AS bigint[]) AS oid[])) asked(oid)
                 UNION ALL
                SELECT tree.root, i.inhrelid
                  FROM tree
                 CROSS JOIN LATERAL (
                    SELECT i.inhrelid FROM pg_catalog.pg_inherits i WHERE i.inhparent = tree.oid OFFSET 0) i
            ), leaf AS (
                SELECT tree.root, l.relkind, l.reltuples, l.heap,
                       CASE WHEN l.relkind = 'r' THEN pg_catalog.pg_relation_size(l.oid) ELSE 0 END AS bytes
                  FROM tree
                 CROSS JOIN LATERAL (
                    SELECT c.oid, c.relkind, c.reltuples,
                           c.relam = (SELECT m.oid FROM pg_catalog.pg_am m WHERE m.amname = 'heap') AS heap
                      FROM pg_catalog.pg_class c
                     WHERE c.oid = tree.oid AND c.relkind IN ('r', 'f') LIMIT 1) l
            ), total AS (
                SELECT leaf.root, sum(leaf.bytes)::bigint AS bytes,
                       sum(greatest(leaf.reltuples, 0))::bigint AS estimate,
                       bool_and(leaf.relkind = 'r' AND leaf.heap AND leaf.bytes = 0) AS blank
                  FROM leaf GROUP BY leaf.root
            )
            SELECT d.oid::bigint AS oid,
                   pg_catalog.has_schema_privilege(d.relnamespace, 'USAGE')
                       AND pg_catalog.has_any_column_privilege(d.oid, 'SELECT') AS readable,
                   coalesce(total.bytes, 0) AS bytes, coalesce(total.estimate, 0) AS estimate,
                   coalesce(total.blank, true) AS blank,
                   ARRAY(SELECT k.conname::text FROM pg_catalog.pg_constraint k
                          WHERE k.conrelid = d.oid AND starts_with(k.conname::text, :prefix) ORDER BY 1) AS leftovers,
                   ARRAY(SELECT a.attname::text FROM pg_catalog.pg_attribute a
                          WHERE a.attrelid = d.oid AND a.attnum > 0 AND NOT a.attisdropped AND a.attgenerated = ''
                          ORDER BY a.attnum) AS columns,
                   %s AS obstacles
              FROM pg_catalog.pg_class d
              LEFT JOIN total ON total.root = d.oid
             WHERE d.oid = ANY (CAST(CAST(:partitions AS bigint[]) AS oid[]))
            """.formatted(MoveObstacle.namesFor(new Expression("d.oid")).sql());

    /** For a look at rows, which no catalog read may wait for. */
    static final String BRIEFLY = "SET LOCAL statement_timeout = '2s'";

    /** SQLSTATE query_canceled: the statement timeout. */
    static final String TOO_LONG = "57014";

    private final JdbcClient session;

    DefaultReader(JdbcClient session) {
        this.session = session;
    }

    private record Measured(
            boolean readable, boolean blank, long bytes, long estimate, List<Identifier> leftovers, RowMove rowMove) {

        DefaultContents contents(boolean anyRow) {
            return new DefaultContents(anyRow, bytes, estimate, leftovers, rowMove);
        }
    }

    /** By oid. What we may not read, would have to fetch from another server, or take long to look through, counts as holding rows. */
    Map<Long, DefaultContents> contents(Collection<Partition> defaults) {
        if (defaults.isEmpty()) {
            return Map.of();
        }
        Map<Long, Measured> measured = measure(defaults);
        Map<Long, Boolean> empty = empty(defaults, measured);
        Map<Long, DefaultContents> contents = new HashMap<>();
        measured.forEach((oid, m) -> contents.put(oid, m.contents(!empty.getOrDefault(oid, false))));
        return contents;
    }

    private Map<Long, Measured> measure(Collection<Partition> defaults) {
        Map<Long, Measured> measured = new HashMap<>();
        session.sql(CONTENTS)
                .param("partitions", defaults.stream().map(Partition::oid).toArray(Long[]::new))
                .param("prefix", DefaultCheck.PREFIX)
                .query(row -> {
                    measured.put(row.getLong("oid"), measured(row));
                });
        return measured;
    }

    private static Measured measured(ResultSet row) throws SQLException {
        return new Measured(
                row.getBoolean("readable"),
                row.getBoolean("blank"),
                row.getLong("bytes"),
                row.getLong("estimate"),
                texts(row, "leftovers").map(Identifier::new).toList(),
                new RowMove(
                        texts(row, "columns").map(Identifier::new).toList(),
                        texts(row, "obstacles").map(MoveObstacle::valueOf).toList()));
    }

    private static Stream<String> texts(ResultSet row, String column) throws SQLException {
        return Arrays.stream((String[]) row.getArray(column).getArray());
    }

    /** Those whose answer is known. */
    private Map<Long, Boolean> empty(Collection<Partition> defaults, Map<Long, Measured> measured) {
        Map<Long, Boolean> empty = new HashMap<>();
        List<Partition> unseen = new ArrayList<>();
        for (Partition partition : defaults) {
            Measured m = measured.get(partition.oid());
            if (m != null && m.readable() && partition.kind() != Partition.Kind.FOREIGN) {
                if (m.blank()) {
                    empty.put(partition.oid(), true);
                } else {
                    unseen.add(partition);
                }
            }
        }
        look(unseen, empty);
        return empty;
    }

    private void look(List<Partition> unseen, Map<Long, Boolean> empty) {
        if (unseen.isEmpty() || tryLook(unseen, empty) || unseen.size() == 1) {
            return;
        }
        int tooLong = 0;
        for (Partition partition : unseen) {
            if (tooLong < PATIENCE && !tryLook(List.of(partition), empty)) {
                tooLong++;
            }
        }
    }

    /** A table whose rows were deleted and not yet vacuumed away is read to its end. */
    private boolean tryLook(List<Partition> partitions, Map<Long, Boolean> empty) {
        String looks = partitions.stream()
                .map(p -> "SELECT " + p.oid() + "::bigint AS oid, NOT EXISTS (SELECT FROM "
                        + p.name().quoted() + ") AS empty")
                .collect(Collectors.joining(" UNION ALL "));
        session.sql("SAVEPOINT looking").update();
        try {
            session.sql(BRIEFLY).update();
            session.sql(looks).query(row -> {
                empty.put(row.getLong("oid"), row.getBoolean("empty"));
            });
            return true;
        } catch (DataAccessException e) {
            if (e.getRootCause() instanceof SQLException sql && TOO_LONG.equals(sql.getSQLState())) {
                return false;
            }
            throw e;
        } finally {
            session.sql("ROLLBACK TO SAVEPOINT looking").update();
        }
    }
}
