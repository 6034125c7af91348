package io.partwarden.table;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.partwarden.catalog.CatalogReader;
import io.partwarden.partition.Partition;
import io.partwarden.shared.PartwardenHome;
import io.partwarden.sql.QualifiedName;
import io.partwarden.targets.Target;
import io.partwarden.targets.Targets;
import io.partwarden.testing.Answer;
import io.partwarden.testing.PostgresServer;
import io.partwarden.testing.Service;
import io.partwarden.testing.ServiceTest;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** What stands in the way: detaches that somebody else began and never ended, and sessions that keep a table. */
@ServiceTest
class PendingDetachIT {

    private final Service service;
    private final TableBench bench;

    private final Targets targets;
    private final CatalogReader catalog;
    private final PlannedChanges changes;

    PendingDetachIT(
            Service service, PartwardenHome home, Targets targets, CatalogReader catalog, PlannedChanges changes) {
        this.service = service;
        this.targets = targets;
        this.catalog = catalog;
        this.changes = changes;
        this.bench = TableBench.on(service, home.home(), PostgresServer.latest().newDatabase());
        bench.database()
                .execute(
                        "CREATE TABLE events (k int) PARTITION BY RANGE (k)",
                        "CREATE TABLE first PARTITION OF events FOR VALUES FROM (0) TO (10)",
                        "CREATE TABLE second PARTITION OF events FOR VALUES FROM (10) TO (20)");
    }

    @Test
    void aForeignInterruptedDetachIsFinalizedOnlyWhenConfirmed() throws SQLException {
        leavePending();
        JsonNode first =
                bench.client().get(bench.partitions("events") + "/first").json();
        assertThat(first.get("state").asString()).isEqualTo("pending_detach");
        JsonNode coverage =
                bench.client().get(bench.table("events") + "/coverage").json();
        assertThat(coverage.get("pending_detach").get(0).get("name").asString()).isEqualTo("first");

        Answer other = bench.client().delete(bench.partitions("events") + "/second");
        assertThat(other.status()).as(other.toString()).isEqualTo(409);
        assertThat(other.code()).isEqualTo("needs-mending");
        assertThat(other.json().get("partition").get("name").asString()).isEqualTo("first");
        Answer unconfirmed = bench.client().delete(bench.partitions("events") + "/first");
        assertThat(unconfirmed.code()).isEqualTo("confirm-needed");
        Answer finalized = bench.client().delete(bench.partitions("events") + "/first?confirm=first");

        assertThat(finalized.status()).as(finalized.toString()).isEqualTo(200);
        assertThat(finalized.json().get("warnings").toString()).contains("foreign-detach");
        assertThat(bench.database().query("SELECT relispartition FROM pg_class WHERE relname = 'first'"))
                .containsExactly("f");
    }

    /** Foreign keys allow no long wait for the reader, who came after everybody was seen to be gone. */
    @Test
    void aDetachThatAReaderInterruptsIsFinalizedInTheSameCall() throws Exception {
        bench.database()
                .execute(
                        "CREATE TABLE customers (id int PRIMARY KEY)",
                        "CREATE TABLE orders (k int REFERENCES customers) PARTITION BY RANGE (k)",
                        "CREATE TABLE early PARTITION OF orders FOR VALUES FROM (0) TO (10)");
        stopAtTheNextAlterTable();
        FutureTask<Answer> detach =
                new FutureTask<>(() -> bench.client().delete(bench.partitions("orders") + "/early"));
        new Thread(detach, "detach").start();
        await().until(() -> !bench.database()
                .query("SELECT pid FROM pg_stat_activity WHERE wait_event = 'PgSleep' AND query LIKE '%DETACH%'"
                        + " AND datname = current_database()")
                .isEmpty());
        try (Connection reader = bench.database().connect();
                Statement reading = reader.createStatement()) {
            reader.setAutoCommit(false);
            reading.execute("LOCK TABLE ONLY orders IN ACCESS SHARE MODE");
            bench.database().execute("INSERT INTO go_on VALUES (1)");

            Answer answer = detach.get();

            assertThat(answer.status()).as(answer.toString()).isEqualTo(200);
        }
        assertThat(bench.database().query("SELECT relispartition FROM pg_class WHERE relname = 'early'"))
                .containsExactly("f");
        List<String> statements = new ArrayList<>();
        service.admin()
                .get("/api/v1/audit?target=" + bench.target())
                .json()
                .get("items")
                .forEach(entry -> entry.get("sql").forEach(sql -> statements.add(sql.asString())));
        assertThat(statements)
                .anySatisfy(sql -> assertThat(sql).endsWith("CONCURRENTLY"))
                .anySatisfy(sql -> assertThat(sql).endsWith("FINALIZE"));
    }

