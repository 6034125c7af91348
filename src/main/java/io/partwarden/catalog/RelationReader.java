package io.partwarden.catalog;

import io.partwarden.partition.Strategy;
import io.partwarden.sql.QualifiedName;
import io.partwarden.targets.Target;
import io.partwarden.targets.TargetSessions;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Single relations of a target: by oid, how big they are, and what depends on them. Any number of them costs one query. */
@Component
public final class RelationReader {

    private static final String BY_OID = """
            SELECT c.oid::bigint AS oid, n.nspname, c.relname, c.xmin::text AS xmin, i.inhparent::bigint AS parent,
                   pn.nspname AS parent_schema, pc.relname AS parent_name
              FROM pg_catalog.pg_class c
              JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
              LEFT JOIN pg_catalog.pg_inherits i ON i.inhrelid = c.oid AND c.relispartition
              LEFT JOIN pg_catalog.pg_class pc ON pc.oid = i.inhparent
              LEFT JOIN pg_catalog.pg_namespace pn ON pn.oid = pc.relnamespace
             WHERE c.oid = ANY (CAST(CAST(:oids AS bigint[]) AS oid[])) AND c.relkind IN ('r', 'p', 'f')
            """;

    /**
     * reltuples is -1 for a table that was never analysed. Measuring a file waits for whoever holds its table exclusively; there the size
     * that the last VACUUM or ANALYZE saw must do, so that a listing never waits.
     */
    private static final String SIZES = """
            WITH RECURSIVE tree AS (
                SELECT c.oid AS root, c.oid FROM pg_catalog.pg_class c
                 WHERE c.oid = ANY (CAST(CAST(:oids AS bigint[]) AS oid[]))
                 UNION ALL
                SELECT tree.root, i.inhrelid
                  FROM tree
                  JOIN pg_catalog.pg_class p ON p.oid = tree.oid AND p.relkind = 'p'
                  JOIN pg_catalog.pg_inherits i ON i.inhparent = p.oid
            ), held AS MATERIALIZED (
                SELECT DISTINCT l.relation FROM pg_catalog.pg_locks l
                 WHERE l.locktype = 'relation' AND l.mode = 'AccessExclusiveLock'
                   AND l.database = (SELECT b.oid FROM pg_catalog.pg_database b WHERE b.datname = pg_catalog.current_database())
            ), total AS (
                SELECT tree.root,
                       sum(CASE WHEN held.relation IS NULL THEN pg_catalog.pg_total_relation_size(l.oid)
                                ELSE l.relpages * current_setting('block_size')::bigint END)::bigint AS bytes,
                       CASE WHEN min(l.reltuples) < 0 THEN NULL ELSE sum(l.reltuples)::bigint END AS estimate
                  FROM tree
                  JOIN pg_catalog.pg_class l ON l.oid = tree.oid AND l.relkind = 'r'
                  LEFT JOIN held ON held.relation = l.oid
                 GROUP BY tree.root
            )
            SELECT c.oid::bigint AS oid, coalesce(t.spcname, d.spcname) AS tablespace,
                   coalesce(total.bytes, 0) AS bytes, total.estimate
              FROM pg_catalog.pg_class c
              LEFT JOIN total ON total.root = c.oid
              LEFT JOIN pg_catalog.pg_tablespace t ON t.oid = c.reltablespace
             CROSS JOIN (SELECT s.spcname FROM pg_catalog.pg_database b
                           JOIN pg_catalog.pg_tablespace s ON s.oid = b.dattablespace
                          WHERE b.datname = pg_catalog.current_database()) d
             WHERE c.oid = ANY (CAST(CAST(:oids AS bigint[]) AS oid[]))
            """;

