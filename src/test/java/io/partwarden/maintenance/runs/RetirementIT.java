package io.partwarden.maintenance.runs;

import static org.assertj.core.api.Assertions.assertThat;

import io.partwarden.testing.Answer;
import io.partwarden.testing.ServiceTest;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.springframework.context.annotation.Import;
import org.springframework.test.context.TestPropertySource;
import tools.jackson.databind.JsonNode;

@ServiceTest
@Import({MovedClock.class, MaintenanceBench.Parts.class})
@TestPropertySource(
        properties = {
            "partwarden.execution.pause.min=10ms",
            "partwarden.execution.pause.max=20ms",
            "partwarden.execution.timeouts.concurrent=500ms"
        })
class RetirementIT {

    private static final Duration DAY = Duration.ofDays(1);

    private final MaintenanceBench bench;

    RetirementIT(MaintenanceBench.Parts parts) {
        this.bench = parts.newTarget();
    }

    @Test
    void whatIsOldIsDetachedAndDroppedAfterItsGrace() {
        bench.table("events", keep("\"keep\":\"P2D\",\"action\":\"drop\",\"grace\":\"P3D\""));
        bench.pass();
        String first = bench.days("events", 0, 0).get(0);

        bench.pass(DAY.multipliedBy(2));
        assertThat(bench.partitions("events")).contains(first);
        bench.pass(DAY);

        assertThat(bench.partitions("events")).containsExactlyElementsOf(bench.days("events", 1, 6));
        assertThat(bench.database().query("SELECT to_regclass('" + first + "') IS NOT NULL"))
                .containsExactly("t");
        JsonNode run = bench.run("events", "retire");
        assertThat(run.get("job").asString()).isEqualTo("retire");
        assertThat(run.get("detached").get(0).get("partition").get("name").asString())
                .isEqualTo(first);
        bench.pass(DAY.multipliedBy(3));
        assertThat(bench.database().query("SELECT to_regclass('" + first + "') IS NULL"))
                .containsExactly("t");
        assertThat(bench.run("events", "retire")
                        .get("dropped")
                        .get(0)
                        .get("partition")
                        .get("name")
                        .asString())
                .isEqualTo(first);
    }

    @Test
    void whatSomebodyDetachedByHandIsNeverDropped() {
        bench.table("events", keep("\"keep\":\"P2D\",\"action\":\"drop\",\"grace\":\"P1D\""));
        bench.pass();
        String first = bench.days("events", 0, 0).get(0);
        Answer detached = bench.client().delete(bench.path("events") + "/partitions/" + first + "?confirm=" + first);
        assertThat(detached.status()).as(detached.toString()).isEqualTo(200);

        bench.pass(DAY.multipliedBy(30));
        bench.pass(DAY.multipliedBy(30));

        assertThat(bench.database().query("SELECT to_regclass('" + first + "') IS NOT NULL"))
                .containsExactly("t");
    }

    @Test
    void aFirstRunThatWouldTakeManyIsConfirmedOnce() {
        bench.table("events", "{\"interval\":\"P1D\",\"premake\":2,\"start\":\"" + bench.day(-12) + "\"}");
        bench.pass();
        bench.policy("events", keep("\"keep\":\"P2D\",\"max_per_run\":3"));

        bench.pass(Duration.ofMinutes(1));

        assertThat(bench.partitions("events"))
                .contains(bench.days("events", -12, -12).get(0));
        assertThat(bench.run("events", "retire")
                        .get("skipped")
                        .get(0)
                        .get("reason")
                        .asString())
                .isEqualTo("confirm-first-run");
        Answer shown = bench.client().post(bench.path("events") + "/maintenance?dry_run=true", null);
        assertThat(shown.json().get("planned").get("retire")).hasSize(3);
        Answer confirmed = bench.client()
                .post(
                        bench.path("events") + "/maintenance?plan_fingerprint="
                                + shown.json().get("fingerprint").asString(),
                        null);
        assertThat(confirmed.status()).as(confirmed.toString()).isEqualTo(200);
        assertThat(confirmed.json().get("detached")).hasSize(3);
        assertThat(confirmed.json().get("actor").asString()).startsWith("operator");
        bench.pass(Duration.ofHours(2));
        assertThat(bench.run("events", "retire").get("detached")).hasSize(3);
    }

