package io.partwarden.bench;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** A PostgreSQL as durable as a real one (fsync on), with lock settings that let the raw way take 1,000 tables in one transaction. */
final class BenchServer implements AutoCloseable {

    static final String PASSWORD = "bench-only";

    private static final Map<String, String> SETTINGS = Map.of(
            "fsync", "on",
            "synchronous_commit", "on",
            "full_page_writes", "on",
            "max_locks_per_transaction", "1024",
            "max_wal_size", "4GB");

    private final int port;
    private final Closeable server;

    private BenchServer(int port, Closeable server, String superuserPassword) throws SQLException {
        this.port = port;
        this.server = server;
        superuser(superuserPassword, "postgres", "ALTER ROLE postgres PASSWORD '" + PASSWORD + "'");
        administer("postgres", "CREATE ROLE bench LOGIN PASSWORD '" + PASSWORD + "'");
        administer("postgres", "CREATE ROLE metadata LOGIN PASSWORD '" + PASSWORD + "'");
        administer("postgres", "CREATE DATABASE metadata OWNER metadata");
        newDatabase("bench");
    }

    /** The PostgreSQL 18 that comes with the build. */
    static BenchServer embedded() throws IOException, SQLException {
        EmbeddedPostgres.Builder builder = EmbeddedPostgres.builder();
        SETTINGS.forEach(builder::setServerConfig);
        EmbeddedPostgres postgres = builder.start();
        return new BenchServer(postgres.getPort(), postgres, "postgres");
    }

    /** The system's PostgreSQL 15, with pg_partman among its extensions. */
    static BenchServer installed() throws IOException, SQLException, InterruptedException {
        List<String> settings = new ArrayList<>(List.of("shared_buffers=256MB"));
        SETTINGS.forEach((name, value) -> settings.add(name + "=" + value));
        InstalledPostgres postgres = new InstalledPostgres(PASSWORD, settings);
        return new BenchServer(postgres.port(), postgres, PASSWORD);
    }

    int port() {
        return port;
    }

    String url(String database) {
        return "jdbc:postgresql://127.0.0.1:" + port() + "/" + database;
    }

    /** An empty one that role {@code bench} owns. */
    void newDatabase(String name) throws SQLException {
        administer("postgres", "CREATE DATABASE " + name + " OWNER bench");
    }

    Connection connect() throws SQLException {
        return connect("bench");
    }

    /** In UTC, whatever the zone of this machine. */
    Connection connect(String database) throws SQLException {
        Connection connection = DriverManager.getConnection(url(database), "bench", PASSWORD);
        try (Statement statement = connection.createStatement()) {
            statement.execute("SET timezone = 'UTC'");
        }
        return connection;
    }

    void execute(String sql) throws SQLException {
        execute("bench", sql);
    }

    void execute(String database, String sql) throws SQLException {
        try (Connection connection = connect(database);
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    long number(String database, String query) throws SQLException {
        try (Connection connection = connect(database);
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(query)) {
            row.next();
            return row.getLong(1);
        }
    }

    /** As the superuser. */
    void administer(String database, String sql) throws SQLException {
        superuser(PASSWORD, database, sql);
    }

    private void superuser(String password, String database, String sql) throws SQLException {
        try (Connection connection = DriverManager.getConnection(url(database), "postgres", password);
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    /** Seconds that psql takes for a script. */
    double psql(String script) throws IOException, InterruptedException {
        Path file = Files.createTempFile("bench", ".sql");
        Files.writeString(file, script);
        ProcessBuilder builder = new ProcessBuilder(List.of(
                "psql",
                "-qX",
                "-v",
                "ON_ERROR_STOP=1",
                "-h",
                "127.0.0.1",
                "-p",
                String.valueOf(port()),
                "-U",
                "bench",
                "-d",
                "bench",
                "-f",
                file.toString()));
        builder.environment().put("PGPASSWORD", PASSWORD);
        builder.redirectErrorStream(true);
        Path log = Files.createTempFile("bench", ".log");
        builder.redirectOutput(log.toFile());
        long start = System.nanoTime();
        int exit = builder.start().waitFor();
        double seconds = (System.nanoTime() - start) / 1e9;
        if (exit != 0) {
            throw new IOException("psql ended with " + exit + ": " + Files.readString(log));
        }
        Files.delete(file);
        Files.delete(log);
        return seconds;
    }

    @Override
    public void close() throws IOException {
        server.close();
    }
}