    /** What belongs to the table goes with it; foreign keys that a partition has through its parent end with the detach. */
    private static final String DEPENDENTS = """
            SELECT DISTINCT coalesce(
                       (SELECT pg_catalog.pg_describe_object('pg_catalog.pg_class'::regclass, w.ev_class, 0)
                          FROM pg_catalog.pg_rewrite w
                         WHERE w.oid = d.objid AND d.classid = 'pg_catalog.pg_rewrite'::regclass),
                       pg_catalog.pg_describe_object(d.classid, d.objid, 0)) AS dependent
              FROM pg_catalog.pg_class c
              JOIN pg_catalog.pg_depend d
                ON (d.refclassid = 'pg_catalog.pg_class'::regclass AND d.refobjid = c.oid)
                OR (d.refclassid = 'pg_catalog.pg_type'::regclass AND d.refobjid = c.reltype)
             WHERE c.oid = CAST(:oid AS oid) AND d.deptype = 'n'
               AND NOT EXISTS (SELECT FROM pg_catalog.pg_depend o
                                WHERE o.classid = d.classid AND o.objid = d.objid AND o.refobjid = c.oid
                                  AND o.deptype IN ('a', 'i', 'P', 'S'))
               AND NOT EXISTS (SELECT FROM pg_catalog.pg_constraint k
                                WHERE d.classid = 'pg_catalog.pg_constraint'::regclass AND k.oid = d.objid
                                  AND (k.conparentid <> 0 OR k.conrelid = c.oid))
             ORDER BY 1
            """;

    private static final String TABLES = """
            SELECT c.oid::bigint AS oid, n.nspname, c.relname, p.partstrat,
                   ARRAY(SELECT coalesce(a.attname::text, '(expression)')
                           FROM unnest(p.partattrs::int2[]) WITH ORDINALITY k(attnum, position)
                           LEFT JOIN pg_catalog.pg_attribute a ON a.attrelid = c.oid AND a.attnum = k.attnum AND k.attnum > 0
                          ORDER BY k.position) AS columns,
                   c.relispartition,
                   (SELECT count(*) FROM pg_catalog.pg_inherits i WHERE i.inhparent = c.oid) AS partitions
              FROM pg_catalog.pg_partitioned_table p
              JOIN pg_catalog.pg_class c ON c.oid = p.partrelid
              JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
             WHERE c.relpersistence <> 't'
               AND (cardinality(CAST(:schemas AS text[])) = 0 OR n.nspname = ANY (CAST(:schemas AS text[])))
               AND (n.nspname::text, c.relname::text) > (:after_schema, :after_name)
             ORDER BY n.nspname::text, c.relname::text
             LIMIT :limit
            """;

    private static final String CHILDREN =
            "SELECT i.inhrelid::bigint FROM pg_catalog.pg_inherits i WHERE i.inhparent = CAST(:parent AS oid)";

    private static final String OF_NAMES = """
            SELECT c.oid::bigint AS oid, n.nspname, c.relname
              FROM unnest(CAST(:schemas AS text[]), CAST(:names AS text[])) AS wanted(nspname, relname)
              JOIN pg_catalog.pg_namespace n ON n.nspname = wanted.nspname
              JOIN pg_catalog.pg_class c ON c.relnamespace = n.oid AND c.relname = wanted.relname
              JOIN pg_catalog.pg_inherits i ON i.inhrelid = c.oid
             WHERE i.inhparent = CAST(:parent AS oid) AND NOT i.inhdetachpending
            """;

    private final TargetSessions sessions;

    RelationReader(TargetSessions sessions) {
        this.sessions = sessions;
    }

