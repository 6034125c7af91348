package io.partwarden.maintenance.runs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.partwarden.testing.Answer;
import io.partwarden.testing.ServiceTest;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.context.annotation.Import;
import tools.jackson.databind.JsonNode;

/** Tables partitioned by RANGE (tenant, time): each tenant has its own row of periods. */
@ServiceTest
@Import({MovedClock.class, TenantBench.Parts.class})
class TenantsIT {

    private final TenantBench.Parts parts;

    TenantsIT(TenantBench.Parts parts) {
        this.parts = parts;
    }

    private TenantBench bench() {
        return parts.newTarget(18).beside("text", TenantBench.TENANT_DAYS);
    }

    @ParameterizedTest
    @ValueSource(ints = {14, 18})
    void eachTenantGetsTheCurrentPeriodAndThoseAhead(int version) {
        TenantBench bench = parts.newTarget(version).beside("text", TenantBench.TENANT_DAYS);

        Answer answer = bench.register("acme", "globex");

        assertThat(answer.status()).as(answer.toString()).isEqualTo(200);
        assertThat(answer.json().get("results")).hasSize(2).allSatisfy(result -> {
            assertThat(result.get("partitions_created").asInt()).isEqualTo(3);
            assertThat(result.get("existing_partitions_imported").asInt()).isZero();
            assertThat(result.get("errors")).isEmpty();
        });
        assertThat(bench.partitions()).hasSize(6);
        assertThat(bench.get("/partitions")
                        .json()
                        .get("items")
                        .get(0)
                        .get("bounds")
                        .toString())
                .isEqualTo("{\"from\":[\"acme\",\"" + bench.at(0) + "\"],\"to\":[\"acme\",\"" + bench.at(1) + "\"]}");
        bench.write("acme", 2);
        JsonNode listed = bench.tenants();
        assertThat(listed).hasSize(2);
        assertThat(listed.get(0).get("value").asString()).isEqualTo("acme");
        assertThat(listed.get(0).get("partitions_count").asInt()).isEqualTo(3);
        assertThat(listed.get(0).get("covered_until").asString()).isEqualTo(bench.at(3));
    }

    @Test
    void whatIsRegisteredTwiceIsThereOnce() {
        TenantBench bench = bench();
        bench.register("acme");

        JsonNode again = bench.register("acme").json().get("results").get(0);

        assertThat(again.get("partitions_created").asInt()).isZero();
        assertThat(again.get("existing_partitions_imported").asInt()).isEqualTo(3);
        assertThat(bench.tenants()).hasSize(1);
        assertThat(bench.partitions()).hasSize(3);
    }

    @Test
    void aDryRunRegistersNobody() {
        TenantBench bench = bench();

        Answer plan = bench.asked("?dry_run=true", "acme");

        assertThat(plan.status()).as(plan.toString()).isEqualTo(200);
        assertThat(plan.json().get("steps")).isNotEmpty();
        assertThat(plan.json().get("results").get(0).get("value").asString()).isEqualTo("acme");
        assertThat(bench.tenants()).isEmpty();
        assertThat(bench.partitions()).isEmpty();
        String fingerprint = plan.json().get("fingerprint").asString();
        assertThat(bench.asked("?plan_fingerprint=" + fingerprint, "acme").status())
                .isEqualTo(200);
        assertThat(bench.partitions()).hasSize(3);
    }

    @Test
    void aPassMakesWhatEachTenantNeedsNextAndTheRunNamesIt() {
        TenantBench bench = bench();
        bench.register("acme", "globex");

        bench.pass(Duration.ofDays(1));

        assertThat(bench.partitions()).hasSize(8);
        assertThat(bench.lastRun().get("created")).hasSize(2);
        bench.pass(Duration.ZERO);
        assertThat(bench.pass(Duration.ZERO)).isZero();
    }

