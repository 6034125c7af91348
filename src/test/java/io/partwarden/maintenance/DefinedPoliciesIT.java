package io.partwarden.maintenance;

import static org.assertj.core.api.Assertions.assertThat;

import io.partwarden.shared.PartwardenHome;
import io.partwarden.testing.Answer;
import io.partwarden.testing.MovedClock;
import io.partwarden.testing.PostgresServer;
import io.partwarden.testing.Service;
import io.partwarden.testing.ServiceTest;
import org.junit.jupiter.api.Test;
import org.springframework.context.annotation.Import;
import tools.jackson.databind.JsonNode;

@ServiceTest
@Import(MovedClock.class)
class DefinedPoliciesIT {

    private static final String ORDERS = """
            {"table": "orders", "columns": [{"name": "at", "type": "%s", "nullable": false}],
             "partition_by": {"strategy": "range", "columns": ["at"]}, "if_exists": "ok", "policy": %s}
            """;
    private static final String WEEKLY = "{\"interval\": \"P1W\", \"retention\": {\"keep_last\": 8}}";

    private final PolicyBench bench;

    DefinedPoliciesIT(Service service, PartwardenHome home) {
        this.bench = PolicyBench.on(service, home.home(), PostgresServer.latest());
    }

    @Test
    void aTableIsMadeWithItsPolicyAndShownWithIt() {
        Answer made = define("date", WEEKLY);

        assertThat(made.status()).as(made.toString()).isEqualTo(201);
        JsonNode policy = made.json().get("policy");
        assertThat(policy.get("interval").asString()).isEqualTo("P1W");
        assertThat(policy.get("etag"))
                .isEqualTo(bench.operator().get(bench.policy("orders")).json().get("etag"));
        JsonNode table = bench.operator().get(bench.table("orders")).json();
        assertThat(table.get("policy")).isEqualTo(policy);
        assertThat(table.get("coverage"))
                .isEqualTo(bench.operator()
                        .get(bench.table("orders") + "/coverage")
                        .json());
    }

    @Test
    void withoutOneNoneIsShown() {
        define("date", "null");

        assertThat(bench.operator()
                        .get(bench.table("orders"))
                        .json()
                        .get("policy")
                        .isNull())
                .isTrue();
    }

    @Test
    void anEqualOneIsFineAndAnotherIsTold() {
        define("date", WEEKLY);

        assertThat(define("date", WEEKLY).status()).isEqualTo(200);
        Answer differs = define("date", WEEKLY.replace("P1W", "P1M"));
        assertThat(differs.status()).isEqualTo(409);
        assertThat(differs.code()).isEqualTo("policy-differs");
        assertThat(differs.json().get("differences").toString())
                .isEqualTo("[{\"field\":\"interval\",\"wanted\":\"P1M\",\"found\":\"P1W\"}]");
    }

    @Test
    void anExistingTableGetsTheOneItLacks() {
        define("date", "null");

        assertThat(define("date", WEEKLY).status()).isEqualTo(200);
        assertThat(bench.operator().get(bench.policy("orders")).status()).isEqualTo(200);
    }

    @Test
    void whatIsWrongInBothIsToldTogetherBeforeAnythingIsMade() {
        Answer refused = bench.operator().post(bench.tables(), """
                {"table": "orders", "columns": [{"name": "at", "type": "date"}, {"name": "x", "type": "nonsense"}],
                 "partition_by": {"strategy": "range", "columns": ["at"]}, "policy": {"interval": "PT1H", "premake": -1}}
                """);

        assertThat(refused.status()).isEqualTo(400);
        assertThat(refused.fields())
                .contains(
                        "columns[1].type:invalid-type",
                        "policy.interval:finer-than-key",
                        "policy.premake:out-of-range");
        assertThat(define("date", "{\"intervall\": \"P1D\"}").fields())
                .containsExactly("policy.intervall:unknown-field");
        assertThat(define("date", "{\"interval\": \"P1D\", \"time_zone\": \"\"}")
                        .fields())
                .containsExactly("policy.time_zone:text");
        assertThat(bench.operator().get(bench.table("orders")).status()).isEqualTo(404);
    }

    @Test
    void aPreviewStoresNothing() {
        Answer plan = bench.operator().post(bench.tables() + "?dry_run=true", ORDERS.formatted("date", WEEKLY));

        assertThat(plan.status()).as(plan.toString()).isEqualTo(200);
        assertThat(bench.operator().get(bench.policy("orders")).status()).isEqualTo(404);
    }

    private Answer define(String type, String policy) {
        return bench.operator().post(bench.tables(), ORDERS.formatted(type, policy));
    }
}
