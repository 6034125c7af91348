package io.partwarden.testing;

import io.partwarden.sql.LockMode;
import io.partwarden.sql.QualifiedName;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * What server processes hold, or wait for, on the ordinary and partitioned tables that were there at one moment, as pg_locks has it.
 * Tables made later are not looked at, and one that is renamed or dropped keeps its name here.
 */
public final class TableLocks {

    private static final String TABLES = """
            SELECT c.oid, n.nspname, c.relname
              FROM pg_catalog.pg_class c
              JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
             WHERE c.relkind IN ('r', 'p') AND n.nspname NOT IN ('pg_catalog', 'information_schema')
            """;

    private static final String LOCKS = """
            SELECT relation, mode
              FROM pg_catalog.pg_locks
             WHERE locktype = 'relation' AND pid = ?
               AND database = (SELECT oid FROM pg_catalog.pg_database WHERE datname = current_database())
            """;

    private final Map<Long, QualifiedName> tables;

    private TableLocks(Map<Long, QualifiedName> tables) {
        this.tables = tables;
    }

    /** On the tables that are there now. */
    public static TableLocks onTablesOf(Connection connection) throws SQLException {
        Map<Long, QualifiedName> tables = new HashMap<>();
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(TABLES)) {
            while (rows.next()) {
                tables.put(rows.getLong(1), QualifiedName.of(rows.getString(2), rows.getString(3)));
            }
        }
        return new TableLocks(tables);
    }

    /** Every mode; the asking session may be that process itself, inside its transaction. */
    public Map<QualifiedName, Set<LockMode>> of(int pid, Connection asking) throws SQLException {
        Map<QualifiedName, Set<LockMode>> locks = new TreeMap<>();
        try (PreparedStatement statement = asking.prepareStatement(LOCKS)) {
            statement.setInt(1, pid);
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    QualifiedName table = tables.get(rows.getLong(1));
                    if (table != null) {
                        LockMode mode = LockMode.ofPgLocks(rows.getString(2)).orElseThrow();
                        locks.computeIfAbsent(table, t -> EnumSet.noneOf(LockMode.class))
                                .add(mode);
                    }
                }
            }
        }
        return locks;
    }
}
