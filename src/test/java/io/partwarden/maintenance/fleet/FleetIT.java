package io.partwarden.maintenance.fleet;

import static org.assertj.core.api.Assertions.assertThat;

import io.partwarden.shared.PartwardenHome;
import io.partwarden.testing.Answer;
import io.partwarden.testing.Client;
import io.partwarden.testing.Service;
import io.partwarden.testing.ServiceTest;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.test.context.TestPropertySource;
import tools.jackson.databind.JsonNode;

@ServiceTest
@TestPropertySource(
        properties = {
            "partwarden.fleet.fresh-for=0s",
            "partwarden.fleet.refresh-every=10m",
            "partwarden.maintenance.scheduled=false"
        })
class FleetIT {

    private final Service service;
    private final PartwardenHome home;
    private final FleetBench bench;

    FleetIT(Service service, PartwardenHome home) {
        this.service = service;
        this.home = home;
        this.bench = FleetBench.on(service, home.home());
    }

    @Test
    void eachRootTableIsListedWithItsFigures() {
        bench.days("events", -1, 3).policy("events", FleetBench.DAILY);
        bench.state("events", "last_success_at = '2026-01-02T03:04:05Z'");
        bench.database()
                .execute(
                        "CREATE TABLE ids (id int) PARTITION BY HASH (id)",
                        "CREATE TABLE ids_0 PARTITION OF ids FOR VALUES WITH (MODULUS 1, REMAINDER 0) PARTITION BY RANGE (id)",
                        "INSERT INTO events SELECT now(), n FROM generate_series(1, 100) n",
                        "ANALYZE events");

        JsonNode events = bench.table("events");

        assertThat(FleetBench.names(bench.tables(""))).containsExactly("events", "ids");
        assertThat(events.get("strategy").asString()).isEqualTo("range");
        assertThat(events.get("managed").asBoolean()).isTrue();
        assertThat(events.get("partitions_count").asInt()).isEqualTo(5);
        assertThat(events.get("rows_estimate").asInt()).isEqualTo(100);
        assertThat(events.get("size_bytes").asLong()).isPositive();
        assertThat(events.get("future_partitions").asInt()).isEqualTo(3);
        assertThat(events.get("writes_safe_until").asString())
                .isEqualTo(FleetBench.today().plusDays(4) + "T00:00:00Z");
        assertThat(events.get("pending_detaches").asInt()).isZero();
        assertThat(events.get("maintenance").asString()).isEqualTo("ok");
        assertThat(events.get("last_success_at").asString()).isEqualTo("2026-01-02T03:04:05Z");
        assertThat(events.get("target_up").asBoolean()).isTrue();
        assertThat(bench.viewer()
                        .get("/api/v1/tables/" + events.get("id").asString())
                        .status())
                .isEqualTo(200);
        JsonNode ids = bench.table("ids");
        assertThat(ids.get("writes_safe_until").isNull()).isTrue();
        assertThat(ids.get("future_partitions").isNull()).isTrue();
        assertThat(ids.get("maintenance").asString()).isEqualTo("unmanaged");
    }

    @Test
    void theCoverageOfATableAgrees() {
        bench.days("events", 0, 2);
        bench.days("caught", 0, 0).database().execute("CREATE TABLE caught_rest PARTITION OF caught DEFAULT");
        bench.days("gone", -3, -2);

        for (String table : List.of("events", "caught", "gone")) {
            JsonNode coverage = bench.viewer()
                    .get("/api/v1/targets/" + bench.target() + "/tables/public/" + table + "/coverage")
                    .json();
            String there = coverage.get("writes_safe_until")
                    .toString()
                    .replace(' ', 'T')
                    .replace("+00\"", "Z\"");
            assertThat(bench.table(table).get("writes_safe_until").toString()).isEqualTo(there);
        }
    }

