package io.partwarden.bench;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * Looks at pg_locks again and again: which locks on partitioned tables others than the clients hold or ask for, and how long clients
 * wait for any lock. It may miss what lasts less than some milliseconds; the clients' own figures do not.
 */
final class LockWatch implements AutoCloseable {

    private static final String LOOK = """
            SELECT a.application_name = '%s' AS client, l.mode, c.relkind = 'p' AS parent, l.granted,
                   extract(epoch FROM clock_timestamp() - l.waitstart) * 1000 AS waited
            FROM pg_locks l JOIN pg_stat_activity a ON a.pid = l.pid LEFT JOIN pg_class c ON c.oid = l.relation
            WHERE a.datname = current_database() AND a.pid <> pg_backend_pid()
              AND a.application_name <> '%s'
              AND (NOT l.granted OR (c.relkind = 'p' AND a.application_name <> '%s'))
            """.formatted(Clients.NAME, Reader.NAME, Clients.NAME);

    /** Those that reading or writing rows has to wait for. */
    private static final Set<String> CONFLICTING =
            Set.of("ShareLock", "ShareRowExclusiveLock", "ExclusiveLock", "AccessExclusiveLock");

    private static final int PAUSE_MILLIS = 3;

    private final ExecutorService thread = Executors.newSingleThreadExecutor();
    private final Future<Seen> seen;
    private volatile boolean over;

    LockWatch(BenchServer server, String database) {
        seen = thread.submit(() -> watch(server, database));
    }

    /** @param waited the longest milliseconds that a client waited for a lock */
    record Seen(int looks, Set<String> onParents, double waited) {

        @Override
        public String toString() {
            List<String> conflicting =
                    onParents.stream().filter(CONFLICTING::contains).toList();
            return String.format(
                    Locale.ROOT,
                    "%d looks: modes on parents %s, of which conflict with reads or writes %s; longest wait of a client for a lock %.0f ms",
                    looks,
                    onParents,
                    conflicting.isEmpty() ? "none" : conflicting,
                    waited);
        }
    }

    private Seen watch(BenchServer server, String database) throws SQLException, InterruptedException {
        Set<String> onParents = new TreeSet<>();
        double waited = 0;
        int looks = 0;
        try (Connection connection = server.connect(database);
                Statement statement = connection.createStatement()) {
            while (!over) {
                try (ResultSet rows = statement.executeQuery(LOOK)) {
                    while (rows.next()) {
                        if (rows.getBoolean("client")) {
                            waited = Math.max(waited, rows.getDouble("waited"));
                        } else if (rows.getBoolean("parent")) {
                            onParents.add(rows.getString("mode"));
                        }
                    }
                }
                looks++;
                Thread.sleep(PAUSE_MILLIS);
            }
        }
        return new Seen(looks, onParents, waited);
    }

    Seen stop() throws Exception {
        over = true;
        return seen.get();
    }

    @Override
    public void close() {
        over = true;
        thread.shutdown();
    }
}
