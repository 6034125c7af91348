package io.partwarden.partition;

import io.partwarden.sql.QualifiedName;
import io.partwarden.testing.TestDatabase;
import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A table of a real database as {@link TableShape}. */
final class ServerShape {

    private static final String COLUMNS = """
            SELECT a.attname, pg_catalog.format_type(a.atttypid, a.atttypmod), NOT a.attnotnull,
                   pg_catalog.pg_get_expr(d.adbin, d.adrelid), a.attidentity::text, a.attgenerated::text <> ''
            FROM pg_attribute a LEFT JOIN pg_attrdef d ON d.adrelid = a.attrelid AND d.adnum = a.attnum
            WHERE a.attrelid = pg_catalog.to_regclass(?) AND a.attnum > 0 AND NOT a.attisdropped ORDER BY a.attnum
            """;

    private static final String INDEXES = """
            SELECT c.relname, (SELECT array_agg(a.attname::text ORDER BY k.ord)
                               FROM unnest(x.indkey::int2[]) WITH ORDINALITY k(attnum, ord)
                               JOIN pg_attribute a ON a.attrelid = x.indrelid AND a.attnum = k.attnum),
                   x.indisunique, m.amname, x.indpred IS NULL AND x.indexprs IS NULL AND x.indnatts = x.indnkeyatts,
                   x.indisvalid, x.indisprimary
            FROM pg_index x JOIN pg_class c ON c.oid = x.indexrelid JOIN pg_am m ON m.oid = c.relam
            WHERE x.indrelid = pg_catalog.to_regclass(?) ORDER BY c.relname
            """;

    private static final String KEY = """
            SELECT p.partstrat::text, (SELECT array_agg(a.attname::text ORDER BY k.ord)
                               FROM unnest(p.partattrs::int2[]) WITH ORDINALITY k(attnum, ord)
                               JOIN pg_attribute a ON a.attrelid = p.partrelid AND a.attnum = k.attnum)
            FROM pg_partitioned_table p WHERE p.partrelid = pg_catalog.to_regclass(?)
            """;

    private final String table;
    private final List<TableShape.Column> columns = new ArrayList<>();
    private final List<TableShape.Index> indexes = new ArrayList<>();
    private List<String> primaryKey = List.of();
    private TableShape.@Nullable PartitionBy key;

    private ServerShape(String table) {
        this.table = table;
    }

    static TableShape of(TestDatabase database, QualifiedName table) throws SQLException {
        ServerShape shape = new ServerShape(table.quoted());
        try (Connection connection = database.connect();
                Statement session = connection.createStatement()) {
            session.execute("SET search_path = pg_catalog");
            session.execute("SET TimeZone = 'UTC'");
            shape.columns(connection);
            shape.indexes(connection);
            shape.key(connection);
        }
        return new TableShape(table, shape.columns, shape.primaryKey, shape.key, shape.indexes);
    }

    private void columns(Connection connection) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(COLUMNS)) {
            statement.setString(1, table);
            try (ResultSet row = statement.executeQuery()) {
                while (row.next()) {
                    TableDefinition.Identity identity = switch (row.getString(5)) {
                        case "a" -> TableDefinition.Identity.ALWAYS;
                        case "d" -> TableDefinition.Identity.BY_DEFAULT;
                        default -> null;
                    };
                    columns.add(new TableShape.Column(
                            row.getString(1),
                            row.getString(2),
                            row.getBoolean(3),
                            row.getString(4),
                            identity,
                            row.getBoolean(6)));
                }
            }
        }
    }

    private void indexes(Connection connection) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(INDEXES)) {
            statement.setString(1, table);
            try (ResultSet row = statement.executeQuery()) {
                while (row.next()) {
                    List<String> names = texts(row.getArray(2));
                    if (row.getBoolean(7)) {
                        primaryKey = names;
                    } else {
                        indexes.add(new TableShape.Index(
                                row.getString(1),
                                names,
                                row.getBoolean(3),
                                row.getString(4),
                                row.getBoolean(5),
                                row.getBoolean(6)));
                    }
                }
            }
        }
    }

    private void key(Connection connection) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(KEY)) {
            statement.setString(1, table);
            try (ResultSet row = statement.executeQuery()) {
                if (row.next()) {
                    Strategy strategy = switch (row.getString(1)) {
                        case "r" -> Strategy.RANGE;
                        case "l" -> Strategy.LIST;
                        default -> Strategy.HASH;
                    };
                    key = new TableShape.PartitionBy(strategy, texts(row.getArray(2)));
                }
            }
        }
    }

    private static List<String> texts(@Nullable Array array) throws SQLException {
        return array == null ? List.of() : List.of((String[]) array.getArray());
    }
}
