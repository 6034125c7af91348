package io.partwarden.bench;

import io.partwarden.bench.Clients.Figures;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;

/** Hundreds of partitions of one table whose time is over go, while clients read and write the others through the parent. */
final class RetentionBench {

    private static final String PEERS = "peers";
    private static final String OURS = "ours";
    private static final int ROWS = 100;
    private static final Duration GRACE = Duration.ofSeconds(1);

    private final BenchServer server;
    private final PgPartman partman;
    private final Maintained maintained;
    private final Size size;
    private final Map<String, Seen> seen = new TreeMap<>();

    RetentionBench(BenchServer server, PgPartman partman, Maintained maintained, Size size) {
        this.server = server;
        this.partman = partman;
        this.maintained = maintained;
        this.size = size;
    }

    private record Seen(List<Double> seconds, List<Double> stalls, List<Double> waits) {}

    private interface Way {
        double run(String table) throws Exception;
    }

    void run(Consumer<String> rows, Consumer<String> notes) throws Exception {
        rows.accept(new Rounds(
                        "drop of %d partitions beside clients, in batches of 20".formatted(size.expired()),
                        size.rounds())
                .compare(
                        round -> go("pg_partman's retention", PEERS, "theirs_" + round, round, partman::retain),
                        round -> go(
                                "Batches of 20",
                                OURS,
                                "batches_" + round,
                                round,
                                table -> maintained.dropMany(table, size.expired())),
                        0.5));
        // Once: it takes its time, and is not compared with anything.
        go("Concurrent detach and drop, one after the other", OURS, "one", 1, table -> {
            maintained.dropPast(table, Duration.ZERO, size.expired());
            return maintained.run(table);
        });
        go("Concurrent detach, tables kept", OURS, "two", 1, table -> {
            maintained.dropPast(table, GRACE, size.expired());
            return maintained.run(table);
        });
        Thread.sleep(GRACE.plusMillis(100).toMillis());
        again("Drop of what was detached, in batches of 20", OURS, "two", 1, maintained::run);
        seen.forEach((way, figures) -> notes.accept(String.format(
                Locale.ROOT,
                "%s, %d partitions: %.3f s; longest client statement %.0f ms, of that for a lock %.0f ms (worst of all rounds)",
                way,
                size.expired(),
                Rounds.median(figures.seconds()),
                worst(figures.stalls()),
                worst(figures.waits()))));
    }

    private static double worst(List<Double> values) {
        return values.stream().max(Double::compare).orElseThrow();
    }

    /** Seconds, on a new table. */
    private double go(String name, String database, String table, int round, Way way) throws Exception {
        create(database, table);
        if (database.equals(PEERS)) {
            partman.dropPast(table);
        }
        return again(name, database, table, round, way);
    }

    private double again(String name, String database, String table, int round, Way way) throws Exception {
        try (Clients clients = Clients.on(server, database, List.of(table));
                LockWatch watch = new LockWatch(server, database)) {
            double seconds = way.run(table);
            Figures figures = clients.stop();
            double waited = watch.stop().waited();
            if (round > 0) {
                Seen all = seen.computeIfAbsent(
                        name, key -> new Seen(new ArrayList<>(), new ArrayList<>(), new ArrayList<>()));
                all.seconds().add(seconds);
                all.stalls().add(figures.longest());
                all.waits().add(waited);
            }
            requireGone(database, table);
            return seconds;
        }
    }

    private void requireGone(String database, String table) throws Exception {
        long left =
                server.number(database, "SELECT count(*) FROM pg_inherits WHERE inhparent = '" + table + "'::regclass");
        // Yesterday, today, and those ahead.
        if (left > Fleet.AHEAD + 2) {
            throw new IOException(left + " partitions of " + table + " are left");
        }
    }

    /** Those to go, yesterday's, which ended less than a day ago, and what a policy wants from today on. */
    private void create(String database, String table) throws Exception {
        server.execute(database, """
                DO $$
                DECLARE d date;
                BEGIN
                  CREATE TABLE %1$s (id bigint, at timestamptz, body text, PRIMARY KEY (id, at)) PARTITION BY RANGE (at);
                  FOR j IN 0..%2$d LOOP
                    d := current_date + %3$d - %2$d + j;
                    EXECUTE format('CREATE TABLE %%I PARTITION OF %1$s FOR VALUES FROM (%%L) TO (%%L)',
                      '%1$s_p' || to_char(d, 'YYYY_MM_DD'), d::timestamptz, (d + 1)::timestamptz);
                    EXECUTE format('INSERT INTO %1$s SELECT i, %%L, repeat(''x'', 100) FROM generate_series(1, %4$d) i', d);
                    IF j %% 20 = 0 THEN COMMIT; END IF;
                  END LOOP;
                END $$
                """.formatted(table, size.expired() + 1 + Fleet.AHEAD, Fleet.AHEAD, ROWS));
    }
}
