package io.partwarden.catalog;

import io.partwarden.sql.QualifiedName;
import java.sql.Array;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Reads {@link TableHealth} for all root tables in three queries, of which one goes once over the leaves' rows of pg_class. */
final class HealthReader {

    private static final String BRANCHES = """
            WITH branch AS MATERIALIZED (
                SELECT pg_catalog.pg_partition_root(p.partrelid)::oid AS root, p.partrelid AS oid, p.partdefid
                  FROM pg_catalog.pg_partitioned_table p
            )
            """;

    /** autovacuum and VACUUM leave a partitioned table's reltuples at -1, only ANALYZE sets it (14 and later). */
    private static final String ROOTS = BRANCHES + """
            , leaf AS (
                SELECT b.root,
                       sum((l.relpages + coalesce(t.relpages, 0))::bigint * current_setting('block_size')::bigint)::bigint AS bytes,
                       sum(l.reltuples) FILTER (WHERE l.reltuples >= 0)::bigint AS estimate,
                       count(*) FILTER (WHERE seen.missed) AS missing,
                       (array_agg(n.nspname::text ORDER BY l.oid) FILTER (WHERE seen.missed))[1\\:20] AS missing_schemas,
                       (array_agg(l.relname::text ORDER BY l.oid) FILTER (WHERE seen.missed))[1\\:20] AS missing_names
                  FROM branch b
                  JOIN pg_catalog.pg_inherits i ON i.inhparent = b.oid
                  JOIN pg_catalog.pg_class l ON l.oid = i.inhrelid AND l.relkind IN ('r', 'f')
                  JOIN pg_catalog.pg_namespace n ON n.oid = l.relnamespace
                  LEFT JOIN pg_catalog.pg_class t ON t.oid = nullif(l.reltoastrelid, 0)
                 CROSS JOIN LATERAL (
                    SELECT CASE WHEN l.reltuples < 0 AND l.relkind = 'r'
                                THEN pg_catalog.pg_stat_get_live_tuples(l.oid) > 0 ELSE false END AS missed) seen
                 GROUP BY b.root
            )
            SELECT c.oid::bigint AS oid, n.nspname, c.relname, coalesce(leaf.bytes, 0) AS bytes, leaf.estimate,
                   c.reltuples >= 0 AS analysed,
                   greatest(pg_catalog.pg_stat_get_last_analyze_time(c.oid),
                            pg_catalog.pg_stat_get_last_autoanalyze_time(c.oid)) AS analysed_at,
                   coalesce(leaf.missing, 0) AS missing, leaf.missing_schemas, leaf.missing_names
              FROM branch b
              JOIN pg_catalog.pg_class c ON c.oid = b.oid
              JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
              LEFT JOIN leaf ON leaf.root = c.oid
             WHERE b.root = b.oid AND NOT c.relispartition AND c.relpersistence <> 't'
               AND (cardinality(CAST(:schemas AS text[])) = 0 OR n.nspname = ANY (CAST(:schemas AS text[])))
             ORDER BY n.nspname, c.relname
            """;

    /** Measuring a file waits for whoever holds its table exclusively; there the size that VACUUM or ANALYZE saw must do. */
    private static final String DEFAULTS = BRANCHES + """
            , held AS MATERIALIZED (
                SELECT DISTINCT l.relation FROM pg_catalog.pg_locks l
                 WHERE l.locktype = 'relation' AND l.mode = 'AccessExclusiveLock'
                   AND l.database = (SELECT d.oid FROM pg_catalog.pg_database d WHERE d.datname = pg_catalog.current_database())
            )
            SELECT b.root::bigint AS root, b.oid::bigint AS parent, d.oid::bigint AS oid, n.nspname, d.relname,
                   coalesce(measured.bytes, d.relpages * current_setting('block_size')::bigint) AS bytes,
                   CASE WHEN d.reltuples >= 0 THEN d.reltuples::bigint END AS estimate,
                   coalesce(measured.bytes = 0
                       AND d.relam = (SELECT m.oid FROM pg_catalog.pg_am m WHERE m.amname = 'heap'), false) AS empty
              FROM branch b
              JOIN pg_catalog.pg_class d ON d.oid = b.partdefid
              JOIN pg_catalog.pg_namespace n ON n.oid = d.relnamespace
             CROSS JOIN LATERAL (
                SELECT CASE WHEN d.relkind = 'r' AND d.oid NOT IN (SELECT held.relation FROM held)
                            THEN pg_catalog.pg_relation_size(d.oid) END AS bytes) measured
             ORDER BY b.oid
            """;

