package io.partwarden.maintenance.runs;

import io.partwarden.testing.TestDatabase;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;

/**
 * Clients that insert rows through parents, some hundred a second each on a session of its own, until closed. Their own lock_timeout is the
 * longest wait for a lock that the test allows: the server measures it, and a longer one is an error of theirs.
 */
final class Writers {

    /** So that a small machine has time left for what is being measured. */
    private static final Duration PACE = Duration.ofMillis(5);

    private final TestDatabase database;
    private final List<Writer> writers = new ArrayList<>();
    private volatile boolean over;

    Writers(TestDatabase database) {
        this.database = database;
    }

    /** One row after the other, each by itself. */
    Writers into(String table, Supplier<Instant> at, Duration longestWait) {
        return together(List.of(table), at, longestWait);
    }

    /** One row into each of them in that order, in one transaction, again and again. */
    Writers together(List<String> tables, Supplier<Instant> at, Duration longestWait) {
        Writer writer = new Writer(tables, at, longestWait);
        writers.add(writer);
        new Thread(writer.run, "writer-" + tables).start();
        return this;
    }

    /** How many rows were committed, by table. */
    Map<String, Integer> rows() {
        Map<String, Integer> rows = new TreeMap<>();
        writers.forEach(writer -> writer.tables.forEach(table -> rows.merge(table, writer.rows, Integer::sum)));
        return rows;
    }

    /** How long the slowest statement took from here and back, by table. */
    Map<String, Duration> slowest() {
        Map<String, Duration> slowest = new TreeMap<>();
        writers.forEach(writer -> writer.tables.forEach(
                table -> slowest.merge(table, Duration.ofNanos(writer.slowest), (a, b) -> a.compareTo(b) < 0 ? b : a)));
        return slowest;
    }

    /** @throws SQLException the first error that a client met */
    void end() throws SQLException, InterruptedException {
        over = true;
        for (Writer writer : writers) {
            try {
                writer.run.get();
            } catch (ExecutionException e) {
                throw new SQLException("A writer of " + writer.tables + " met an error", e.getCause());
            }
        }
    }

    private final class Writer {

        private final List<String> tables;
        private final Supplier<Instant> at;
        private final Duration longestWait;
        private final FutureTask<Void> run;
        private volatile int rows;
        private volatile long slowest;

        Writer(List<String> tables, Supplier<Instant> at, Duration longestWait) {
            this.tables = tables;
            this.at = at;
            this.longestWait = longestWait;
            this.run = new FutureTask<>(() -> {
                insert();
                return null;
            });
        }

        private void insert() throws SQLException {
            try (Connection connection = database.connect()) {
                try (Statement statement = connection.createStatement()) {
                    statement.execute("SET lock_timeout = " + longestWait.toMillis());
                }
                connection.setAutoCommit(tables.size() == 1);
                List<PreparedStatement> inserts = new ArrayList<>();
                for (String table : tables) {
                    inserts.add(connection.prepareStatement("INSERT INTO " + table + " VALUES (?, ?::timestamptz)"));
                }
                int done = 0;
                while (!over) {
                    for (PreparedStatement insert : inserts) {
                        insert.setLong(1, done);
                        insert.setString(2, at.get().toString());
                        long before = System.nanoTime();
                        insert.executeUpdate();
                        slowest = Math.max(slowest, System.nanoTime() - before);
                    }
                    if (!connection.getAutoCommit()) {
                        connection.commit();
                    }
                    rows = ++done;
                    LockSupport.parkNanos(PACE.toNanos());
                }
            }
        }
    }
}