    /** The maintainer of another replica may finalize what a call is still at; the call must not take it for somebody else's then. */
    @Test
    void aDetachThatIsFinalizedUnderItsHandsIsOnRecordAllTheSame() throws Exception {
        stopAtTheNextAlterTable();
        FutureTask<Answer> detach =
                new FutureTask<>(() -> bench.client().delete(bench.partitions("events") + "/first"));
        new Thread(detach, "detach").start();
        await().until(() -> !bench.database()
                .query("SELECT pid FROM pg_stat_activity WHERE wait_event = 'PgSleep' AND query LIKE '%DETACH%'"
                        + " AND datname = current_database()")
                .isEmpty());
        try (Connection reader = bench.database().connect();
                Statement reading = reader.createStatement()) {
            reader.setAutoCommit(false);
            reading.execute("LOCK TABLE ONLY events IN ACCESS SHARE MODE");
            bench.database().execute("INSERT INTO go_on VALUES (1)");
            await().until(() -> bench.database()
                    .query("SELECT inhdetachpending FROM pg_inherits WHERE inhrelid = 'first'::regclass")
                    .equals(List.of("t")));
            Target target = targets.require(bench.target());
            Partition pending = catalog.snapshot(target, QualifiedName.of("public", "events"))
                    .orElseThrow()
                    .partition(QualifiedName.of("public", "first"))
                    .orElseThrow();
            assertThat(changes.isOurDetach(target, pending)).isTrue();
            assertThat(changes.isRunning(target, pending)).isTrue();
            bench.database().execute("ALTER TABLE events DETACH PARTITION first FINALIZE");
        }

        Answer answer = detach.get();

        assertThat(bench.database().query("SELECT relispartition FROM pg_class WHERE relname = 'first'"))
                .as(answer.toString())
                .containsExactly("f");
        assertThat(service.metadata()
                        .query("SELECT detached_at IS NOT NULL AND drop_after IS NULL FROM partwarden.partition_record"
                                + " WHERE target = '" + bench.target() + "' AND relation_name = 'first'"))
                .containsExactly("t");
    }

    /** Until there is a row in go_on. */
    private void stopAtTheNextAlterTable() throws SQLException {
        bench.database().execute("CREATE TABLE go_on (i int)");
        try (Connection superuser = bench.database().connectAsSuperuser();
                Statement statement = superuser.createStatement()) {
            statement.execute(
                    "CREATE FUNCTION public.hold() RETURNS event_trigger LANGUAGE plpgsql AS"
                            + " 'BEGIN WHILE NOT EXISTS (SELECT FROM public.go_on) LOOP PERFORM pg_sleep(0.01); END LOOP; END'");
            statement.execute("CREATE EVENT TRIGGER hold ON ddl_command_start WHEN TAG IN ('ALTER TABLE')"
                    + " EXECUTE FUNCTION public.hold()");
        }
    }

    @Test
    void coverageShowsTheChecksThatAKilledCallLeftBehind() {
        bench.database()
                .execute(
                        "CREATE TABLE rest PARTITION OF events DEFAULT",
                        "ALTER TABLE rest ADD CONSTRAINT partwarden_keep_out_1 CHECK (k < 30) NOT VALID",
                        "ALTER TABLE rest ADD CONSTRAINT theirs CHECK (k < 90)");

        JsonNode coverage =
                bench.client().get(bench.table("events") + "/coverage").json();

        assertThat(coverage.get("leftover_checks").toString()).isEqualTo("[\"partwarden_keep_out_1\"]");
    }

    @Test
    void whoKeepsTheTableIsNamedAndNothingIsLeftBehind() throws SQLException {
        try (Connection blocker = bench.database().connect();
                Statement statement = blocker.createStatement()) {
            blocker.setAutoCommit(false);
            statement.execute("LOCK TABLE events IN SHARE UPDATE EXCLUSIVE MODE");

            Answer refused = bench.client()
                    .post(bench.partitions("events"), "{\"name\":\"third\",\"range\":{\"from\":20,\"to\":30}}");

            assertThat(refused.status()).as(refused.toString()).isEqualTo(503);
            assertThat(refused.code()).isEqualTo("lock-not-obtained");
            assertThat(refused.header("Retry-After")).isNotEmpty();
            assertThat(refused.json().get("blockers").get(0).get("pid").asInt()).isPositive();
        }
        assertThat(bench.database().query("SELECT to_regclass('public.third')")).containsExactly("null");
    }

    @Test
    void aDetachThatNeverBeganIsNotOnRecordAsOurs() throws SQLException {
        try (Connection blocker = bench.database().connect();
                Statement statement = blocker.createStatement()) {
            blocker.setAutoCommit(false);
            statement.execute("LOCK TABLE events IN SHARE UPDATE EXCLUSIVE MODE");
            assertThat(bench.client()
                            .delete(bench.partitions("events") + "/first")
                            .status())
                    .isEqualTo(503);
        }

        leavePending();

        assertThat(bench.client().delete(bench.partitions("events") + "/first").code())
                .isEqualTo("confirm-needed");
    }

    @Test
    void namesAndSchemasThatOthersChoseAreJustNames() {
        bench.database()
                .execute(
                        "CREATE SCHEMA \"s\"\"; drop\"",
                        "CREATE TABLE \"s\"\"; drop\".\"p'\"\"x\" PARTITION OF events FOR VALUES FROM (20) TO (30)");
        JsonNode third = bench.client()
                .get(bench.partitions("events"))
                .json()
                .get("items")
                .get(2);
        assertThat(third.get("name").asString()).isEqualTo("p'\"x");

        Answer dropped = bench.client()
                .delete("/api/v1/partitions/" + third.get("id").asString() + "?mode=drop&confirm="
                        + TableBench.encoded("p'\"x"));

        assertThat(dropped.status()).as(dropped.toString()).isEqualTo(200);
        assertThat(bench.client().get(bench.partitions("events")).json().get("items"))
                .hasSize(2);
    }

    /** A reader of the other partition makes the detach wait until its own timeout. */
    private void leavePending() throws SQLException {
        try (Connection reader = bench.database().connect();
                Connection detacher = bench.database().connect();
                Statement reading = reader.createStatement();
                Statement detaching = detacher.createStatement()) {
            reader.setAutoCommit(false);
            reading.execute("SELECT * FROM events");
            detaching.execute("SET statement_timeout = '300ms'");
            assertThat(interrupted(detaching)).isTrue();
        }
    }

    private static boolean interrupted(Statement detaching) {
        try {
            detaching.execute("ALTER TABLE events DETACH PARTITION first CONCURRENTLY");
            return false;
        } catch (SQLException e) {
            return "57014".equals(e.getSQLState());
        }
    }
}