    @Test
    void someStayHoweverOld() {
        bench.table("events", keep("\"keep\":\"P1D\",\"min_partitions\":3,\"max_per_run\":50"));
        bench.pass();
        bench.database()
                .execute("ALTER TABLE events DETACH PARTITION "
                        + bench.days("events", 1, 1).get(0));
        bench.policy("events", keep("\"keep\":\"P1D\",\"min_partitions\":40,\"max_per_run\":50"));

        bench.pass(DAY.multipliedBy(20));

        assertThat(bench.partitions("events"))
                .contains(bench.days("events", 0, 0).get(0));
    }

    @Test
    void aSessionIdleInTransactionStopsOnlyItsTablesRetirementAndTheRunSaysWhoItIs() throws SQLException {
        bench.table("held", keep("\"keep\":\"P2D\""));
        bench.table("other", keep("\"keep\":\"P2D\""));
        bench.pass();
        try (Connection idle = bench.database().connect();
                Statement statement = idle.createStatement()) {
            statement.execute("SET application_name = 'forgotten'");
            idle.setAutoCommit(false);
            statement.executeQuery("SELECT count(*) FROM held").close();

            bench.pass(DAY.multipliedBy(3));

            assertThat(bench.partitions("other")).containsExactlyElementsOf(bench.days("other", 1, 6));
            assertThat(bench.partitions("held")).containsAll(bench.days("held", 1, 6));
            JsonNode skipped = bench.run("held", "retire").get("skipped").get(0);
            assertThat(skipped.get("partition").get("name").asString())
                    .isEqualTo(bench.days("held", 0, 0).get(0));
            JsonNode blocker = skipped.get("blockers").get(0);
            assertThat(blocker.get("pid").asInt()).isPositive();
            assertThat(blocker.get("session").get("application").asString()).isEqualTo("forgotten");
            assertThat(blocker.get("session").get("state").asString()).isEqualTo("idle in transaction");
            assertThat(bench.run("held", "retire").get("outcome").asString()).isEqualTo("failed");
            assertThat(bench.state("held", "failures")).isEqualTo("1");
        }

        bench.pass(Duration.ofMinutes(2));

        assertThat(bench.partitions("held")).containsExactlyElementsOf(bench.days("held", 1, 6));
        assertThat(bench.state("held", "failures")).isEqualTo("0");
    }

    @Test
    void aDetachOfSomebodyElseThatWasInterruptedIsLeftAloneAndSaid() throws SQLException {
        bench.table("events", keep("\"keep\":\"P2D\""));
        bench.pass();
        String second = bench.days("events", 1, 1).get(0);
        try (Connection idle = bench.database().connect();
                Statement statement = idle.createStatement()) {
            idle.setAutoCommit(false);
            statement.executeQuery("SELECT count(*) FROM events").close();
            try (Connection detaching = bench.database().connect();
                    Statement detach = detaching.createStatement()) {
                detach.execute("SET statement_timeout = 300");
                detach.execute("ALTER TABLE events DETACH PARTITION " + second + " CONCURRENTLY");
            } catch (SQLException interrupted) {
                assertThat(interrupted.getSQLState()).isEqualTo("57014");
            }
        }

        bench.pass(DAY.multipliedBy(3));

        List<String> reasons = bench.run("events", "retire")
                .get("skipped")
                .valueStream()
                .map(skip -> skip.get("reason").asString())
                .toList();
        assertThat(reasons).containsExactlyInAnyOrder("foreign-detach", "comes-after");
        assertThat(bench.partitions("events"))
                .contains(bench.days("events", 0, 0).get(0))
                .contains(bench.days("events", 6, 6).get(0));
    }

    @Test
    void withoutAVerifiedArchiveNothingThatIsToBeArchivedGoes() {
        bench.table("events", keep("\"keep\":\"P2D\",\"action\":\"archive_then_drop\""));
        bench.pass();

        bench.pass(DAY.multipliedBy(3));

        assertThat(bench.partitions("events")).containsExactlyElementsOf(bench.days("events", 0, 6));
        assertThat(bench.run("events", "retire")
                        .get("skipped")
                        .get(0)
                        .get("reason")
                        .asString())
                .isEqualTo("no-verified-archive");
    }

    @Test
    void whatIsOldMovesToAnotherSchema() {
        bench.database().execute("CREATE SCHEMA old");
        bench.table("events", keep("\"keep\":\"P2D\",\"action\":\"move_to_schema\",\"schema\":\"old\""));
        bench.pass();

        bench.pass(DAY.multipliedBy(3));

        assertThat(bench.database()
                        .query("SELECT to_regclass('old."
                                + bench.days("events", 0, 0).get(0) + "') IS NOT NULL"))
                .containsExactly("t");
    }

    private static String keep(String retention) {
        return "{\"interval\":\"P1D\",\"premake\":3,\"retention\":{" + retention + "}}";
    }
}
