package io.partwarden.sql;

import io.partwarden.sql.TableSource.Attachment;
import io.partwarden.sql.TableSource.Column;
import io.partwarden.sql.TableSource.Comment;
import io.partwarden.sql.TableSource.Constraint;
import io.partwarden.sql.TableSource.Definition;
import io.partwarden.sql.TableSource.Parts;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads a table of a real database as {@link TableSource}. */
final class ServerSource {

    private static final String TABLE = """
            SELECT n.nspname, c.relname, CASE WHEN c.relkind = 'p' THEN pg_get_partkeydef(c.oid) END,
                   pg_get_expr(c.relpartbound, c.oid)
            FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace WHERE c.oid = ?
            """;
    private static final String COLUMNS = """
            SELECT a.attname, format_type(a.atttypid, a.atttypmod), a.attnotnull, pg_get_expr(d.adbin, d.adrelid),
                   CASE a.attgenerated WHEN 's' THEN 'STORED' WHEN 'v' THEN 'VIRTUAL' END,
                   CASE a.attidentity WHEN 'a' THEN 'ALWAYS' WHEN 'd' THEN 'BY DEFAULT' END,
                   cn.nspname, co.collname
            FROM pg_attribute a JOIN pg_type t ON t.oid = a.atttypid
            LEFT JOIN pg_attrdef d ON d.adrelid = a.attrelid AND d.adnum = a.attnum
            LEFT JOIN pg_collation co ON co.oid = a.attcollation AND a.attcollation <> t.typcollation
            LEFT JOIN pg_namespace cn ON cn.oid = co.collnamespace
            WHERE a.attrelid = ? AND a.attnum > 0 AND NOT a.attisdropped ORDER BY a.attnum
            """;
    private static final String CONSTRAINTS = """
            SELECT conname, pg_get_constraintdef(oid) FROM pg_constraint
            WHERE conrelid = ? AND contype IN ('c', 'p', 'u', 'f') AND conislocal AND conparentid = 0 ORDER BY contype, conname
            """;
    private static final String INDEXES = """
            SELECT pg_get_indexdef(x.indexrelid) FROM pg_index x JOIN pg_class c ON c.oid = x.indexrelid
            WHERE x.indrelid = ? AND NOT EXISTS (SELECT FROM pg_inherits h WHERE h.inhrelid = x.indexrelid)
              AND NOT EXISTS (SELECT FROM pg_constraint k WHERE k.conindid = x.indexrelid AND k.conrelid = x.indrelid)
            ORDER BY c.relname
            """;
    private static final String COMMENTS = """
            SELECT a.attname, d.description FROM pg_description d
            LEFT JOIN pg_attribute a ON a.attrelid = d.objoid AND a.attnum = d.objsubid AND d.objsubid > 0
            WHERE d.objoid = ? AND d.classoid = 'pg_class'::regclass ORDER BY d.objsubid
            """;
    private static final String CHILDREN = """
            SELECT h.inhrelid FROM pg_inherits h JOIN pg_class c ON c.oid = h.inhrelid
            WHERE h.inhparent = ? AND c.relkind IN ('r', 'p') ORDER BY c.relname
            """;

    private final Connection connection;

    private ServerSource(Connection connection) {
        this.connection = connection;
    }

    static TableSource of(Connection connection, String table) throws SQLException {
        try (Statement session = connection.createStatement()) {
            session.execute("SET search_path = pg_catalog");
            session.execute("SET TimeZone = 'UTC'");
            try (ResultSet row = session.executeQuery("SELECT '" + table + "'::regclass::oid")) {
                row.next();
                return new ServerSource(connection).read(row.getLong(1), null);
            }
        }
    }

    private interface Row<T> {
        T read(ResultSet row) throws SQLException;
    }

    private TableSource read(long oid, @Nullable QualifiedName parent) throws SQLException {
        QualifiedName name = list(TABLE, oid, r -> QualifiedName.of(r.getString(1), r.getString(2)))
                .get(0);
        List<Expression> key = list(TABLE, oid, r -> Expression.deparsed(String.valueOf(r.getString(3))));
        Attachment attachment = parent == null
                ? null
                : list(TABLE, oid, r -> new Attachment(parent, Expression.deparsed(r.getString(4))))
                        .get(0);
        List<TableSource> partitions = new ArrayList<>();
        for (long child : list(CHILDREN, oid, r -> r.getLong(1))) {
            partitions.add(read(child, name));
        }
        Parts parts = new Parts(
                list(
                        CONSTRAINTS,
                        oid,
                        r -> new Constraint(new Identifier(r.getString(1)), Expression.deparsed(r.getString(2)))),
                list(INDEXES, oid, r -> Expression.deparsed(r.getString(1))));
        List<Comment> comments = list(
                COMMENTS,
                oid,
                r -> new Comment(r.getString(1) == null ? null : new Identifier(r.getString(1)), r.getString(2)));
        return new TableSource(
                name,
                columns(oid),
                key.get(0).sql().equals("null") ? null : key.get(0),
                attachment,
                parts,
                comments,
                partitions);
    }

    private List<Column> columns(long oid) throws SQLException {
        return list(
                COLUMNS,
                oid,
                r -> new Column(
                        new Identifier(r.getString(1)),
                        Expression.deparsed(r.getString(2)),
                        new Definition(
                                r.getBoolean(3),
                                expression(r.getString(4)),
                                r.getString(5),
                                r.getString(6),
                                r.getString(7) == null ? null : QualifiedName.of(r.getString(7), r.getString(8)))));
    }

    private static @Nullable Expression expression(@Nullable String text) {
        return text == null ? null : Expression.deparsed(text);
    }

    private <T> List<T> list(String sql, long oid, Row<T> reader) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setLong(1, oid);
            try (ResultSet rows = statement.executeQuery()) {
                List<T> found = new ArrayList<>();
                while (rows.next()) {
                    found.add(reader.read(rows));
                }
                return found;
            }
        }
    }
}
