package io.partwarden.bench;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;

/** Creating and listing partitions, against the same in raw PostgreSQL. */
final class PartitionBench {

    private static final int PARTITIONS = 1_000;
    private static final LocalDate START = LocalDate.of(2026, 1, 1);

    private PartitionBench() {}

    static void run() throws Exception {
        try (BenchServer server = BenchServer.embedded();
                Service service = new Service(server)) {
            service.target("bench");
            List<String> rows = new ArrayList<>();
            rows.add(create(server, service));
            rows.addAll(list(server, service));
            Rounds.print("raw PostgreSQL", "Partwarden, over HTTP", rows);
        }
    }

    private static void parent(BenchServer server, String name) throws Exception {
        server.execute("CREATE TABLE " + name
                + " (id bigint NOT NULL, at date NOT NULL, kind text, body text, PRIMARY KEY (id, at))"
                + " PARTITION BY RANGE (at)");
        server.execute("CREATE INDEX ON " + name + " (kind)");
        server.execute("CREATE INDEX ON " + name + " (at)");
    }

    /** 1,000 LIKE + ATTACH in one psql transaction against one call that plans, audits and makes the same. */
    private static String create(BenchServer server, Service service) throws Exception {
        return new Rounds("create 1,000 daily partitions, 3 indexes", 3)
                .compare(
                        round -> {
                            String table = "raw_" + round;
                            parent(server, table);
                            StringBuilder script = new StringBuilder("BEGIN;\n");
                            for (int day = 0; day < PARTITIONS; day++) {
                                String leaf = table + "_p" + day;
                                script.append("CREATE TABLE %s (LIKE %s INCLUDING ALL);\n".formatted(leaf, table));
                                script.append("ALTER TABLE %s ATTACH PARTITION %s FOR VALUES FROM ('%s') TO ('%s');\n"
                                        .formatted(table, leaf, START.plusDays(day), START.plusDays(day + 1L)));
                            }
                            double seconds =
                                    server.psql(script.append("COMMIT;\n").toString());
                            drop(server, table);
                            return seconds;
                        },
                        round -> {
                            String table = "ours_" + round;
                            parent(server, table);
                            String body = "{\"range\": {\"from\": \"%s\", \"to\": \"%s\", \"every\": \"P1D\"}}"
                                    .formatted(START, START.plusDays(PARTITIONS));
                            long begin = System.nanoTime();
                            service.send("POST", "/targets/bench/tables/public/" + table + "/partitions", body);
                            double seconds = (System.nanoTime() - begin) / 1e9;
                            drop(server, table);
                            return seconds;
                        },
                        1.0);
    }

    private static void drop(BenchServer server, String table) throws Exception {
        server.execute("DROP TABLE " + table);
    }

    /** The first page of 10,000 partitions against one query for all their names and bounds. */
    private static List<String> list(BenchServer server, Service service) throws Exception {
        server.execute("CREATE TABLE many (id bigint NOT NULL, at bigint NOT NULL) PARTITION BY RANGE (at)");
        for (int batch = 0; batch < 10; batch++) {
            StringBuilder script = new StringBuilder("BEGIN;\n");
            for (int i = batch * 1000; i < (batch + 1) * 1000; i++) {
                script.append("CREATE TABLE many_p%d PARTITION OF many FOR VALUES FROM (%d) TO (%d);\n"
                        .formatted(i, i * 10, i * 10 + 10));
            }
            server.psql(script.append("COMMIT;\n").toString());
        }
        server.execute("ANALYZE pg_catalog.pg_inherits, pg_catalog.pg_class");
        Rounds.Way changed = round -> {
            server.execute("ALTER TABLE many_p7 SET (fillfactor = " + (50 + round) + ")");
            return page(service);
        };
        return List.of(
                new Rounds("first page of 10,000 partitions", 9).compare(r -> catalog(server), r -> page(service), 2.0),
                new Rounds("the same, right after a change of one of them", 9)
                        .compare(r -> catalog(server), changed, 2.0));
    }

    private static double catalog(BenchServer server) throws SQLException {
        try (Connection connection = server.connect();
                Statement statement = connection.createStatement()) {
            long begin = System.nanoTime();
            try (ResultSet all = statement.executeQuery("""
                    SELECT c.oid, c.relname, pg_get_expr(c.relpartbound, c.oid)
                    FROM pg_inherits i JOIN pg_class c ON c.oid = i.inhrelid
                    WHERE i.inhparent = 'many'::regclass
                    """)) {
                while (all.next()) {
                    all.getString(3);
                }
            }
            return (System.nanoTime() - begin) / 1e9;
        }
    }

    private static double page(Service service) throws Exception {
        long begin = System.nanoTime();
        service.send("GET", "/targets/bench/tables/public/many/partitions?limit=100", "");
        return (System.nanoTime() - begin) / 1e9;
    }
}
