package io.partwarden.bench;

import java.io.IOException;
import java.sql.SQLException;

/** The peer: pg_partman in the database that it maintains, called as its documentation says. */
final class PgPartman {

    private final BenchServer server;
    private final String database;

    /** Installs it, for role {@code bench}. */
    PgPartman(BenchServer server, String database) throws SQLException, IOException {
        this.server = server;
        this.database = database;
        if (server.number(database, "SELECT count(*) FROM pg_available_extensions WHERE name = 'pg_partman'") == 0) {
            throw InstalledPostgres.withoutPeer();
        }
        server.administer(database, """
                CREATE SCHEMA partman AUTHORIZATION bench;
                CREATE EXTENSION pg_partman SCHEMA partman;
                GRANT ALL ON ALL TABLES IN SCHEMA partman TO bench;
                GRANT ALL ON ALL FUNCTIONS IN SCHEMA partman TO bench;
                GRANT ALL ON ALL PROCEDURES IN SCHEMA partman TO bench;
                """);
    }

    String version() throws SQLException {
        long version = server.number(
                database, "SELECT replace(extversion, '.', '')::int FROM pg_extension WHERE extname = 'pg_partman'");
        return "pg_partman " + String.join(".", String.valueOf(version).split(""));
    }

    /**
     * The same rows in its configuration as create_parent() makes for tables that have no partitions yet. It counts from now, as we do
     * ({@code infinite_time_partitions}), which is also its cheaper way: otherwise it looks for the newest row of each table.
     */
    void maintainAll(Fleet fleet) throws SQLException {
        server.execute(database, "CREATE TABLE partman.template (LIKE t0001)");
        for (String table : fleet.tables()) {
            server.execute(database, configuration(table, "NULL"));
        }
    }

    /** Drops what is past, and not just detaches it, when it is asked to. */
    void dropPast(String table) throws SQLException {
        server.execute(database, "DELETE FROM partman.part_config WHERE parent_table = 'public." + table + "'");
        server.execute(database, configuration(table, "'1 day'"));
    }

    private static String configuration(String table, String retention) {
        return """
                INSERT INTO partman.part_config (parent_table, control, partition_type, partition_interval, premake,
                    infinite_time_partitions, datetime_string, template_table, retention, retention_keep_table, automatic_maintenance)
                VALUES ('public.%s', 'at', 'native', '1 day', %d, true, 'YYYY_MM_DD', 'partman.template', %s, false, '%s')
                """.formatted(table, Fleet.AHEAD, retention, "NULL".equals(retention) ? "on" : "off");
    }

    /** One pass over all tables; seconds. */
    double maintain() throws SQLException {
        return timed("CALL partman.run_maintenance_proc()");
    }

    /** Drops what is past of one table; seconds. */
    double retain(String table) throws SQLException {
        return timed("SELECT partman.drop_partition_time('public." + table + "')");
    }

    private double timed(String sql) throws SQLException {
        try (var connection = server.connect(database);
                var statement = connection.createStatement()) {
            long begin = System.nanoTime();
            statement.execute(sql);
            return (System.nanoTime() - begin) / 1e9;
        }
    }
}
