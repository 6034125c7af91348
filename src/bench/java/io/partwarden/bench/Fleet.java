package io.partwarden.bench;

import java.sql.SQLException;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;

/** Many tables of daily partitions in one database: the current day, four ahead, and all others in the past. */
final class Fleet {

    static final int AHEAD = 4;

    private static final int SESSIONS = 2;
    private static final int COMMIT_AT = 100;

    private final BenchServer server;
    private final String database;
    private final int tables;

    Fleet(BenchServer server, String database, int tables) {
        this.server = server;
        this.database = database;
        this.tables = tables;
    }

    String database() {
        return database;
    }

    List<String> tables() {
        return IntStream.rangeClosed(1, tables).mapToObj(Fleet::table).toList();
    }

    private static String table(int number) {
        return String.format(Locale.ROOT, "t%04d", number);
    }

    /** @param columns and constraints of each table; one is {@code at timestamptz}, the key */
    void create(String columns, int partitions) throws Exception {
        ExecutorService sessions = Executors.newFixedThreadPool(SESSIONS);
        try {
            List<Future<?>> all = new ArrayList<>();
            int share = (tables + SESSIONS - 1) / SESSIONS;
            for (int from = 1; from <= tables; from += share) {
                String script = script(columns, from, Math.min(tables, from + share - 1), partitions);
                all.add(sessions.submit(() -> {
                    server.execute(database, script);
                    return null;
                }));
            }
            for (Future<?> one : all) {
                one.get();
            }
        } finally {
            sessions.shutdown();
        }
        server.administer(database, "VACUUM ANALYZE");
    }

    private static String script(String columns, int from, int to, int partitions) {
        LocalDate first = LocalDate.now(ZoneOffset.UTC).plusDays(AHEAD + 1L - partitions);
        return """
                DO $$
                DECLARE t text; d date;
                BEGIN
                  FOR i IN %d..%d LOOP
                    t := 't' || lpad(i::text, 4, '0');
                    EXECUTE format('CREATE TABLE %%I (%s) PARTITION BY RANGE (at)', t);
                    FOR j IN 0..%d LOOP
                      d := date '%s' + j;
                      EXECUTE format('CREATE TABLE %%I PARTITION OF %%I FOR VALUES FROM (%%L) TO (%%L)',
                        t || '_p' || to_char(d, 'YYYY_MM_DD'), t, d::timestamptz, (d + 1)::timestamptz);
                    END LOOP;
                    COMMIT;
                  END LOOP;
                END $$
                """.formatted(from, to, columns, partitions - 1, first);
    }

    long partitions() throws SQLException {
        return server.number(database, """
                SELECT count(*) FROM pg_inherits i JOIN pg_class c ON c.oid = i.inhrelid JOIN pg_class p ON p.oid = i.inhparent
                WHERE c.relispartition AND c.relkind = 'r' AND p.relname ~ '^t[0-9]{4}$'
                """);
    }

    /** Takes the newest partition of each table away, so that each needs one. */
    void dropNewest() throws SQLException {
        server.execute(database, """
                DO $$
                DECLARE newest text; leaf oid; n int := 0;
                BEGIN
                  SELECT max(substring(pg_get_expr(c.relpartbound, c.oid) FROM $re$FROM \\('([^']+)'$re$)) INTO newest
                  FROM pg_inherits i JOIN pg_class c ON c.oid = i.inhrelid WHERE i.inhparent = 't0001'::regclass;
                  FOR leaf IN
                    SELECT c.oid FROM pg_class c JOIN pg_inherits i ON i.inhrelid = c.oid JOIN pg_class p ON p.oid = i.inhparent
                    WHERE p.relname ~ '^t[0-9]{4}$' AND c.relkind = 'r'
                      AND pg_get_expr(c.relpartbound, c.oid) LIKE '%%FROM (''' || newest || ''')%%'
                  LOOP
                    EXECUTE 'DROP TABLE ' || leaf::regclass;
                    n := n + 1;
                    IF n %% %d = 0 THEN COMMIT; END IF;
                  END LOOP;
                END $$
                """.formatted(COMMIT_AT));
    }
}
