package io.partwarden.bench;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** Applications that write a row through a parent and read through it, one statement after the other, and note the longest one. */
final class Clients implements AutoCloseable {

    static final String NAME = "bench client";

    private static final int COUNT = 4;
    private static final int REST_MILLIS = 2;

    private final BenchServer server;
    private final String database;
    private final List<String> tables;
    private final ExecutorService threads = Executors.newFixedThreadPool(COUNT);
    private final List<Future<Figures>> all = new ArrayList<>();
    private volatile boolean over;

    private Clients(BenchServer server, String database, List<String> tables) {
        this.server = server;
        this.database = database;
        this.tables = tables;
    }

    static Clients on(BenchServer server, String database, List<String> tables) {
        Clients clients = new Clients(server, database, tables);
        for (int client = 0; client < COUNT; client++) {
            int seed = client;
            clients.all.add(clients.threads.submit(() -> clients.work(seed)));
        }
        return clients;
    }

    /** @param longest milliseconds that one statement took, commit and all */
    record Figures(long statements, double longest) {

        Figures and(Figures other) {
            return new Figures(statements + other.statements, Math.max(longest, other.longest));
        }

        @Override
        public String toString() {
            return String.format(Locale.ROOT, "longest of %d client statements %.0f ms", statements, longest);
        }
    }

    private Figures work(int seed) throws SQLException, InterruptedException {
        Random random = new Random(seed);
        Figures figures = new Figures(0, 0);
        try (Connection connection = server.connect(database);
                Statement statement = connection.createStatement()) {
            statement.execute("SET application_name = '" + NAME + "'");
            while (!over) {
                String table = tables.get(random.nextInt(tables.size()));
                int id = random.nextInt();
                figures = figures.and(
                        timed(statement, "INSERT INTO " + table + " (id, at) VALUES (" + id + ", clock_timestamp())"));
                figures = figures.and(timed(statement, "SELECT count(*) FROM " + table + " WHERE id = " + id));
                Thread.sleep(REST_MILLIS);
            }
        }
        return figures;
    }

    private static Figures timed(Statement statement, String sql) throws SQLException {
        long begin = System.nanoTime();
        statement.execute(sql);
        return new Figures(1, (System.nanoTime() - begin) / 1e6);
    }

    /** What they saw until now; they end. An error of one of them is an error of the bench. */
    Figures stop() throws Exception {
        over = true;
        Figures figures = new Figures(0, 0);
        for (Future<Figures> one : all) {
            try {
                figures = figures.and(one.get());
            } catch (ExecutionException e) {
                throw new IllegalStateException("A client's statement failed", e.getCause());
            }
        }
        return figures;
    }

    @Override
    public void close() {
        over = true;
        threads.shutdown();
    }
}
