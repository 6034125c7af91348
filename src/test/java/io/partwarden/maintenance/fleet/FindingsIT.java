package io.partwarden.maintenance.fleet;

import static org.assertj.core.api.Assertions.assertThat;

import io.partwarden.shared.PartwardenHome;
import io.partwarden.testing.Service;
import io.partwarden.testing.ServiceTest;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Objects;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.test.context.TestPropertySource;
import tools.jackson.databind.JsonNode;

@ServiceTest
@TestPropertySource(
        properties = {
            "partwarden.fleet.fresh-for=0s",
            "partwarden.fleet.refresh-every=10m",
            "partwarden.maintenance.scheduled=false"
        })
class FindingsIT {

    private final Service service;
    private final FleetBench bench;

    FindingsIT(Service service, PartwardenHome home) {
        this.service = service;
        this.bench = FleetBench.on(service, home.home());
    }

    /** {@code severity kind table}, in the order of the answer. */
    private List<String> found() {
        return bench.findings("").stream()
                .map(finding -> finding.get("severity").asString() + " "
                        + finding.get("kind").asString() + " "
                        + finding.get("table").asString())
                .toList();
    }

    private JsonNode only() {
        List<JsonNode> found = bench.findings("");
        assertThat(found).hasSize(1);
        return Objects.requireNonNull(found.get(0));
    }

    @Test
    void aFleetInOrderHasNone() {
        bench.days("events", -3, 4).policy("events", FleetBench.DAILY).state("events", "last_success_at = now()");
        bench.database().execute("CREATE TABLE ids (id int) PARTITION BY HASH (id)");

        assertThat(found()).isEmpty();
    }

    @Test
    void aGapAheadIsOfTheWorstKind() {
        bench.days("events", 0, 1);
        bench.day("events", 3);

        assertThat(found()).containsExactly("critical gap events");
        assertThat(only().get("details").get("gaps").get(0).get("from").asString())
                .isEqualTo(FleetBench.today().plusDays(2) + " 00:00:00+00");
        assertThat(only().get("remedy").asString())
                .contains("POST /api/v1/targets/" + bench.target() + "/tables/public/events/partitions");
    }

    @Test
    void aGapBehindIsNot() {
        bench.days("events", -5, -4);
        for (int day = -2; day <= 4; day++) {
            bench.day("events", day);
        }

        assertThat(found()).containsExactly("medium gap events");
    }

    @Test
    void nothingForRowsOfNowIsAGapWhereAPolicyWantsIt() {
        bench.days("events", -3, -2).policy("events", FleetBench.DAILY).days("archive", -3, -2);

        assertThat(found()).containsExactly("critical gap events", "high premake_short events");
    }

    @Test
    void tooFewPartitionsAheadAreNotedOnceMaintenanceHadItsChance() {
        bench.days("events", -3, 1).policy("events", FleetBench.DAILY);

        assertThat(found()).containsExactly("high premake_short events");
    }

    @Test
    void rowsInTheDefault() {
        bench.days("events", 0, 4);
        bench.database().execute("CREATE TABLE events_rest PARTITION OF events DEFAULT");
        assertThat(found()).isEmpty();

        bench.database().execute("INSERT INTO events VALUES ('2001-01-01', 1)");

        assertThat(found()).startsWith("high default_filled events");
        assertThat(bench.findings("&kind=default_filled")
                        .get(0)
                        .get("details")
                        .get("partitions")
                        .get(0)
                        .asString())
                .isEqualTo("public.events_rest");
        bench.database().execute("DELETE FROM events");
        assertThat(bench.findings("&kind=default_filled")).isEmpty();
    }

    @Test
    void aDetachThatDidNotEnd() throws SQLException {
        bench.days("events", -1, 4);
        try (Connection reader = bench.database().connect();
                Connection detacher = bench.database().connect();
                Statement read = reader.createStatement();
                Statement detach = detacher.createStatement()) {
            reader.setAutoCommit(false);
            read.execute("SELECT FROM events");
            detach.execute("SET statement_timeout = 500");
            try {
                detach.execute("ALTER TABLE events DETACH PARTITION events_d999 CONCURRENTLY");
            } catch (SQLException e) {
                assertThat(e.getSQLState()).isEqualTo("57014");
            }
            reader.rollback();
        }

        assertThat(found()).containsExactly("high pending_detach events");
        assertThat(only().get("remedy").asString())
                .contains("ALTER TABLE \"public\".\"events\" DETACH PARTITION \"public\".\"events_d999\" FINALIZE");
    }

    @Test
    void anOrphan() {
        bench.days("events", -2, 4);
        service.admin()
                .delete("/api/v1/targets/" + bench.target()
                        + "/tables/public/events/partitions/events_d998?mode=detach");

        assertThat(found()).containsExactly("medium orphan events");
        bench.policy("events", "{\"interval\": \"P1D\", \"premake\": 3, \"retention\": {\"keep\": \"P1D\"}}");
        assertThat(found()).isEmpty();
    }

    @Test
    void partitionsBesideTheGrid() {
        bench.days("events", 0, 4).policy("events", FleetBench.DAILY);
        bench.database()
                .execute("CREATE TABLE odd PARTITION OF events FOR VALUES FROM ('"
                        + FleetBench.today().minusDays(1) + " 06:00+00') TO ('" + FleetBench.today() + " 00:00+00')");

        assertThat(found()).containsExactly("medium drift events");
        assertThat(only().get("details").get("partitions").get(0).asString()).isEqualTo("public.odd");
    }

