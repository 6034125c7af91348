package io.partwarden.maintenance.runs;

import io.partwarden.shared.PartwardenHome;
import io.partwarden.targets.Target;
import io.partwarden.targets.Targets;
import io.partwarden.testing.Answer;
import io.partwarden.testing.Client;
import io.partwarden.testing.PostgresServer;
import io.partwarden.testing.Service;
import io.partwarden.testing.TestClock;
import io.partwarden.testing.TestDatabase;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.springframework.context.annotation.Scope;
import org.springframework.stereotype.Component;
import tools.jackson.databind.JsonNode;

/** A target of its own for each test, its tables with policies, and a pass over it whenever the test wants one. */
final class MaintenanceBench {

    static final String EVERY_DAY = "{\"interval\":\"P1D\",\"premake\":3}";

    private final Service service;
    private final Targets targets;
    private final TargetPass pass;
    private final TestClock clock;
    private final TestDatabase database;
    private final String target;
    private final Client client;
    private final Instant start;

    private MaintenanceBench(
            Service service, Targets targets, TargetPass pass, TestClock clock, TestDatabase database, Client client) {
        this.service = service;
        this.targets = targets;
        this.pass = pass;
        this.clock = clock;
        this.database = database;
        this.target = database.name();
        this.client = client;
        this.start = clock.instant();
        // What a test means by a day is that of its clock, not the server's.
        database.execute("CREATE FUNCTION bench_day(n int) RETURNS timestamptz LANGUAGE sql AS $$ SELECT timestamptz '"
                + start.truncatedTo(ChronoUnit.DAYS) + "' + n * interval '1 day' + interval '1 hour' $$");
    }

    /** What benches are made with. */
    @Component
    @Scope("prototype")
    record Parts(Service service, PartwardenHome home, Targets targets, TargetPass pass, TestClock clock) {

        MaintenanceBench newTarget() {
            TestDatabase database = PostgresServer.latest().newDatabase();
            try {
                Path secrets = Files.createDirectories(home.home().resolve("secrets"));
                Files.writeString(secrets.resolve(database.name()), database.password());
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            Answer made = service.admin()
                    .put(
                            "/api/v1/targets/" + database.name(),
                            Map.of(
                                    "host", "127.0.0.1",
                                    "port", database.server().port(),
                                    "database", database.name(),
                                    "username", database.username(),
                                    "password_ref", "file:" + database.name()));
            if (made.status() != 201) {
                throw new IllegalStateException(made.toString());
            }
            return new MaintenanceBench(
                    service, targets, pass, clock, database, service.newToken("operator", Map.of()));
        }
    }

    /** The date that is so many days from the clock's start of this bench. */
    String day(int days) {
        return LocalDate.ofInstant(start, ZoneOffset.UTC).plusDays(days).toString();
    }

    /** The names of a daily table's partitions, by days from the start. */
    List<String> days(String table, int from, int to) {
        return IntStream.rangeClosed(from, to)
                .mapToObj(day -> table + "_p" + day(day).replace("-", ""))
                .toList();
    }

    Client client() {
        return client;
    }

    TestDatabase database() {
        return database;
    }

    String targetName() {
        return target;
    }

    Target target() {
        return targets.require(target);
    }

    String path(String table) {
        return "/api/v1/targets/" + target + "/tables/public/" + table;
    }

    /** A table by day. */
    void table(String table, String policy) {
        database.execute("CREATE TABLE " + table + " (id bigint, at timestamptz NOT NULL) PARTITION BY RANGE (at)");
        policy(table, policy);
    }

    void policy(String table, String document) {
        String since = clock.instant().toString();
        service.metadata()
                .execute(
                        "INSERT INTO partwarden.policy (target, schema_name, table_name, document, etag, in_force_since, created_at,"
                                + " updated_at) VALUES ('" + target + "', 'public', '" + table + "', '" + document
                                + "', md5('"
                                + document + "'), '" + since + "', '" + since + "', '" + since + "')"
                                + " ON CONFLICT (target, schema_name, table_name) DO UPDATE SET document = excluded.document,"
                                + " etag = excluded.etag",
                        "UPDATE partwarden.policy_state SET due_at = NULL WHERE target = '" + target
                                + "' AND table_name = '" + table + "'");
    }

    void pass(Duration time) {
        clock.pass(time);
        pass();
    }

    int pass() {
        return pass.run(target());
    }

    /** Attached partitions by name. */
    List<String> partitions(String table) {
        return database.query(
                "SELECT c.relname FROM pg_inherits i JOIN pg_class c ON c.oid = i.inhrelid WHERE i.inhparent = '"
                        + table + "'::regclass AND NOT i.inhdetachpending ORDER BY 1");
    }

    /** Tables at the bottom of the tree. */
    List<String> leaves(String table) {
        return database.query("SELECT relid::text FROM pg_partition_tree('" + table + "') WHERE isleaf ORDER BY 1");
    }

    /** The newest run of the table. */
    JsonNode run(String table) {
        return runs(table).get(0);
    }

    /** The newest run of that job; with a clock that stands still, both have begun at the same time. */
    JsonNode run(String table, String job) {
        return runs(table)
                .valueStream()
                .filter(run -> run.get("job").asString().equals(job))
                .findFirst()
                .orElseThrow();
    }

    JsonNode runs(String table) {
        Answer answer = client.get(path(table) + "/maintenance/runs");
        if (answer.status() != 200) {
            throw new IllegalStateException(answer.toString());
        }
        return answer.json().get("items");
    }

    /** One column of the table's state. */
    String state(String table, String column) {
        return service.metadata()
                .query("SELECT " + column + " FROM partwarden.policy_state WHERE target = '" + target
                        + "' AND table_name = '" + table + "'")
                .get(0);
    }
}