    @Test
    void aKeyIsReadAsItsPolicySays() {
        bench.database().execute("CREATE TABLE clicks (ms bigint NOT NULL) PARTITION BY RANGE (ms)");
        long day = 86_400_000L;
        long today = FleetBench.today().toEpochDay() * day;
        bench.database()
                .execute("CREATE TABLE clicks_1 PARTITION OF clicks FOR VALUES FROM (" + today + ") TO ("
                        + (today + 2 * day) + ")");
        bench.policy("clicks", "{\"interval\": \"P1D\", \"key_encoding\": \"epoch_ms\"}");

        assertThat(bench.table("clicks").get("writes_safe_until").asString())
                .isEqualTo(FleetBench.today().plusDays(2) + "T00:00:00Z");
    }

    @Test
    void aLevelBelowCountsForTheWholeTable() {
        bench.database()
                .execute(
                        "CREATE TABLE sales (region text, at timestamptz) PARTITION BY LIST (region)",
                        "CREATE TABLE sales_eu PARTITION OF sales FOR VALUES IN ('eu') PARTITION BY RANGE (at)",
                        "CREATE TABLE sales_us PARTITION OF sales FOR VALUES IN ('us') PARTITION BY RANGE (at)");
        for (String[] part : new String[][] {{"eu", "2"}, {"us", "1"}}) {
            bench.database()
                    .execute(
                            "CREATE TABLE sales_" + part[0] + "_1 PARTITION OF sales_" + part[0] + " FOR VALUES FROM ('"
                                    + FleetBench.today() + " 00:00+00') TO ('"
                                    + FleetBench.today().plusDays(Long.parseLong(part[1])) + " 00:00+00')");
        }
        bench.policy(
                "sales",
                "{\"values\": [\"eu\", \"us\"], \"sub\": {\"strategy\": \"range\", \"columns\": [\"at\"], \"policy\":"
                        + " {\"interval\": \"P1D\"}}}");

        assertThat(bench.table("sales").get("writes_safe_until").asString())
                .isEqualTo(FleetBench.today().plusDays(1) + "T00:00:00Z");
    }

    @Test
    void whatMovesIsReadAgain() {
        bench.days("events", 0, 1);
        assertThat(bench.table("events").get("future_partitions").asInt()).isEqualTo(1);

        bench.day("events", 2);

        assertThat(bench.table("events").get("future_partitions").asInt()).isEqualTo(2);
    }

    @ParameterizedTest
    @CsvSource({
        "'', events|far|gone|loose",
        "&managed=true, events",
        "&managed=false, far|gone|loose",
        "&writes_safe_before=P7D, events|gone|loose",
        "&writes_safe_before=PT1H, gone",
        "&label=team%3Dorders, events|far|gone|loose",
        "&label=team%3Dbilling, ''"
    })
    void filters(String query, String expected) {
        FleetBench labelled = FleetBench.on(service, home.home(), Map.of("labels", Map.of("team", "orders")));
        labelled.days("events", 0, 3).policy("events", FleetBench.DAILY);
        labelled.days("loose", 0, 2).days("far", 0, 20).days("gone", -3, -2);

        assertThat(FleetBench.names(labelled.tables(query)))
                .isEqualTo(expected.isEmpty() ? List.of() : List.of(expected.split("\\|")));
    }

    @Test
    void theWorstComesFirstOverAllPages() {
        bench.days("later", 0, 9).days("soon", 0, 1).days("gone", -3, -2).days("always", 0, 0);
        bench.database()
                .execute(
                        "CREATE TABLE always_rest PARTITION OF always DEFAULT",
                        "CREATE TABLE ids (id int) PARTITION BY HASH (id)");
        List<String> seen = new ArrayList<>();
        String path = "/api/v1/tables?target=" + bench.target() + "&sort=writes_safe_until&limit=2";
        String next = "";
        while (next != null) {
            JsonNode page = bench.viewer()
                    .get(path + (next.isEmpty() ? "" : "&cursor=" + next))
                    .json();
            page.get("items").forEach(table -> seen.add(table.get("table").asString()));
            next = page.get("next").isNull() ? null : page.get("next").asString();
        }

        assertThat(seen).containsExactly("gone", "soon", "later", "always", "ids");
    }

