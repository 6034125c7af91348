package io.partwarden.bench;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;

/** A PostgreSQL 18 as durable as a real one (fsync on), with lock settings that let the raw way take 1,000 tables in one transaction. */
final class BenchServer implements AutoCloseable {

    static final String PASSWORD = "bench-only";

    private final EmbeddedPostgres postgres;

    BenchServer() throws IOException, SQLException {
        postgres = EmbeddedPostgres.builder()
                .setServerConfig("fsync", "on")
                .setServerConfig("synchronous_commit", "on")
                .setServerConfig("full_page_writes", "on")
                .setServerConfig("max_locks_per_transaction", "256")
                .setServerConfig("max_wal_size", "4GB")
                .start();
        try (Connection connection = DriverManager.getConnection(
                        "jdbc:postgresql://127.0.0.1:" + port() + "/postgres", "postgres", "postgres");
                Statement statement = connection.createStatement()) {
            statement.execute("CREATE ROLE bench LOGIN PASSWORD '" + PASSWORD + "'");
            statement.execute("CREATE DATABASE bench OWNER bench");
            statement.execute("CREATE ROLE metadata LOGIN PASSWORD '" + PASSWORD + "'");
            statement.execute("CREATE DATABASE metadata OWNER metadata");
        }
    }

    int port() {
        return postgres.getPort();
    }

    String url(String database) {
        return "jdbc:postgresql://127.0.0.1:" + port() + "/" + database;
    }

    Connection connect() throws SQLException {
        return DriverManager.getConnection(url("bench"), "bench", PASSWORD);
    }

    void execute(String sql) throws SQLException {
        try (Connection connection = connect();
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
        postgres.close();
    }
}