    @Test
    void aTenantsOwnRetentionCountsInPlaceOfThePolicys() {
        TenantBench bench = parts.newTarget(18)
                .beside(
                        "text",
                        "{\"interval\":\"P1D\",\"premake\":1,\"tenants\":true,\"retention\":"
                                + "{\"keep\":\"P30D\",\"action\":\"drop\",\"grace\":\"PT0S\"}}");
        bench.register("long", TenantBench.keeping("short", "P2D"));

        for (int day = 0; day < 6; day++) {
            bench.pass(Duration.ofDays(1));
        }

        assertThat(bench.tenants().get(0).get("partitions_count").asInt()).isEqualTo(8);
        assertThat(bench.tenants().get(1).get("partitions_count").asInt()).isEqualTo(4);
        assertThat(bench.tenants().get(1).get("retention").get("keep").asString())
                .isEqualTo("P2D");
    }

    @Test
    void whatIsWrongWithOneIsToldBesideItAndKeepsNobodyElse() {
        TenantBench bench = parts.newTarget(18).beside("integer", TenantBench.TENANT_DAYS);

        Answer answer = bench.register(
                "7",
                "seven",
                " 7 ",
                TenantBench.keeping("8", "never"),
                Map.of("value", "9", "retention", Map.of("keep_last", 3)));

        assertThat(answer.status()).as(answer.toString()).isEqualTo(200);
        JsonNode results = answer.json().get("results");
        assertThat(results.get(0).get("partitions_created").asInt()).isEqualTo(3);
        assertThat(error(results.get(1), "field")).isEqualTo("value");
        assertThat(error(results.get(1), "code")).isEqualTo("invalid");
        assertThat(error(results.get(2), "code")).isEqualTo("duplicate");
        assertThat(error(results.get(3), "field")).isEqualTo("retention.keep");
        assertThat(results.get(4).get("partitions_created").asInt()).isEqualTo(3);
        assertThat(bench.tenants()).hasSize(2);
    }

    @Test
    void aValueThatNoBoundCanHoldKeepsNobodyElse() {
        TenantBench bench = bench();
        StringBuilder long1 = new StringBuilder();
        Random random = new Random(7);
        IntStream.range(0, 30_000).forEach(i -> long1.append((char) (0x4e00 + random.nextInt(20_000))));

        JsonNode results =
                bench.register("acme", long1.toString(), "globex").json().get("results");

        assertThat(results.get(0).get("partitions_created").asInt()).isEqualTo(3);
        assertThat(results.get(1).get("partitions_created").asInt()).isZero();
        assertThat(results.get(1).get("errors")).isNotEmpty();
        assertThat(results.get(2).get("partitions_created").asInt()).isEqualTo(3);
        bench.pass(Duration.ofDays(1));
        assertThat(bench.partitions()).hasSize(8);
        assertThat(bench.lastRun().get("outcome").asString()).isEqualTo("partial");
    }

    @Test
    void tenantsAreDataWhateverTheirText() {
        TenantBench bench = bench();
        List<String> values = List.of(
                "",
                " ",
                "o'brien",
                "a\"b",
                "'; DROP TABLE events; --",
                "\u00fc\u4e2d\ud83d\ude00",
                "a/b;c%00",
                "line\nbreak",
                "x".repeat(500));

        Answer answer = bench.register(values.toArray());

        assertThat(answer.status()).as(answer.toString()).isEqualTo(200);
        assertThat(answer.json().get("results"))
                .allSatisfy(r -> assertThat(r.get("partitions_created").asInt()).isEqualTo(3));
        values.forEach(value -> bench.write(value, 0));
        assertThat(bench.partitions()).hasSize(27);
        values.forEach(value ->
                assertThat(bench.leave(value, "drop").status()).as(value).isEqualTo(200));
        assertThat(bench.tenants()).isEmpty();
        assertThat(bench.partitions()).isEmpty();
    }

    @Test
    void tenantsWhoseNamesFitToTheSameNeverCollide() {
        TenantBench bench = bench();

        JsonNode results = bench.register("A B", "a b", "a_b", "a-b").json().get("results");

        assertThat(results)
                .allSatisfy(r -> assertThat(r.get("partitions_created").asInt()).isEqualTo(3));
        assertThat(bench.partitions()).hasSize(12).doesNotHaveDuplicates();
        bench.leave("a_b", "drop");
        assertThat(bench.partitions()).hasSize(9);
        bench.write("a b", 0);
        assertThatThrownBy(() -> bench.write("a_b", 0)).isNotNull();
    }