    @Test
    void aTokenShowsItsOwnTargetsAlone() {
        bench.days("mine", 0, 1);
        FleetBench other =
                FleetBench.on(service, home.home()).days("theirs", -3, -2).policy("theirs", FleetBench.DAILY);
        Client limited = service.newToken("viewer", Map.of("targets", List.of(bench.target())));

        Answer all = limited.get("/api/v1/tables");
        assertThat(all.body()).contains("mine").doesNotContain("theirs");
        assertThat(limited.get("/api/v1/findings").body()).doesNotContain("theirs");
        assertThat(limited.get("/api/v1/tables?target=" + other.target()).status())
                .isEqualTo(403);
        assertThat(limited.get("/api/v1/findings?target=" + other.target()).status())
                .isEqualTo(403);
        assertThat(service.anonymous().get("/api/v1/tables").status()).isEqualTo(401);
    }

    @Test
    void aTargetThatGoesDownKeepsWhatWasKnownAndBreaksNothing() {
        bench.days("events", 0, 3).policy("events", FleetBench.DAILY);
        FleetBench other = FleetBench.on(service, home.home()).days("fine", 0, 3);
        String asOf = bench.table("events").get("as_of").asString();

        bench.takeDown();

        JsonNode events = bench.table("events");
        assertThat(events.get("target_up").asBoolean()).isFalse();
        assertThat(events.get("as_of").asString()).isGreaterThanOrEqualTo(asOf);
        assertThat(events.get("future_partitions").asInt()).isEqualTo(3);
        assertThat(other.table("fine").get("target_up").asBoolean()).isTrue();
        assertThat(bench.viewer().get("/api/v1/tables").body()).contains(bench.target(), other.target());
    }

    @Test
    void aTargetThatNeverAnsweredShowsItsPolicies() {
        FleetBench down = FleetBench.on(service, home.home(), Map.of("port", 1));
        down.policy("events", FleetBench.DAILY);

        JsonNode events = down.table("events");

        assertThat(events.get("target_up").asBoolean()).isFalse();
        assertThat(events.get("as_of").isNull()).isTrue();
        assertThat(events.get("managed").asBoolean()).isTrue();
        assertThat(events.get("partitions_count").isNull()).isTrue();
        assertThat(events.get("maintenance").asString()).isEqualTo("never_run");
    }

    @ParameterizedTest
    @CsvSource({
        "'failures = 3, failing_since = now()', failing",
        "'failures = 2, failing_since = now(), last_success_at = now()', ok",
        "'failures = 0', never_run"
    })
    void theStateOfMaintenanceIsTold(String state, String expected) {
        bench.days("events", 0, 3).policy("events", FleetBench.DAILY).state("events", state);

        assertThat(bench.table("events").get("maintenance").asString()).isEqualTo(expected);
    }

    @Test
    void whatKeepsMaintenanceAwayIsTold() {
        bench.days("events", 0, 3).policy("events", "{\"interval\": \"P1D\", \"enabled\": false}");
        assertThat(bench.table("events").get("maintenance").asString()).isEqualTo("disabled");

        service.admin().post("/api/v1/targets/" + bench.target() + "/pause", null);
        assertThat(bench.table("events").get("maintenance").asString()).isEqualTo("paused");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "tables?managed=perhaps",
                "tables?writes_safe_before=soon",
                "tables?writes_safe_before=-P1D",
                "tables?writes_safe_before=P999999999Y",
                "tables?writes_safe_before=PT99999999999999H",
                "tables?label=orders",
                "tables?sort=size",
                "tables?cursor=x",
                "findings?severity=bad",
                "findings?kind=smell",
                "findings?writes_safe_before=P7D"
            })
    void whatMakesNoSenseIsRefused(String path) {
        assertThat(bench.viewer().get("/api/v1/" + path).status()).isEqualTo(400);
    }
}
