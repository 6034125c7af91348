package io.partwarden.maintenance;

import static org.assertj.core.api.Assertions.assertThat;

import io.partwarden.shared.PartwardenHome;
import io.partwarden.testing.Answer;
import io.partwarden.testing.MovedClock;
import io.partwarden.testing.PostgresServer;
import io.partwarden.testing.Service;
import io.partwarden.testing.ServiceTest;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.context.annotation.Import;
import tools.jackson.databind.JsonNode;

/** It is the first of January 2031 here. */
@ServiceTest
@Import(MovedClock.class)
class AdoptIT {

    private final Service service;
    private final PartwardenHome home;

    AdoptIT(Service service, PartwardenHome home) {
        this.service = service;
        this.home = home;
    }

    private PolicyBench bench(int version) {
        return PolicyBench.on(service, home.home(), PostgresServer.version(version));
    }

    @ParameterizedTest
    @ValueSource(ints = {14, 18})
    void oddPartitionsDisturbNothing(int version) {
        PolicyBench bench = bench(version);
        bench.database().execute("""
                CREATE TABLE events (at timestamptz NOT NULL, payload text) PARTITION BY RANGE (at);
                CREATE TABLE ancient PARTITION OF events FOR VALUES FROM (MINVALUE) TO ('2030-09-01 00:00+00');
                CREATE TABLE e9 PARTITION OF events FOR VALUES FROM ('2030-09-01 00:00+00') TO ('2030-10-01 00:00+00');
                CREATE TABLE e10 PARTITION OF events FOR VALUES FROM ('2030-10-01 00:00+00') TO ('2030-11-01 00:00+00');
                CREATE TABLE wide PARTITION OF events FOR VALUES FROM ('2030-11-01 00:00+00') TO ('2031-01-01 00:00+00');
                CREATE TABLE e1 PARTITION OF events FOR VALUES FROM ('2031-01-01 00:00+00') TO ('2031-02-01 00:00+00');
                CREATE TABLE e2 PARTITION OF events FOR VALUES FROM ('2031-02-01 00:00+00') TO ('2031-03-01 00:00+00');
                CREATE TABLE later PARTITION OF events FOR VALUES FROM ('2040-01-01 00:00+00') TO (MAXVALUE);
                CREATE TABLE rest PARTITION OF events DEFAULT;
                CREATE TABLE lost (payload text, at timestamptz NOT NULL CHECK (at < '2020-01-01 00:00+00'));
                CREATE TABLE events_p2019 (LIKE events);
                CREATE TABLE staging (LIKE events);
                CREATE TABLE events_notes (note text)""");

        JsonNode report = adopt(bench, "events", null);

        assertThat(names(report.get("imported"))).containsExactly("e9", "e10", "e1", "e2");
        assertThat(names(report.get("drifted"))).containsExactly("wide");
        assertThat(report.get("drifted").get(0).get("expected")).hasSize(2);
        assertThat(names(report.get("skipped"))).containsExactly("ancient", "later", "rest");
        assertThat(report.get("orphaned").get(0).get("name").asString()).isEqualTo("events_p2019");
        assertThat(report.get("orphaned").get(0).get("reason").asString()).isEqualTo("name");
        assertThat(report.get("orphaned").get(1).get("name").asString()).isEqualTo("lost");
        assertThat(report.get("orphaned").get(1).get("reason").asString()).isEqualTo("check-constraint");
        assertThat(report.get("orphaned")).hasSize(2);
        JsonNode proposed = report.get("proposed_policy");
        assertThat(proposed.toString()).isEqualTo("""
                {"interval":"P1M","premake":1,"default_partition":"keep"}""");
        Answer set = bench.put("events", proposed.toString());
        assertThat(set.status()).as(set.toString()).isEqualTo(201);
        assertThat(bench.operator()
                        .get(bench.table("events"))
                        .json()
                        .get("partitions_count")
                        .asInt())
                .isEqualTo(8);
    }

    @Test
    void aGivenPolicyIsWhatCounts() {
        PolicyBench bench = bench(18);
        bench.database().execute("""
                CREATE TABLE days (day date NOT NULL) PARTITION BY RANGE (day);
                CREATE TABLE d1 PARTITION OF days FOR VALUES FROM ('2031-01-01') TO ('2031-01-02');
                CREATE TABLE d2 PARTITION OF days FOR VALUES FROM ('2031-01-02') TO ('2031-01-03')""");

        JsonNode report = adopt(bench, "days", "{\"policy\": {\"interval\": \"P1W\"}}");

        assertThat(report.get("imported")).isEmpty();
        assertThat(names(report.get("drifted"))).containsExactly("d1", "d2");
        assertThat(report.get("drifted").get(0).get("expected").toString())
                .isEqualTo("[{\"from\":[\"2030-12-30\"],\"to\":[\"2031-01-06\"]}]");
        assertThat(report.get("proposed_policy").get("interval").asString()).isEqualTo("P1D");
        Answer refused =
                bench.operator().post(bench.table("days") + "/adopt", "{\"policy\": {\"interval\": \"PT1H\"}}");
        assertThat(refused.fields()).containsExactly("policy.interval:finer-than-key");
    }