    @Test
    void partitionsThatAreThereAreTheTenants() {
        TenantBench bench = bench();
        bench.database()
                .execute(
                        "CREATE TABLE odd PARTITION OF events FOR VALUES FROM ('acme', MINVALUE) TO ('acme', '"
                                + bench.day(0) + " 06:00+00')",
                        "CREATE TABLE next PARTITION OF events FOR VALUES FROM ('acme', '" + bench.at(1)
                                + "') TO ('acme', '" + bench.at(2) + "')");

        JsonNode result = bench.register("acme").json().get("results").get(0);

        assertThat(result.get("existing_partitions_imported").asInt()).isEqualTo(2);
        assertThat(result.get("partitions_created").asInt()).isEqualTo(2);
        bench.write("acme", 0);
    }

    @Test
    void offboardingShowsItsPlanAndDetachesAllOfATenant() {
        TenantBench bench = bench();
        bench.register("acme", "globex");
        bench.write("acme", 0);

        assertThat(bench.leave("acme", "detach", "").code()).isEqualTo("plan-fingerprint-needed");
        Answer plan = bench.leave("acme", "detach", "&dry_run=true");
        assertThat(plan.json().get("steps")).isNotEmpty();
        assertThat(bench.partitions()).hasSize(6);
        Answer left = bench.leave("acme", "detach");

        assertThat(left.status()).as(left.toString()).isEqualTo(200);
        assertThat(left.json().get("detached")).hasSize(3);
        assertThat(left.json().get("forgotten").asBoolean()).isTrue();
        assertThat(bench.partitions()).hasSize(3);
        String kept = left.json().get("detached").get(0).get("name").asString();
        assertThat(bench.database().query("SELECT count(*) FROM \"" + kept + "\""))
                .containsExactly("1");
        bench.pass(Duration.ofDays(2));
        assertThat(bench.partitions()).hasSize(5);
        assertThat(bench.leave("acme", "detach", "&dry_run=true").code()).isEqualTo("tenant-not-found");
    }

    @Test
    void aPartitionThatTakesOthersRowsTooStays() {
        TenantBench bench = bench();
        bench.database()
                .execute(
                        "CREATE TABLE two PARTITION OF events FOR VALUES FROM ('acme', MINVALUE) TO ('bravo', '2026-01-01')");
        bench.register("bravo");

        Answer left = bench.leave("bravo", "drop");

        assertThat(left.json().get("dropped")).hasSize(3);
        assertThat(left.json().get("left")).hasSize(1);
        assertThat(left.json().get("left").get(0).get("reason").asString()).isEqualTo("shared");
        assertThat(bench.partitions()).containsExactly("two");
    }

    @Test
    void aTenantComesBackAfterItLeft() {
        TenantBench bench = bench();
        bench.register("acme");
        bench.leave("acme", "drop");

        assertThat(bench.register("acme")
                        .json()
                        .get("results")
                        .get(0)
                        .get("partitions_created")
                        .asInt())
                .isEqualTo(3);
    }

    @Test
    void aTableWithoutTenantsHasNone() {
        TenantBench bench = parts.newTarget(18);
        bench.database().execute("CREATE TABLE events (tenant text, at timestamptz NOT NULL) PARTITION BY RANGE (at)");
        bench.policy("{\"interval\":\"P1D\",\"premake\":2}");

        assertThat(bench.register("acme").code()).isEqualTo("policy-without-tenants");
        bench.pass(Duration.ZERO);
        assertThat(bench.partitions()).hasSize(3);
    }

    @Test
    void tenantsOfUuidsAndThoseThatTheServerTakesForEqualAreOne() {
        TenantBench bench = parts.newTarget(18).beside("uuid", TenantBench.TENANT_DAYS);

        JsonNode results = bench.register(
                        "{A0EEBC99-9C0B-4EF8-BB6D-6BB9BD380A11}", "a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11")
                .json()
                .get("results");

        assertThat(results.get(0).get("value").asString()).isEqualTo("a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11");
        assertThat(error(results.get(1), "code")).isEqualTo("duplicate");
    }

    private static String error(JsonNode result, String member) {
        return result.get("errors").get(0).get(member).asString();
    }
}
