package io.partwarden.execution;

import io.partwarden.testing.TestDatabase;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Clients that use the table all the time, each on a session of its own, until closed. Their own lock_timeout is the longest wait for a lock
 * that the test allows: the server measures it, and a longer one is an error of theirs.
 */
final class Traffic {

    private final TestDatabase database;
    private final Duration longestWait;
    private final AtomicInteger inserted = new AtomicInteger();
    private final AtomicLong statements = new AtomicLong();
    private final List<FutureTask<Void>> clients = new ArrayList<>();
    private volatile boolean over;

    Traffic(TestDatabase database, Duration longestWait) {
        this.database = database;
        this.longestWait = longestWait;
    }

    /** Repeats the statements, of which each INSERT adds one row. */
    Traffic client(String... sql) {
        FutureTask<Void> client = new FutureTask<>(() -> {
            run(sql);
            return null;
        });
        clients.add(client);
        new Thread(client, "client-" + clients.size()).start();
        return this;
    }

    private void run(String... sql) throws SQLException {
        try (Connection connection = database.connect();
                Statement statement = connection.createStatement()) {
            statement.execute("SET lock_timeout = " + longestWait.toMillis());
            while (!over) {
                for (String each : sql) {
                    statement.execute(each);
                    statements.incrementAndGet();
                    if (each.startsWith("INSERT")) {
                        inserted.incrementAndGet();
                    }
                }
            }
        }
    }

    long statements() {
        return statements.get();
    }

    int inserted() {
        return inserted.get();
    }

    /** @throws SQLException the first error that a client met */
    void end() throws SQLException, InterruptedException {
        over = true;
        for (FutureTask<Void> client : clients) {
            try {
                client.get();
            } catch (ExecutionException e) {
                throw new SQLException("A client met an error", e.getCause());
            }
        }
    }
}
