package io.partwarden.bench;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** A report that reads all partitions of all tables in one transaction, which stays open for some seconds. */
final class Reader implements AutoCloseable {

    static final String NAME = "bench reader";

    private final ExecutorService thread = Executors.newSingleThreadExecutor();
    private final CountDownLatch hasRead = new CountDownLatch(1);
    private final Future<?> end;

    private Reader(BenchServer server, String database, List<String> tables, int seconds) {
        end = thread.submit(() -> {
            read(server, database, tables, seconds);
            return null;
        });
    }

    /** Returns once it has read everything. */
    static Reader of(BenchServer server, String database, List<String> tables, int seconds)
            throws InterruptedException {
        Reader reader = new Reader(server, database, tables, seconds);
        reader.hasRead.await();
        return reader;
    }

    private void read(BenchServer server, String database, List<String> tables, int seconds) throws SQLException {
        try (Connection connection = server.connect(database);
                Statement statement = connection.createStatement()) {
            statement.execute("SET application_name = '" + NAME + "'");
            connection.setAutoCommit(false);
            for (String table : tables) {
                statement.execute("SELECT count(*) FROM " + table);
            }
            hasRead.countDown();
            statement.execute("SELECT pg_sleep(" + seconds + ")");
            connection.rollback();
        } finally {
            hasRead.countDown();
        }
    }

    boolean isReading() {
        return !end.isDone();
    }

    void await() throws Exception {
        end.get();
    }

    @Override
    public void close() {
        thread.shutdown();
    }
}