    @Test
    void aPolicyThatDoesNotFitTheKeyAnyMore() {
        bench.database().execute("CREATE TABLE events (id int) PARTITION BY HASH (id)");
        bench.policy("events", FleetBench.DAILY);

        assertThat(found()).containsExactly("medium drift events");
    }

    @Test
    void anInvalidIndex() {
        bench.days("events", 0, 4).database().execute("CREATE INDEX events_n ON ONLY events (n)");

        assertThat(found()).containsExactly("medium invalid_index events");
    }

    @Test
    void aTableThatWasNeverAnalysed() {
        bench.days("events", 0, 4);
        bench.database()
                .execute("INSERT INTO events SELECT now(), 1 FROM generate_series(1, 10)", "ANALYZE events_d1000");

        assertThat(found()).containsExactly("low not_analysed events");
    }

    @ParameterizedTest
    @CsvSource({"1, critical", "9, high"})
    void failingMaintenanceIsWorseWhereTimeRunsOut(int ahead, String severity) {
        bench.days("events", 0, ahead).policy("events", "{\"interval\": \"P1D\", \"premake\": 1}");
        bench.state(
                "events",
                "failures = 3",
                "failing_since = '2026-01-01T00:00:00Z'",
                "failure = '{\"code\": \"lock-not-obtained\", \"detail\": \"Session 4711 held it.\"}'");

        assertThat(found()).containsExactly(severity + " maintenance_failing events");
        assertThat(only().get("since").asString()).isEqualTo("2026-01-01T00:00:00Z");
        assertThat(only().get("message").asString()).contains("Session 4711 held it.");
    }

    @Test
    void aTableThatThePolicySurvived() {
        bench.policy("events", FleetBench.DAILY);

        assertThat(found()).containsExactly("high policy_table_missing events");
    }

    @Test
    void retirementThatIsHeldUp() {
        bench.days("events", 0, 4).policy("events", FleetBench.DAILY);
        bench.run(
                "events",
                "{\"reason\": \"lock-not-obtained\", \"detail\": \"Session 4711 held it.\", \"partition\": {\"schema\":"
                        + " \"public\", \"name\": \"events_old\"}}, {\"reason\": \"min-partitions\", \"detail\": \"..\"}");

        assertThat(found()).containsExactly("medium retirement_stuck events");
        assertThat(only().get("details").get("partition").asString()).isEqualTo("events_old");
        bench.state("events", "last_success_at = now() + interval '1 hour'");
        assertThat(found()).isEmpty();
    }

    @Test
    void aFirstRunThatWaitsForSomebody() {
        bench.days("events", 0, 4).policy("events", FleetBench.DAILY);
        bench.run("events", "{\"reason\": \"confirm-first-run\", \"detail\": \"..\"}");

        assertThat(found()).containsExactly("medium confirm_first_run events");
    }

    @Test
    void aTargetThatDoesNotAnswer() {
        bench.days("events", -1, 0).policy("events", FleetBench.DAILY);
        bench.findings("");

        bench.takeDown();

        assertThat(found()).containsExactly("critical target_down ", "high premake_short events");
    }

    @Test
    void theWorstComesFirstAndPagesAndFiltersAgree() {
        bench.days("a", 0, 4).database().execute("CREATE INDEX a_n ON ONLY a (n)");
        bench.days("b", -3, -2).policy("b", FleetBench.DAILY);
        bench.policy("c", FleetBench.DAILY);

        assertThat(found().get(0)).isEqualTo("critical gap b");
        assertThat(found().get(3)).isEqualTo("medium invalid_index a");
        assertThat(bench.findings("&severity=high")).hasSize(2);
        assertThat(bench.findings("&kind=invalid_index")).hasSize(1);
        assertThat(bench.findings("&table=public.b")).hasSize(2);
        JsonNode first = bench.viewer()
                .get("/api/v1/findings?limit=3&target=" + bench.target())
                .json();
        assertThat(bench.findings("&cursor=" + first.get("next").asString()))
                .containsExactly(bench.findings("").get(3));
    }

    @Test
    void aFindingKeepsItsIdAndItsAgeWhileItStands() {
        bench.database()
                .execute("CREATE TABLE rest (id int) PARTITION BY LIST (id)", "CREATE INDEX rest_id ON ONLY rest (id)");
        bench.days("events", 0, 1);
        bench.day("events", 3);
        JsonNode before = only();

        Awaitility.await().untilAsserted(() -> assertThat(only()).isEqualTo(before));
        bench.day("events", 2);
        assertThat(bench.findings("")).isEmpty();
        bench.database().execute("DROP TABLE events_d1002");
        JsonNode again = only();

        assertThat(again.get("id")).isEqualTo(before.get("id"));
        assertThat(again.get("since").asString())
                .isGreaterThan(before.get("since").asString());
    }

    @Test
    void namesThatNoPathCarriesAreGivenById() {
        bench.database()
                .execute(
                        "CREATE TABLE \"a/b\" (id int) PARTITION BY LIST (id)",
                        "CREATE TABLE \"a/b1\" PARTITION OF \"a/b\" FOR VALUES IN (1)",
                        "CREATE TABLE \"a/b0\" PARTITION OF \"a/b\" DEFAULT",
                        "INSERT INTO \"a/b\" VALUES (2)");

        assertThat(bench.findings("&kind=default_filled").get(0).get("remedy").asString())
                .contains("/api/v1/tables/" + bench.table("a/b").get("id").asString() + "/maintenance")
                .contains("\"public\".\"a/b0\"");
    }
}