    private static final String TROUBLES = """
            SELECT pg_catalog.pg_partition_root(i.inhparent)::oid::bigint AS root, false AS index, n.nspname, c.relname
              FROM pg_catalog.pg_inherits i
              JOIN pg_catalog.pg_class c ON c.oid = i.inhrelid
              JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
             WHERE i.inhdetachpending AND c.relkind IN ('r', 'p', 'f')
             UNION ALL
            SELECT pg_catalog.pg_partition_root(x.indrelid)::oid::bigint, true, n.nspname, c.relname
              FROM pg_catalog.pg_index x
              JOIN pg_catalog.pg_class c ON c.oid = x.indexrelid
              JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
             WHERE NOT x.indisvalid
             ORDER BY 3, 4
            """;

    private final JdbcClient session;

    HealthReader(JdbcClient session) {
        this.session = session;
    }

    private record Trouble(boolean index, QualifiedName name) {}

    List<TableHealth> read(List<String> schemas) {
        Map<Long, List<TableHealth.Default>> defaults = new HashMap<>();
        session.sql(DEFAULTS).query(row -> {
            defaults.computeIfAbsent(row.getLong("root"), r -> new ArrayList<>())
                    .add(defaultOf(row));
        });
        Map<Long, List<Trouble>> troubles = new HashMap<>();
        session.sql(TROUBLES).query(row -> {
            troubles.computeIfAbsent(row.getLong("root"), r -> new ArrayList<>())
                    .add(new Trouble(row.getBoolean("index"), name(row)));
        });
        return session.sql(ROOTS)
                .param("schemas", schemas.toArray(String[]::new))
                .query((row, number) -> {
                    long oid = row.getLong("oid");
                    List<Trouble> own = troubles.getOrDefault(oid, List.of());
                    return new TableHealth(
                            oid,
                            name(row),
                            new TableHealth.Size(row.getLong("bytes"), number(row, "estimate")),
                            analysed(row),
                            defaults.getOrDefault(oid, List.of()),
                            names(own, false),
                            names(own, true));
                })
                .list();
    }

    private static List<QualifiedName> names(List<Trouble> troubles, boolean index) {
        return troubles.stream()
                .filter(t -> t.index() == index)
                .map(Trouble::name)
                .toList();
    }

    private static TableHealth.Default defaultOf(ResultSet row) throws SQLException {
        return new TableHealth.Default(
                row.getLong("parent"),
                row.getLong("oid"),
                name(row),
                row.getLong("bytes"),
                number(row, "estimate"),
                row.getBoolean("empty"));
    }

    private static TableHealth.Analysed analysed(ResultSet row) throws SQLException {
        Timestamp at = row.getTimestamp("analysed_at");
        Array names = row.getArray("missing_names");
        List<QualifiedName> examples = new ArrayList<>();
        if (names != null) {
            String[] schemas = (String[]) row.getArray("missing_schemas").getArray();
            for (String name : (String[]) names.getArray()) {
                examples.add(QualifiedName.of(schemas[examples.size()], name));
            }
        }
        return new TableHealth.Analysed(
                row.getBoolean("analysed"), at == null ? null : at.toInstant(), row.getLong("missing"), examples);
    }

    private static QualifiedName name(ResultSet row) throws SQLException {
        return QualifiedName.of(row.getString("nspname"), row.getString("relname"));
    }

    private static @Nullable Long number(ResultSet row, String column) throws SQLException {
        long value = row.getLong(column);
        return row.wasNull() ? null : value;
    }
}