    /** The oids of those of the names that are attached to the table. */
    public Map<QualifiedName, Long> children(Target target, long parentOid, Collection<QualifiedName> names) {
        return sessions.read(
                target,
                session -> session
                        .sql(OF_NAMES)
                        .param("parent", parentOid)
                        .param(
                                "schemas",
                                names.stream()
                                        .map(name -> name.schema().value())
                                        .toArray(String[]::new))
                        .param(
                                "names",
                                names.stream().map(name -> name.name().value()).toArray(String[]::new))
                        .query((row, number) -> Map.entry(
                                QualifiedName.of(row.getString("nspname"), row.getString("relname")),
                                row.getLong("oid")))
                        .stream()
                        .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue)));
    }

    /**
     * @param parent of a partition, attached or with its detach pending
     * @param xmin the transaction that last wrote its row of pg_class. Attaching, detaching, renaming, moving, changing owner or rights
     *     write it anew; VACUUM, also with FREEZE, and ANALYZE do not.
     */
    public record Relation(
            long oid, QualifiedName name, @Nullable Parent parent, String xmin) {}

    public record Parent(long oid, QualifiedName name) {}

    /** @param rowsEstimate null while a part of it was never analysed */
    public record Size(long bytes, @Nullable Long rowsEstimate, String tablespace) {}

    /** @param partition whether it is a partition itself */
    public record PartitionedTable(
            long oid, QualifiedName name, Strategy strategy, List<String> columns, boolean partition, long partitions) {
        public PartitionedTable {
            columns = List.copyOf(columns);
        }
    }

    public Optional<Relation> find(Target target, long oid) {
        return find(target, List.of(oid)).stream().findFirst();
    }

    /** The tables among these oids that exist, also foreign and partitioned ones; in no order. */
    public List<Relation> find(Target target, Collection<Long> oids) {
        return sessions.read(
                target,
                session -> session.sql(BY_OID)
                        .param("oids", oids.toArray(Long[]::new))
                        .query(RelationReader::relation)
                        .list());
    }

    /** By oid; what is partitioned counts with all below it. */
    public Map<Long, Size> sizes(Target target, Collection<Long> oids) {
        return sessions.read(target, session -> sizes(session, oids.toArray(Long[]::new)));
    }

    static Map<Long, Size> childSizes(JdbcClient session, long parent) {
        Long[] children = session.sql(CHILDREN)
                .param("parent", parent)
                .query(Long.class)
                .list()
                .toArray(Long[]::new);
        return sizes(session, children);
    }

    private static Map<Long, Size> sizes(JdbcClient session, Long[] oids) {
        return session.sql(SIZES).param("oids", oids).query(RelationReader::size).list().stream()
                .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
    }

    /** What would have to go with the table: views, functions, foreign keys of others; described as the server does. */
    public List<String> dependents(Target target, long oid) {
        return sessions.read(
                target,
                session -> session.sql(DEPENDENTS)
                        .param("oid", oid)
                        .query(String.class)
                        .list());
    }

    /** Every partitioned table in name order, those after a given one. */
    public List<PartitionedTable> tables(Target target, @Nullable QualifiedName after, int limit) {
        return sessions.read(
                target,
                session -> session.sql(TABLES)
                        .param("schemas", target.schemas().toArray(String[]::new))
                        .param(
                                "after_schema",
                                after == null ? "" : after.schema().value())
                        .param("after_name", after == null ? "" : after.name().value())
                        .param("limit", limit)
                        .query(RelationReader::table)
                        .list());
    }

    private static Relation relation(ResultSet row, int number) throws SQLException {
        String parentName = row.getString("parent_name");
        return new Relation(
                row.getLong("oid"),
                QualifiedName.of(row.getString("nspname"), row.getString("relname")),
                parentName == null
                        ? null
                        : new Parent(
                                row.getLong("parent"), QualifiedName.of(row.getString("parent_schema"), parentName)),
                row.getString("xmin"));
    }

    private static Map.Entry<Long, Size> size(ResultSet row, int number) throws SQLException {
        long estimate = row.getLong("estimate");
        Long known = row.wasNull() ? null : estimate;
        return Map.entry(row.getLong("oid"), new Size(row.getLong("bytes"), known, row.getString("tablespace")));
    }

    private static PartitionedTable table(ResultSet row, int number) throws SQLException {
        return new PartitionedTable(
                row.getLong("oid"),
                QualifiedName.of(row.getString("nspname"), row.getString("relname")),
                switch (row.getString("partstrat")) {
                    case "r" -> Strategy.RANGE;
                    case "l" -> Strategy.LIST;
                    default -> Strategy.HASH;
                },
                List.of((String[]) row.getArray("columns").getArray()),
                row.getBoolean("relispartition"),
                row.getLong("partitions"));
    }
}
