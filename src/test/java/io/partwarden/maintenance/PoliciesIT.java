package io.partwarden.maintenance;

import static org.assertj.core.api.Assertions.assertThat;

import io.partwarden.shared.PartwardenHome;
import io.partwarden.testing.Answer;
import io.partwarden.testing.Client;
import io.partwarden.testing.MovedClock;
import io.partwarden.testing.PostgresServer;
import io.partwarden.testing.Service;
import io.partwarden.testing.ServiceTest;
import java.util.List;
import java.util.Map;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.context.annotation.Import;
import tools.jackson.databind.JsonNode;

/** It is the first of January 2031 (a Wednesday) here. */
@ServiceTest
@Import(MovedClock.class)
class PoliciesIT {

    private static final String DAILY = "{\"interval\": \"P1D\", \"premake\": 3}";

    private final Service service;
    private final PolicyBench bench;

    PoliciesIT(Service service, PartwardenHome home) {
        this.service = service;
        this.bench = PolicyBench.on(service, home.home(), PostgresServer.latest());
    }

    @BeforeEach
    void aTable() {
        bench.database().execute("CREATE TABLE events (at timestamptz NOT NULL, payload text) PARTITION BY RANGE (at)");
    }

    @Test
    void aPolicyIsSetAndShownWithWhatItMeansAndWhatComesNext() {
        Answer made = bench.put("events", "{\"interval\": \"P1M\", \"time_zone\": \"Europe/Berlin\"}");

        assertThat(made.status()).as(made.toString()).isEqualTo(201);
        assertThat(made.header("ETag")).isEqualTo(made.json().get("etag").asString());
        assertThat(bench.operator().get(made.header("Location")).json()).isEqualTo(made.json());
        assertThat(bench.operator().get(bench.policy("events")).json()).isEqualTo(made.json());
        JsonNode shown = made.json();
        assertThat(shown.get("table").asString()).isEqualTo("events");
        assertThat(shown.get("interval").asString()).isEqualTo("P1M");
        assertThat(shown.has("premake")).isFalse();
        JsonNode effective = shown.get("effective");
        assertThat(effective.get("premake").asInt()).isEqualTo(4);
        assertThat(effective.get("every").asString()).isEqualTo("PT1H");
        assertThat(effective.get("key_encoding").asString()).isEqualTo("native");
        assertThat(effective.get("default_partition").asString()).isEqualTo("none");
        assertThat(effective.get("start").asString()).isEqualTo("2031-01-01T00:00:00Z");
        assertThat(effective.get("enabled").asBoolean()).isTrue();
        assertThat(effective.has("retention")).isFalse();
        JsonNode next = shown.get("next_boundaries");
        assertThat(next).hasSize(5);
        assertThat(next.get(0).get("from").asString()).isEqualTo("2030-12-31T23:00:00Z");
        assertThat(next.get(0).get("to").asString()).isEqualTo("2031-01-31T23:00:00Z");
        assertThat(next.get(3).get("to").asString()).isEqualTo("2031-04-30T22:00:00Z");
        assertThat(next.get(0).get("exists").asBoolean()).isFalse();
        assertThat(next.get(0).get("bounds").get("from").get(0).asString()).isEqualTo("2030-12-31 23:00:00+00");
    }

    @Test
    void nothingOfItTouchesTheTable() {
        bench.put("events", DAILY);

        assertThat(bench.operator()
                        .get(bench.table("events"))
                        .json()
                        .get("partitions_count")
                        .asInt())
                .isZero();
        Answer refused = bench.operator().put(bench.policy("events") + "?dry_run=true", DAILY);
        assertThat(refused.status()).isEqualTo(400);
        assertThat(refused.fields()).containsExactly("dry_run:unknown-parameter");
    }

