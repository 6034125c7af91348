package io.partwarden.maintenance.runs;

import static org.assertj.core.api.Assertions.assertThat;

import io.partwarden.testing.Answer;
import io.partwarden.testing.ServiceTest;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.context.annotation.Import;
import tools.jackson.databind.JsonNode;

/** Tables partitioned by LIST (tenant), each tenant's partition by RANGE (time). */
@ServiceTest
@Import({MovedClock.class, TenantBench.Parts.class})
class OwnPartitionTenantsIT {

    private final TenantBench.Parts parts;

    OwnPartitionTenantsIT(TenantBench.Parts parts) {
        this.parts = parts;
    }

    private TenantBench bench() {
        return parts.newTarget(18).own("text", TenantBench.OWN_DAYS);
    }

    @ParameterizedTest
    @ValueSource(ints = {14, 18})
    void eachTenantGetsAPartitionOfItsOwnAndItsPeriodsWithIt(int version) {
        TenantBench bench = parts.newTarget(version).own("text", TenantBench.OWN_DAYS);

        Answer answer = bench.register("acme", "o'brien");

        assertThat(answer.status()).as(answer.toString()).isEqualTo(200);
        assertThat(answer.json().get("results")).allSatisfy(result -> {
            assertThat(result.get("errors")).isEmpty();
            assertThat(result.get("partitions_created").asInt()).isEqualTo(4);
        });
        assertThat(bench.partitions()).hasSize(8);
        bench.write("acme", 0);
        bench.write("o'brien", 2);
        assertThat(bench.tenants().get(1).get("partitions_count").asInt()).isEqualTo(4);
        assertThat(bench.tenants().get(1).get("covered_until").asString()).isEqualTo(bench.at(3));
        assertThat(bench.lastRun().get("created")).hasSize(8);
    }

    @Test
    void aPassMakesWhatEachTenantNeedsNext() {
        TenantBench bench = bench();
        bench.register("acme", "globex");

        bench.pass(Duration.ofDays(1));

        assertThat(bench.partitions()).hasSize(10);
        bench.write("globex", 2);
        bench.pass(Duration.ZERO);
        assertThat(bench.pass(Duration.ZERO)).isZero();
    }

    @Test
    void aTenantsOwnRetentionCountsInPlaceOfThePolicys() {
        TenantBench bench = bench();
        bench.register("long", TenantBench.keeping("short", "P2D"));

        for (int day = 0; day < 6; day++) {
            bench.pass(Duration.ofDays(1));
        }

        assertThat(bench.tenants().get(0).get("partitions_count").asInt()).isEqualTo(10);
        assertThat(bench.tenants().get(1).get("partitions_count").asInt()).isEqualTo(6);
    }

    @Test
    void tenantsAreDataWhateverTheirText() {
        TenantBench bench = bench();
        List<String> values =
                List.of("", "A B", "a b", "a_b", "'; DROP TABLE events; --", "\u4e2d\ud83d\ude00", "x".repeat(500));

        Answer answer = bench.register(values.toArray());

        assertThat(answer.json().get("results"))
                .allSatisfy(r -> assertThat(r.get("partitions_created").asInt()).isEqualTo(4));
        values.forEach(value -> bench.write(value, 1));
        assertThat(bench.partitions()).hasSize(28).doesNotHaveDuplicates();
    }

    @Test
    void aPartitionThatIsThereIsTheTenantsWithAllInIt() {
        TenantBench bench = bench();
        bench.database()
                .execute(
                        "CREATE TABLE theirs PARTITION OF events FOR VALUES IN ('acme') PARTITION BY RANGE (at)",
                        "CREATE TABLE theirs_1 PARTITION OF theirs FOR VALUES FROM ('" + bench.at(0) + "') TO ('"
                                + bench.at(1) + "')");

        JsonNode result = bench.register("acme").json().get("results").get(0);

        assertThat(result.get("existing_partitions_imported").asInt()).isEqualTo(2);
        assertThat(result.get("partitions_created").asInt()).isEqualTo(2);
        assertThat(bench.partitions()).contains("theirs", "theirs_1").hasSize(4);
    }

    @Test
    void offboardingTakesATenantsPartitionWithAllInIt() {
        TenantBench bench = bench();
        bench.register("acme", "globex");
        bench.write("acme", 0);

        Answer detached = bench.leave("acme", "detach");
        Answer dropped = bench.leave("globex", "drop");

        assertThat(detached.json().get("detached")).hasSize(1);
        assertThat(dropped.json().get("dropped")).hasSize(1);
        assertThat(bench.partitions()).isEmpty();
        String kept = detached.json().get("detached").get(0).get("name").asString();
        assertThat(bench.database().query("SELECT count(*) FROM \"" + kept + "\""))
                .containsExactly("1");
        bench.pass(Duration.ofDays(1));
        assertThat(bench.partitions()).isEmpty();
        assertThat(bench.tenants()).isEmpty();
    }

    @Test
    void aPartitionOfNobodyRegisteredIsLeftAlone() {
        TenantBench bench = bench();
        bench.database()
                .execute("CREATE TABLE other PARTITION OF events FOR VALUES IN ('other') PARTITION BY RANGE (at)");

        bench.register("acme");
        bench.pass(Duration.ofDays(1));

        assertThat(bench.partitions()).hasSize(6);
    }
}
