package io.partwarden.catalog;

import io.partwarden.partition.KeyColumn;
import io.partwarden.sql.Expression;
import io.partwarden.sql.Identifier;
import io.partwarden.sql.QualifiedName;
import io.partwarden.targets.Target;
import io.partwarden.targets.TargetSessions;
import java.util.List;
import org.springframework.stereotype.Component;

/** The columns of a table as keys that they could be. */
@Component
public final class ColumnReader {

    private static final String COLUMNS = """
            WITH RECURSIVE own AS (
                SELECT a.attnum, a.attname, a.atttypid AS type, a.atttypmod AS typmod
                  FROM pg_catalog.pg_attribute a
                  JOIN pg_catalog.pg_class c ON c.oid = a.attrelid
                  JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
                 WHERE n.nspname = :schema AND c.relname = :name AND c.relkind IN ('r', 'p')
                   AND a.attnum > 0 AND NOT a.attisdropped
            ), base AS (
                SELECT own.attnum, own.type AS type FROM own
                 UNION ALL
                SELECT base.attnum, t.typbasetype
                  FROM base JOIN pg_catalog.pg_type t ON t.oid = base.type
                 WHERE t.typtype = 'd'
            )
            SELECT json_build_object(
                       'column', own.attname,
                       'type', json_build_object(
                           'element', json_build_object('schema', tn.nspname, 'name', coalesce(e.typname, t.typname)),
                           'array', e.oid IS NOT NULL,
                           'formatted', pg_catalog.format_type(own.type, own.typmod)),
                       'base', json_build_object('schema', bn.nspname, 'name', b.typname))
              FROM own
              JOIN pg_catalog.pg_type t ON t.oid = own.type
              LEFT JOIN pg_catalog.pg_type e ON e.oid = t.typelem AND e.typarray = t.oid
              JOIN pg_catalog.pg_namespace tn ON tn.oid = coalesce(e.typnamespace, t.typnamespace)
              JOIN base ON base.attnum = own.attnum
              JOIN pg_catalog.pg_type b ON b.oid = base.type AND b.typtype <> 'd'
              JOIN pg_catalog.pg_namespace bn ON bn.oid = b.typnamespace
             ORDER BY own.attnum
            """;

    private final TargetSessions sessions;

    ColumnReader(TargetSessions sessions) {
        this.sessions = sessions;
    }

    /** In their order; none where there is no table of that name. */
    public List<KeyColumn> columns(Target target, QualifiedName table) {
        return sessions.read(
                target,
                session -> session
                        .sql(COLUMNS)
                        .param("schema", table.schema().value())
                        .param("name", table.name().value())
                        .query(String.class)
                        .list()
                        .stream()
                        .map(json -> column(CatalogJson.read(json, TableHead.Part.class)))
                        .toList());
    }

    private static KeyColumn column(TableHead.Part part) {
        Identifier name = new Identifier(String.valueOf(part.column()));
        return new KeyColumn(
                name, Expression.deparsed(name.quoted()), part.type().sqlType(), CatalogJson.family(part.base()));
    }
}
