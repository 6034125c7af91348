package io.partwarden.catalog;

import io.partwarden.partition.KeyColumn;
import io.partwarden.partition.Partition;
import io.partwarden.partition.Strategy;
import io.partwarden.sql.Literal;
import io.partwarden.sql.QualifiedName;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/** How far the values of a key have come: in rows, and in the sequence that hands them out. */
final class KeyUse {

    /** A default such as nextval('s') counts too, after a sequence of the column's own. */
    private static final String POSITION = """
            SELECT CASE WHEN pg_catalog.has_sequence_privilege(s.oid, 'SELECT, USAGE')
                        THEN pg_catalog.pg_sequence_last_value(s.oid) END AS position
              FROM pg_catalog.pg_partitioned_table p
             CROSS JOIN LATERAL (
                SELECT d.objid AS sequence, 0 AS place
                  FROM pg_catalog.pg_depend d
                 WHERE d.classid = 'pg_catalog.pg_class'::regclass AND d.refclassid = 'pg_catalog.pg_class'::regclass
                   AND d.refobjid = p.partrelid AND d.refobjsubid = p.partattrs[0] AND d.deptype IN ('a', 'i')
                 UNION ALL
                SELECT d.refobjid, 1
                  FROM pg_catalog.pg_attrdef a
                  JOIN pg_catalog.pg_depend d ON d.classid = 'pg_catalog.pg_attrdef'::regclass AND d.objid = a.oid
                 WHERE a.adrelid = p.partrelid AND a.adnum = p.partattrs[0]
                   AND d.refclassid = 'pg_catalog.pg_class'::regclass) used
              JOIN pg_catalog.pg_class s ON s.oid = used.sequence AND s.relkind = 'S'
             WHERE p.partrelid = CAST(:oid AS oid) AND p.partattrs[0] > 0
             ORDER BY used.place, s.oid
             LIMIT 1
            """;

    /** Bounds a statement's text and the locks that it takes. */
    private static final int BATCH = 50;

    private KeyUse() {}

    static OptionalLong position(JdbcClient session, long oid) {
        return session
                .sql(POSITION)
                .param("oid", oid)
                .query((row, number) -> {
                    long position = row.getLong("position");
                    return row.wasNull() ? OptionalLong.empty() : OptionalLong.of(position);
                })
                .list()
                .stream()
                .findFirst()
                .orElse(OptionalLong.empty());
    }

    /**
     * Where to look for the highest value, the likeliest place first.
     *
     * @param first whether rows in one of the places mean that no later one has a higher value
     */
    record Places(KeyColumn key, List<QualifiedName> tables, boolean first) {

        /** Without the default, where a row of any value may be, and partitions on other servers. */
        static Optional<Places> of(JdbcClient session, QualifiedName table, int column) {
            return TableHead.read(session, table).map(head -> {
                List<QualifiedName> tables = new ArrayList<>();
                for (Partition partition :
                        new SnapshotReader(session).ordered(List.of(head)).getOrDefault(head.oid(), List.of())) {
                    if (!partition.isDefault()
                            && partition.state() == Partition.State.ATTACHED
                            && partition.kind() != Partition.Kind.FOREIGN) {
                        tables.add(partition.name());
                    }
                }
                Collections.reverse(tables);
                return new Places(
                        head.key().columns().get(column),
                        tables,
                        column == 0 && head.key().strategy() == Strategy.RANGE);
            });
        }

        HighestKey highest(RowLook look) {
            long deadline = System.nanoTime() + RowLook.LIMIT.toNanos();
            String highest = null;
            for (int from = 0; from < tables.size() && !(first && highest != null); from += BATCH) {
                List<QualifiedName> batch = tables.subList(from, Math.min(from + BATCH, tables.size()));
                Duration left = Duration.ofNanos(deadline - System.nanoTime());
                RowLook.Seen seen =
                        left.isNegative() ? new RowLook.Seen(false, null) : look.at(sql(batch, highest), left);
                if (!seen.told()) {
                    return HighestKey.UNKNOWN;
                }
                highest = seen.text();
            }
            return new HighestKey(true, highest);
        }

        /** Not max(), which not every type has (uuid: 18 and later); both take the last entry of an index. */
        private String sql(List<QualifiedName> batch, @Nullable String soFar) {
            String value = key.expression().sql();
            List<String> parts = new ArrayList<>();
            for (QualifiedName table : batch) {
                parts.add("(SELECT " + value + " AS k FROM " + table.quoted() + " WHERE " + value
                        + " IS NOT NULL ORDER BY 1 DESC LIMIT 1)");
            }
            if (soFar != null) {
                parts.add(
                        "SELECT CAST(" + Literal.of(soFar) + " AS " + key.type().quoted() + ")");
            }
            return "SELECT r.k::text FROM (" + String.join(" UNION ALL ", parts) + ") r ORDER BY r.k DESC LIMIT 1";
        }
    }
}