    @Test
    void periodsAreFoundInEveryKindOfKey() {
        PolicyBench bench = bench(18);
        bench.database().execute("""
                CREATE TABLE ids (id bigint NOT NULL) PARTITION BY RANGE (id);
                CREATE TABLE ids_1 PARTITION OF ids FOR VALUES FROM (0) TO (1000000);
                CREATE TABLE ids_2 PARTITION OF ids FOR VALUES FROM (1000000) TO (2000000);
                CREATE TABLE millis (ts bigint NOT NULL) PARTITION BY RANGE (ts);
                CREATE TABLE millis_1 PARTITION OF millis FOR VALUES FROM (1924992000000) TO (1925078400000);
                CREATE TABLE dates (day int NOT NULL) PARTITION BY RANGE (day);
                CREATE TABLE dates_1 PARTITION OF dates FOR VALUES FROM (20310101) TO (20310201);
                CREATE TABLE berlin (at timestamptz NOT NULL) PARTITION BY RANGE (at);
                CREATE TABLE berlin_1 PARTITION OF berlin FOR VALUES FROM ('2031-01-01 00:00+01') TO ('2031-02-01 00:00+01');
                CREATE TABLE berlin_2 PARTITION OF berlin FOR VALUES FROM ('2031-07-01 00:00+02') TO ('2031-08-01 00:00+02')""");
        bench.database().execute("ALTER DATABASE " + bench.database().name() + " SET TimeZone = 'Europe/Berlin'");

        assertThat(proposal(bench, "ids")).isEqualTo("{\"integer_step\":\"1000000\"}");
        assertThat(proposal(bench, "millis")).isEqualTo("{\"interval\":\"P1D\",\"key_encoding\":\"epoch_ms\"}");
        assertThat(proposal(bench, "dates"))
                .isEqualTo("{\"interval\":\"P1M\",\"key_encoding\":\"pattern\",\"key_pattern\":\"yyyyMMdd\"}");
        assertThat(proposal(bench, "berlin")).contains("\"time_zone\":\"Europe/Berlin\"", "\"interval\":\"P1M\"");
    }

    @Test
    void tablesOfEveryStrategyAndEmptyOnesAreReported() {
        PolicyBench bench = bench(18);
        bench.database().execute("""
                CREATE TABLE empty (at date NOT NULL) PARTITION BY RANGE (at);
                CREATE TABLE regions (region text) PARTITION BY LIST (region);
                CREATE TABLE eu PARTITION OF regions FOR VALUES IN ('de', 'fr');
                CREATE TABLE us PARTITION OF regions FOR VALUES IN ('us');
                CREATE TABLE spread (id bigint NOT NULL) PARTITION BY HASH (id);
                CREATE TABLE spread_0 PARTITION OF spread FOR VALUES WITH (MODULUS 2, REMAINDER 0);
                CREATE TABLE odd (id text NOT NULL) PARTITION BY RANGE (id);
                CREATE TABLE odd_a PARTITION OF odd FOR VALUES FROM ('a') TO ('m')""");

        assertThat(adopt(bench, "empty", null).get("proposed_policy").isNull()).isTrue();
        JsonNode regions = adopt(bench, "regions", null);
        assertThat(names(regions.get("imported"))).containsExactly("us");
        assertThat(names(regions.get("drifted"))).containsExactly("eu");
        assertThat(proposal(bench, "spread")).isEqualTo("{\"modulus\":2}");
        JsonNode odd = adopt(bench, "odd", null);
        assertThat(odd.get("proposed_policy").isNull()).isTrue();
        assertThat(odd.get("skipped").get(0).get("reason").asString()).isEqualTo("not-counted");
        assertThat(bench.operator()
                        .post(bench.table("nowhere") + "/adopt", null)
                        .code())
                .isEqualTo("table-not-found");
    }

    @Test
    void whatWasDetachedHereIsAnOrphan() {
        PolicyBench bench = bench(18);
        bench.database().execute("""
                CREATE TABLE logs (day date NOT NULL) PARTITION BY RANGE (day);
                CREATE TABLE first PARTITION OF logs FOR VALUES FROM ('2031-01-01') TO ('2031-01-02')""");
        Answer detached = bench.operator().delete(bench.table("logs") + "/partitions/first?mode=detach&confirm=first");
        assertThat(detached.status()).as(detached.toString()).isEqualTo(200);

        JsonNode orphan = adopt(bench, "logs", null).get("orphaned").get(0);

        assertThat(orphan.get("reason").asString()).isEqualTo("detached-here");
        assertThat(orphan.get("evidence").asString()).contains("2031-01-01");
    }

    @Test
    void aThousandPartitionsAreReadInOneGo() {
        PolicyBench bench = bench(18);
        bench.database().execute("CREATE TABLE many (id bigint NOT NULL) PARTITION BY RANGE (id)");
        bench.database()
                .execute(IntStream.range(0, 1000)
                        .mapToObj(i -> "CREATE TABLE many_" + i + " PARTITION OF many FOR VALUES FROM (" + i * 10L
                                + ") TO (" + (i + 1) * 10L + ")")
                        .toArray(String[]::new));

        JsonNode report = adopt(bench, "many", null);

        assertThat(report.get("imported")).hasSize(1000);
        assertThat(report.get("proposed_policy").get("integer_step").asString()).isEqualTo("10");
    }

    private static String proposal(PolicyBench bench, String table) {
        return adopt(bench, table, null).get("proposed_policy").toString();
    }

    private static JsonNode adopt(PolicyBench bench, String table, @Nullable String body) {
        Answer answer = bench.operator().post(bench.table(table) + "/adopt", body);
        assertThat(answer.status()).as(answer.toString()).isEqualTo(200);
        return answer.json();
    }

    private static List<String> names(JsonNode items) {
        return StreamSupport.stream(items.spliterator(), false)
                .map(item -> item.get("name").asString())
                .toList();
    }
}
