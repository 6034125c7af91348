package io.partwarden.maintenance;

import static org.assertj.core.api.Assertions.assertThat;

import io.partwarden.shared.PartwardenHome;
import io.partwarden.testing.Answer;
import io.partwarden.testing.PostgresServer;
import io.partwarden.testing.Service;
import io.partwarden.testing.ServiceTest;
import java.util.List;
import java.util.Map;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

@ServiceTest
class ForecastIT {

    private static final String NEW_YEAR = "&now=2031-01-01T00:00:00Z";

    private final Service service;
    private final PolicyBench bench;

    ForecastIT(Service service, PartwardenHome home) {
        this.service = service;
        this.bench = PolicyBench.on(service, home.home(), PostgresServer.latest());
    }

    @Test
    void everythingThatWillComeAndGoIsTold() {
        months("disabled", "\"action\": \"drop\", \"keep\": \"P2M\"");

        JsonNode forecast = forecast("disabled", "?days=40" + NEW_YEAR);

        assertThat(events(forecast))
                .containsExactly(
                        "2031-01-01T00:00:00Z create 2031-02-01 00:00:00+00",
                        "2031-01-01T00:00:00Z create 2031-03-01 00:00:00+00",
                        "2031-01-01T00:00:00Z detach 2030-10-01 00:00:00+00",
                        "2031-01-08T00:00:00Z drop 2030-10-01 00:00:00+00",
                        "2031-02-01T00:00:00Z create 2031-04-01 00:00:00+00",
                        "2031-02-01T00:00:00Z detach 2030-11-01 00:00:00+00",
                        "2031-02-08T00:00:00Z drop 2030-11-01 00:00:00+00");
        assertThat(forecast.get("from").asString()).isEqualTo("2031-01-01T00:00:00Z");
        assertThat(forecast.get("until").asString()).isEqualTo("2031-02-10T00:00:00Z");
        assertThat(forecast.get("complete").asBoolean()).isTrue();
        JsonNode totals = forecast.get("totals");
        assertThat(totals.get("created").asInt()).isEqualTo(3);
        assertThat(totals.get("detached").asInt()).isEqualTo(2);
        assertThat(totals.get("dropped").asInt()).isEqualTo(2);
        JsonNode gone = forecast.get("items").get(2);
        assertThat(gone.get("partition").get("name").asString()).isEqualTo("disabled_10");
        assertThat(gone.get("bytes").asLong()).isPositive();
        assertThat(totals.get("bytes_dropped").asLong())
                .isGreaterThanOrEqualTo(gone.get("bytes").asLong());
    }

    @Test
    void aLongLookIsAnsweredWholeAndTouchesNothing() {
        months("longer", "\"keep_last\": 3");

        JsonNode forecast = forecast("longer", "?days=3660" + NEW_YEAR);

        assertThat(forecast.get("totals").get("created").asInt()).isGreaterThanOrEqualTo(120);
        assertThat(forecast.get("totals").get("dropped").asInt()).isZero();
        assertThat(bench.database().query("SELECT count(*) FROM pg_inherits WHERE inhparent = 'longer'::regclass"))
                .containsExactly("4");
    }

    @Test
    void valuesAndRemaindersComeAtOnce() {
        bench.database().execute("""
                CREATE TABLE spread (id bigint NOT NULL) PARTITION BY HASH (id);
                CREATE TABLE spread_0 PARTITION OF spread FOR VALUES WITH (MODULUS 3, REMAINDER 0)""");
        bench.put("spread", "{\"modulus\": 3, \"enabled\": false}");

        JsonNode forecast = forecast("spread", "?days=1");

        assertThat(forecast.get("items")).hasSize(2);
        assertThat(forecast.get("items").get(0).get("bounds").get("remainder").asInt())
                .isEqualTo(1);
    }

    @Test
    void whatCannotBeAskedIsRefused() {
        months("asked", "\"keep_last\": 3");

        assertThat(List.of("?days=0", "?days=3661", "?days=many", "?now=tomorrow", "?day=3"))
                .allSatisfy(query -> assertThat(bench.operator()
                                .get(bench.table("asked") + "/forecast" + query)
                                .status())
                        .isEqualTo(400));
    }

    @Test
    void viewersSeeItWhereThereIsAPolicy() {
        months("seen", "\"keep_last\": 3");
        bench.database().execute("CREATE TABLE alone (at date NOT NULL) PARTITION BY RANGE (at)");

        assertThat(service.newToken("viewer", Map.of())
                        .get(bench.table("seen") + "/forecast")
                        .status())
                .isEqualTo(200);
        assertThat(service.newToken("viewer", Map.of("targets", List.of("elsewhere")))
                        .get(bench.table("seen") + "/forecast")
                        .status())
                .isEqualTo(403);
        assertThat(bench.operator().get(bench.table("alone") + "/forecast").code())
                .isEqualTo("policy-not-found");
    }

    /** Nobody carries the policy out, so that only the forecast speaks. */
    private void months(String table, String retention) {
        bench.database().execute("""
                CREATE TABLE %1$s (at timestamptz NOT NULL) PARTITION BY RANGE (at);
                CREATE TABLE %1$s_10 PARTITION OF %1$s FOR VALUES FROM ('2030-10-01 00:00+00') TO ('2030-11-01 00:00+00');
                CREATE TABLE %1$s_11 PARTITION OF %1$s FOR VALUES FROM ('2030-11-01 00:00+00') TO ('2030-12-01 00:00+00');
                CREATE TABLE %1$s_12 PARTITION OF %1$s FOR VALUES FROM ('2030-12-01 00:00+00') TO ('2031-01-01 00:00+00');
                CREATE TABLE %1$s_1 PARTITION OF %1$s FOR VALUES FROM ('2031-01-01 00:00+00') TO ('2031-02-01 00:00+00');
                INSERT INTO %1$s VALUES ('2030-10-05 00:00+00')""".formatted(table));
        Answer made = bench.put(
                table,
                "{\"interval\": \"P1M\", \"premake\": 2, \"enabled\": false, \"retention\": {" + retention + "}}");
        assertThat(made.status()).as(made.toString()).isEqualTo(201);
    }

    private JsonNode forecast(String table, String query) {
        Answer answer = bench.operator().get(bench.table(table) + "/forecast" + query);
        assertThat(answer.status()).as(answer.toString()).isEqualTo(200);
        return answer.json();
    }

    private static List<String> events(JsonNode forecast) {
        return StreamSupport.stream(forecast.get("items").spliterator(), false)
                .map(item -> item.get("at").asString() + " "
                        + item.get("action").asString() + " "
                        + item.get("bounds").get("from").get(0).asString())
                .toList();
    }
}
