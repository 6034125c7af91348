package io.partwarden.catalog;

import io.partwarden.sql.QualifiedName;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Every partitioned table of a database in one query that touches nothing of a leaf but its row in pg_inherits: that row is written anew by
 * each attach and rewritten by each pending detach, so its xmin stands for the bound, which would cost fifty times as much to read.
 */
final class FleetTableReader {

    /**
     * LIMIT 1 keeps the planner at one look into an index per table, where it would read all of pg_attribute, pg_type or pg_inherits, which
     * grow with the leaves.
     */
    private static final String PARENTS = """
            WITH RECURSIVE parent AS MATERIALIZED (
                SELECT c.oid, n.nspname, c.relname, p.partstrat, p.partdefid,
                       p.partattrs::int2[] AS attnums, p.partclass::oid[] AS classes
                  FROM pg_catalog.pg_partitioned_table p
                 CROSS JOIN LATERAL (
                    SELECT c.* FROM pg_catalog.pg_class c WHERE c.oid = p.partrelid AND c.relpersistence <> 't' LIMIT 1) c
                  JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
                 WHERE cardinality(CAST(:schemas AS text[])) = 0 OR n.nspname = ANY (CAST(:schemas AS text[]))
            ), part AS MATERIALIZED (
                SELECT parent.oid, k.position, a.attname, coalesce(a.atttypmod, -1) AS typmod,
                       coalesce(a.atttypid, (SELECT o.opcintype FROM pg_catalog.pg_opclass o WHERE o.oid = k.opclass)) AS type
                  FROM parent
                 CROSS JOIN LATERAL unnest(parent.attnums, parent.classes) WITH ORDINALITY k(attnum, opclass, position)
                  LEFT JOIN LATERAL (
                    SELECT a.attname, a.atttypid, a.atttypmod
                      FROM pg_catalog.pg_attribute a
                     WHERE a.attrelid = parent.oid AND a.attnum = nullif(k.attnum, 0) LIMIT 1) a ON true
            ), base AS (
                SELECT t.type, t.type AS base, 0 AS depth FROM (SELECT DISTINCT part.type FROM part) t
                 UNION ALL
                SELECT base.type, t.typbasetype, depth + 1
                  FROM base
                 CROSS JOIN LATERAL (
                    SELECT t.typbasetype FROM pg_catalog.pg_type t WHERE t.oid = base.base AND t.typtype = 'd' LIMIT 1) t
            ), bottom AS MATERIALIZED (
                SELECT DISTINCT ON (base.type) base.type,
                       (SELECT t.typname::text FROM pg_catalog.pg_type t
                         WHERE t.oid = base.base AND t.typnamespace = 'pg_catalog'::regnamespace) AS name
                  FROM base
                 ORDER BY base.type, base.depth DESC
            ), key AS MATERIALIZED (
                SELECT part.oid,
                       array_agg(part.attname::text ORDER BY part.position) AS columns,
                       array_agg(pg_catalog.format_type(part.type, part.typmod) ORDER BY part.position) AS types,
                       array_agg(bottom.name ORDER BY part.position) AS bases
                  FROM part JOIN bottom ON bottom.type = part.type
                 GROUP BY part.oid
            )
            """;

    /**
     * age('3'::xid) - age(xmin) is xmin - 3 modulo 2^32: a transaction's number in arithmetic, where the only cast there is goes by text. A
     * frozen row keeps its xmin.
     */
    private static final String TABLES = PARENTS + """
            SELECT parent.oid::bigint AS oid, parent.nspname, parent.relname, parent.partstrat,
                   parent.partdefid::bigint AS default_oid, key.columns, key.types, key.bases,
                   (SELECT i.inhparent::bigint FROM pg_catalog.pg_inherits i WHERE i.inhrelid = parent.oid LIMIT 1) AS parent,
                   child.partitions, child.pending, to_hex(child.print) AS print
              FROM parent
              JOIN key ON key.oid = parent.oid
             CROSS JOIN LATERAL (
                SELECT count(*) AS partitions,
                       count(*) FILTER (WHERE i.inhdetachpending) AS pending,
                       coalesce(bit_xor(pg_catalog.hashoidextended(i.inhrelid,
                           2 * (pg_catalog.age('3'::xid)::bigint - pg_catalog.age(i.xmin) & 4294967295)
                               + i.inhdetachpending::int)), 0) AS print
                  FROM pg_catalog.pg_inherits i
                 WHERE i.inhparent = parent.oid) child
             ORDER BY parent.nspname, parent.relname
            """;

    private final JdbcClient session;

    FleetTableReader(JdbcClient session) {
        this.session = session;
    }

    List<FleetTable> read(List<String> schemas) {
        return session.sql(TABLES)
                .param("schemas", schemas.toArray(String[]::new))
                .query(FleetTableReader::table)
                .list();
    }

    private static FleetTable table(ResultSet row, int number) throws SQLException {
        long parent = row.getLong("parent");
        Long parentOid = row.wasNull() ? null : parent;
        FleetTable.Children children =
                new FleetTable.Children(row.getInt("partitions"), row.getLong("default_oid"), row.getInt("pending"));
        return new FleetTable(
                row.getLong("oid"),
                QualifiedName.of(row.getString("nspname"), row.getString("relname")),
                parentOid,
                new FleetTable.Key(TableHead.Key.strategy(row.getString("partstrat")), parts(row)),
                children,
                children.partitions() + "-" + children.defaultOid() + "-" + row.getString("print"));
    }

    private static List<FleetTable.Part> parts(ResultSet row) throws SQLException {
        @Nullable String[] columns = texts(row, "columns");
        @Nullable String[] types = texts(row, "types");
        @Nullable String[] bases = texts(row, "bases");
        List<FleetTable.Part> parts = new ArrayList<>();
        for (int i = 0; i < columns.length; i++) {
            parts.add(new FleetTable.Part(columns[i], String.valueOf(types[i]), CatalogJson.family(base(bases[i]))));
        }
        return parts;
    }

    private static CatalogJson.@Nullable Name base(@Nullable String name) {
        return name == null ? null : new CatalogJson.Name("pg_catalog", name);
    }

    private static @Nullable String[] texts(ResultSet row, String column) throws SQLException {
        return (String[]) row.getArray(column).getArray();
    }
}
