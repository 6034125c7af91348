package io.partwarden.catalog;

import io.partwarden.partition.Strategy;
import io.partwarden.partition.TableDefinition.Identity;
import io.partwarden.partition.TableShape;
import io.partwarden.sql.QualifiedName;
import io.partwarden.targets.Target;
import io.partwarden.targets.TargetSessions;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Existing tables in the terms of a definition, in the server's own texts. */
@Component
public final class ShapeReader {

    private static final String COLUMNS = """
            SELECT a.attname, pg_catalog.format_type(a.atttypid, a.atttypmod) AS type, a.attnotnull, a.attidentity, a.attgenerated,
                   pg_catalog.pg_get_expr(d.adbin, d.adrelid) AS expression
              FROM pg_catalog.pg_attribute a
              LEFT JOIN pg_catalog.pg_attrdef d ON d.adrelid = a.attrelid AND d.adnum = a.attnum
             WHERE a.attrelid = CAST(:table AS oid) AND a.attnum > 0 AND NOT a.attisdropped
             ORDER BY a.attnum
            """;

    private static final String KEY = """
            SELECT p.partstrat,
                   ARRAY(SELECT coalesce(a.attname::text, '(expression)')
                           FROM unnest(p.partattrs::int2[]) WITH ORDINALITY k(attnum, position)
                           LEFT JOIN pg_catalog.pg_attribute a ON a.attrelid = p.partrelid AND a.attnum = k.attnum AND k.attnum > 0
                          ORDER BY k.position) AS columns
              FROM pg_catalog.pg_partitioned_table p
             WHERE p.partrelid = CAST(:table AS oid)
            """;

    /** Plain: no predicate, no INCLUDE, no order, collation or operator class of its own, and NULLs are distinct. */
    private static final String INDEXES = """
            SELECT c.relname, m.amname, x.indisunique, x.indisprimary, x.indisvalid,
                   ARRAY(SELECT coalesce(a.attname::text, pg_catalog.pg_get_indexdef(x.indexrelid, k.position::int, true))
                           FROM unnest(x.indkey::int2[]) WITH ORDINALITY k(attnum, position)
                           LEFT JOIN pg_catalog.pg_attribute a ON a.attrelid = x.indrelid AND a.attnum = k.attnum AND k.attnum <> 0
                          WHERE k.position <= x.indnkeyatts ORDER BY k.position) AS columns,
                   x.indpred IS NULL AND x.indnatts = x.indnkeyatts
                   AND NOT coalesce((to_jsonb(x) ->> 'indnullsnotdistinct')::boolean, false)
                   AND NOT EXISTS (SELECT FROM unnest(x.indoption::int2[]) o(option) WHERE o.option <> 0)
                   AND NOT EXISTS (SELECT FROM unnest(x.indclass::oid[]) o(class)
                                     JOIN pg_catalog.pg_opclass s ON s.oid = o.class WHERE NOT s.opcdefault)
                   AND NOT EXISTS (SELECT FROM unnest(x.indkey::int2[], x.indcollation::oid[]) k(attnum, collation_)
                                     JOIN pg_catalog.pg_attribute a ON a.attrelid = x.indrelid AND a.attnum = k.attnum
                                    WHERE k.collation_ <> 0 AND k.collation_ <> a.attcollation) AS plain
              FROM pg_catalog.pg_index x
              JOIN pg_catalog.pg_class c ON c.oid = x.indexrelid
              JOIN pg_catalog.pg_am m ON m.oid = c.relam
             WHERE x.indrelid = CAST(:table AS oid)
             ORDER BY c.relname
            """;

    private final TargetSessions sessions;

    ShapeReader(TargetSessions sessions) {
        this.sessions = sessions;
    }

    /** Empty if there is no table of that name, partitioned or not. */
    public Optional<TableShape> shape(Target target, QualifiedName table) {
        if (!target.shows(table.schema().value())) {
            return Optional.empty();
        }
        return sessions.read(
                target,
                session -> session.sql("""
                                SELECT c.oid::bigint FROM pg_catalog.pg_class c
                                  JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
                                 WHERE n.nspname = :schema AND c.relname = :name AND c.relkind IN ('r', 'p')
                                """)
                        .param("schema", table.schema().value())
                        .param("name", table.name().value())
                        .query(Long.class)
                        .optional()
                        .map(oid -> shape(session, table, oid)));
    }

    private static TableShape shape(JdbcClient session, QualifiedName table, long oid) {
        List<Map.Entry<Boolean, TableShape.Index>> indexes = session.sql(INDEXES)
                .param("table", oid)
                .query(ShapeReader::index)
                .list();
        return new TableShape(
                table,
                session.sql(COLUMNS)
                        .param("table", oid)
                        .query(ShapeReader::column)
                        .list(),
                indexes.stream()
                        .filter(Map.Entry::getKey)
                        .findFirst()
                        .map(primary -> primary.getValue().columns())
                        .orElse(List.of()),
                session.sql(KEY)
                        .param("table", oid)
                        .query(ShapeReader::key)
                        .optional()
                        .orElse(null),
                indexes.stream()
                        .filter(index -> !index.getKey())
                        .map(Map.Entry::getValue)
                        .toList());
    }

    private static TableShape.Column column(ResultSet row, int number) throws SQLException {
        return new TableShape.Column(
                row.getString("attname"),
                row.getString("type"),
                !row.getBoolean("attnotnull"),
                row.getString("expression"),
                identity(row.getString("attidentity")),
                !row.getString("attgenerated").isEmpty());
    }

    private static @Nullable Identity identity(String attidentity) {
        return switch (attidentity) {
            case "a" -> Identity.ALWAYS;
            case "d" -> Identity.BY_DEFAULT;
            default -> null;
        };
    }

    private static TableShape.PartitionBy key(ResultSet row, int number) throws SQLException {
        Strategy strategy = switch (row.getString("partstrat")) {
            case "r" -> Strategy.RANGE;
            case "l" -> Strategy.LIST;
            default -> Strategy.HASH;
        };
        return new TableShape.PartitionBy(
                strategy, List.of((String[]) row.getArray("columns").getArray()));
    }

    private static Map.Entry<Boolean, TableShape.Index> index(ResultSet row, int number) throws SQLException {
        TableShape.Index index = new TableShape.Index(
                row.getString("relname"),
                List.of((String[]) row.getArray("columns").getArray()),
                row.getBoolean("indisunique"),
                row.getString("amname"),
                row.getBoolean("plain"),
                row.getBoolean("indisvalid"));
        return Map.entry(row.getBoolean("indisprimary"), index);
    }
}