    @Test
    void whatIsThereAlreadyIsShownAsSuch() {
        bench.database().execute("""
                CREATE TABLE "today's" PARTITION OF events FOR VALUES FROM ('2031-01-01 00:00+00') TO ('2031-01-02 00:00+00');
                CREATE TABLE odd PARTITION OF events FOR VALUES FROM ('2031-01-02 00:00+00') TO ('2031-01-03 12:00+00')""");

        JsonNode next = bench.put("events", DAILY).json().get("next_boundaries");

        assertThat(next.get(0).get("name").get("name").asString()).isEqualTo("today's");
        assertThat(StreamSupport.stream(next.spliterator(), false)
                        .map(boundary -> boundary.get("exists").asBoolean()))
                .containsExactly(true, true, false, false, false);
    }

    @Test
    void anEqualPolicyIsLeftAloneAndAnotherNeedsItsEtag() {
        String etag = bench.put("events", DAILY).header("ETag");
        String other = "{\"interval\": \"P1D\", \"premake\": 7}";

        assertThat(bench.put("events", DAILY).status()).isEqualTo(200);
        assertThat(bench.put("events", other).status()).isEqualTo(428);
        Client stale = bench.operator().with("If-Match", "\"0123\"");
        assertThat(stale.put(bench.policy("events"), other).status()).isEqualTo(412);
        Answer replaced = bench.operator().with("If-Match", etag).put(bench.policy("events"), other);
        assertThat(replaced.status()).as(replaced.toString()).isEqualTo(200);
        assertThat(replaced.header("ETag")).isNotEqualTo(etag);
    }

    @Test
    void aPatchChangesWhatItNames() {
        String etag = bench.put(
                        "events", "{\"interval\": \"P1D\", \"premake\": 3, \"retention\": {\"keep\": \"P30D\"}}")
                .header("ETag");
        Client patching = bench.operator().with("Content-Type", "application/merge-patch+json");

        assertThat(patching.patch(bench.policy("events"), "{\"premake\": 5}").status())
                .isEqualTo(428);
        Answer patched = patching.with("If-Match", etag)
                .patch(bench.policy("events"), "{\"premake\": null, \"retention\": {\"action\": \"drop\"}}");
        assertThat(patched.status()).as(patched.toString()).isEqualTo(200);
        assertThat(patched.json().has("premake")).isFalse();
        assertThat(patched.json().get("retention").toString()).isEqualTo("{\"keep\":\"P30D\",\"action\":\"drop\"}");
        assertThat(patched.json().get("effective").get("retention").get("grace").asString())
                .isEqualTo("P7D");
        Answer refused = patching.with("If-Match", "*")
                .patch(bench.policy("events"), "{\"retention\": {\"keep\": \"soon\"}, \"every\": \"P2D\"}");
        assertThat(refused.fields()).containsExactlyInAnyOrder("retention.keep:invalid", "every:out-of-range");
    }

    @Test
    void everythingThatIsWrongIsToldTogether() {
        Answer refused = bench.put("events", """
                {"interval": "P1D", "time_zone": "Mars/Olympus", "premake": 9999, "every": "PT1S", "default_partition": "maybe",
                 "retention": {"keep": "P1Y", "keep_last": 3, "action": "burn"},
                 "hooks": [{"on": ["sometimes"], "url": "ftp://x"}], "template": {"unlogged": true}}
                """);

        assertThat(refused.status()).isEqualTo(400);
        assertThat(refused.fields())
                .contains(
                        "time_zone:invalid",
                        "every:out-of-range",
                        "default_partition:invalid",
                        "hooks[0].on:invalid",
                        "hooks[0].url:invalid",
                        "template:not-available");
        assertThat(bench.operator().get(bench.policy("events")).status()).isEqualTo(404);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            {"integer_step": "1000"}                          | integer_step:key-type
            {"integer_step": "many"}                          | integer_step:invalid,integer_step:key-type
            {"values": ["a"]}                                 | values:strategy
            {"interval": "P1D", "modulus": 4}                 | interval:only-one
            {"interval": "P1D", "key_encoding": "epoch_ms"}   | key_encoding:encoding
            {"interval": "P1D", "intervall": "P1M"}           | intervall:unknown-field
            {"interval": "P1D", "premake": 3.5}               | premake:type
            {"interval": "P1D", "sub": {"strategy": "hash", "columns": ["nothing"], "policy": {"modulus": 4, "every": "PT1H"}}} \
            | sub.policy.every:not-applicable,sub.columns[0]:unknown-column
            """)
    void thePolicyMustFitTheTable(String policy, String fields) {
        Answer refused = bench.put("events", policy);

        assertThat(refused.status()).as(refused.toString()).isEqualTo(400);
        assertThat(refused.fields()).containsExactlyInAnyOrder(fields.split(","));
    }

    @Test
    void aDefaultPartitionThatIsNotWantedIsToldAndLeft() {
        bench.database().execute("CREATE TABLE rest PARTITION OF events DEFAULT");

        JsonNode adopted = bench.put("events", DAILY).json();
        assertThat(adopted.get("effective").get("default_partition").asString()).isEqualTo("keep");
        assertThat(adopted.get("warnings")).isEmpty();
        JsonNode unwanted = bench.operator()
                .with("If-Match", "*")
                .put(bench.policy("events"), "{\"interval\": \"P1D\", \"premake\": 3, \"default_partition\": \"none\"}")
                .json();
        assertThat(unwanted.get("warnings").get(0).get("code").asString()).isEqualTo("has-default");
    }

    @Test
    void keysOfEveryKindHaveTheirNextBoundaries() {
        bench.database().execute("""
                CREATE TABLE flakes (id bigint NOT NULL) PARTITION BY RANGE (id);
                CREATE TABLE uuids (id uuid NOT NULL) PARTITION BY RANGE (id);
                CREATE TABLE regions (region text) PARTITION BY LIST (region);
                CREATE TABLE spread (id bigint NOT NULL) PARTITION BY HASH (id)""");

        assertThat(next("uuids", "{\"interval\": \"P1D\", \"key_encoding\": \"uuid_v7\"}")
                        .get(0)
                        .get("from")
                        .asString())
                .isEqualTo("2031-01-01T00:00:00Z");
        assertThat(next("regions", "{\"values\": [\"eu\", null, \"\"]}")).hasSize(3);
        assertThat(next("spread", "{\"modulus\": 4}")).hasSize(4);
        JsonNode flakes = next("flakes", """
                {"interval": "P1D", "key_encoding": "snowflake", "key_epoch": "2010-11-04T01:42:54.657Z"}""");
        assertThat(flakes.get(1).get("from").asString()).isEqualTo("2031-01-02T00:00:00Z");
    }

    private JsonNode next(String table, String policy) {
        Answer made = bench.put(table, policy);
        assertThat(made.status()).as(made.toString()).isEqualTo(201);
        return made.json().get("next_boundaries");
    }

    @Test
    void whoeverDeletesItNeedNotHaveSeenIt() {
        String etag = bench.put("events", DAILY).header("ETag");

        Client stale = bench.operator().with("If-Match", "\"0123\"");
        assertThat(stale.delete(bench.policy("events")).status()).isEqualTo(412);
        assertThat(bench.operator().delete(bench.policy("events")).status()).isEqualTo(204);
        Answer gone = bench.operator().get(bench.policy("events"));
        assertThat(gone.code()).isEqualTo("policy-not-found");
        Answer late = bench.operator().with("If-Match", etag).put(bench.policy("events"), DAILY);
        assertThat(late.status()).isEqualTo(412);
    }

    @Test
    void thePolicyOutlivesItsTableAndSaysSo() {
        bench.put("events", DAILY);
        bench.database().execute("DROP TABLE events");

        JsonNode shown = bench.operator().get(bench.policy("events")).json();

        assertThat(shown.get("warnings").get(0).get("code").asString()).isEqualTo("table-missing");
        assertThat(shown.get("effective").isNull()).isTrue();
        bench.database().execute("CREATE TABLE events (at bigint NOT NULL) PARTITION BY RANGE (at)");
        assertThat(bench.operator()
                        .get(bench.policy("events"))
                        .json()
                        .get("warnings")
                        .get(0)
                        .get("code")
                        .asString())
                .isEqualTo("does-not-fit");
        bench.database().execute("DROP TABLE events");
        assertThat(bench.operator().delete(bench.policy("events")).status()).isEqualTo(204);
    }

    @Test
    void onlyPartitionedTablesHaveOne() {
        bench.database().execute("CREATE TABLE plain (id int)");

        assertThat(bench.put("plain", DAILY).code()).isEqualTo("not-partitioned");
        assertThat(bench.put("nowhere", DAILY).code()).isEqualTo("table-not-found");
    }

    @Test
    void viewersSeeAndOperatorsSetWithinTheirTargets() {
        bench.put("events", DAILY);
        Client viewer = service.newToken("viewer", Map.of());
        Client elsewhere = service.newToken("operator", Map.of("targets", List.of("elsewhere")));
        String policy = bench.policy("events");

        assertThat(viewer.get(policy).status()).isEqualTo(200);
        assertThat(viewer.put(policy, DAILY).status()).isEqualTo(403);
        assertThat(viewer.post(bench.table("events") + "/pause", null).status()).isEqualTo(403);
        assertThat(viewer.delete(policy).status()).isEqualTo(403);
        assertThat(elsewhere.get(policy).status()).isEqualTo(403);
        assertThat(elsewhere.put(policy, DAILY).status()).isEqualTo(403);
    }

    @Test
    void changesAreOnTheAuditTrail() {
        bench.put("events", DAILY);
        bench.operator().post(bench.table("events") + "/pause", null);

        JsonNode trail = service.admin()
                .get("/api/v1/audit?target=" + bench.target() + "&table=public.events")
                .json()
                .get("items");

        assertThat(StreamSupport.stream(trail.spliterator(), false)
                        .map(entry -> entry.get("action").asString() + " "
                                + entry.get("outcome").asString()))
                .contains("policy.put succeeded", "policy.pause succeeded");
    }

    @Test
    void aPauseIsNoVersion() {
        String etag = bench.put("events", DAILY).header("ETag");

        Answer paused = bench.operator().post(bench.table("events") + "/pause", null);
        assertThat(paused.json().get("paused").asBoolean()).isTrue();
        assertThat(paused.header("ETag")).isEqualTo(etag);
        Answer resumed = bench.operator().post(bench.table("events") + "/resume", null);
        assertThat(resumed.json().get("paused").asBoolean()).isFalse();
        bench.operator().delete(bench.policy("events"));
        assertThat(bench.operator().post(bench.table("events") + "/pause", null).code())
                .isEqualTo("policy-not-found");
    }

    @Test
    void everythingIsFrozenAndThawed() {
        Client limited = service.newToken("operator", Map.of("targets", List.of(bench.target())));
        assertThat(limited.post("/api/v1/freeze", null).status()).isEqualTo(403);

        Answer frozen = bench.operator().post("/api/v1/freeze", "{\"reason\": \"migration\"}");
        assertThat(frozen.json().get("frozen").asBoolean())
                .as(frozen.toString())
                .isTrue();
        assertThat(frozen.json().get("since").asString()).isEqualTo("2031-01-01T00:00:00Z");
        Answer again = bench.operator().post("/api/v1/freeze", null);
        assertThat(again.json().get("reason").asString()).isEqualTo("migration");
        assertThat(limited.get("/api/v1/freeze").json()).isEqualTo(again.json());
        Answer thawed = bench.operator().post("/api/v1/unfreeze", null);
        assertThat(thawed.json().get("frozen").asBoolean()).isFalse();
        assertThat(bench.operator().post("/api/v1/unfreeze", null).status()).isEqualTo(200);
    }
}
