package io.partwarden.maintenance.runs;

import static org.assertj.core.api.Assertions.assertThat;

import io.partwarden.testing.ServiceTest;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.springframework.context.annotation.Import;
import tools.jackson.databind.JsonNode;

@ServiceTest
@Import({MovedClock.class, MaintenanceBench.Parts.class})
class CreationIT {

    private static final Duration DAY = Duration.ofDays(1);

    private final MaintenanceBench bench;

    CreationIT(MaintenanceBench.Parts parts) {
        this.bench = parts.newTarget();
    }

    @Test
    void theCurrentPeriodAndThoseAheadAreMadeOnce() {
        bench.table("events", MaintenanceBench.EVERY_DAY);

        bench.pass();

        assertThat(bench.partitions("events")).containsExactlyElementsOf(bench.days("events", 0, 3));
        assertThat(bench.run("events").get("created")).hasSize(4);
        assertThat(bench.run("events").get("outcome").asString()).isEqualTo("changed");
        bench.pass();
        bench.pass(Duration.ofMinutes(90));
        assertThat(bench.runs("events")).hasSize(1);
        assertThat(bench.pass()).isZero();
        assertThat(bench.state("events", "last_success_at IS NOT NULL")).isEqualTo("t");
    }

    @Test
    void periodsMissedInAnOutageAreFilledAndEarlierOnesAreNotInvented() {
        bench.table("events", MaintenanceBench.EVERY_DAY);
        bench.pass();

        bench.pass(DAY.multipliedBy(10));

        assertThat(bench.partitions("events")).containsExactlyElementsOf(bench.days("events", 0, 13));
    }

    @Test
    void oneRowFarAheadChangesNothing() {
        bench.table("events", MaintenanceBench.EVERY_DAY);
        bench.pass();
        bench.database()
                .execute(
                        "CREATE TABLE far PARTITION OF events FOR VALUES FROM ('2097-01-01') TO ('2098-01-01')",
                        "INSERT INTO events VALUES (1, '2097-05-05')");

        bench.pass(DAY);

        assertThat(bench.partitions("events"))
                .hasSize(6)
                .containsAll(bench.days("events", 0, 4))
                .contains("far");
    }

    @Test
    void aFewRowsInTheDefaultMoveAlongAndManyKeepTheirPeriodAlone() {
        bench.table("events", "{\"interval\":\"P1D\",\"premake\":3,\"drain_rows\":10}");
        bench.database()
                .execute(
                        "CREATE TABLE events_rest PARTITION OF events DEFAULT",
                        "INSERT INTO events SELECT i, bench_day(1) FROM generate_series(1, 10) i",
                        "INSERT INTO events SELECT i, bench_day(2) FROM generate_series(1, 11) i");

        bench.pass();

        List<String> days = bench.days("events", 0, 3);
        assertThat(bench.partitions("events"))
                .containsExactlyInAnyOrder(days.get(0), days.get(1), days.get(3), "events_rest");
        assertThat(bench.database().query("SELECT count(*) FROM " + days.get(1)))
                .containsExactly("10");
        assertThat(bench.database().query("SELECT count(*) FROM events")).containsExactly("21");
        JsonNode skipped = bench.run("events").get("skipped");
        assertThat(skipped).hasSize(1);
        assertThat(skipped.get(0).get("reason").asString()).isEqualTo("default-holds-rows");
        assertThat(skipped.get(0).get("bounds").toString()).contains(bench.day(2));
    }

    @Test
    void aLongSelectHoldsUpNothingWhereThereIsNoDefault() throws SQLException {
        bench.table("events", MaintenanceBench.EVERY_DAY);
        bench.pass();
        try (Connection reader = bench.database().connect();
                Statement statement = reader.createStatement()) {
            reader.setAutoCommit(false);
            statement.executeQuery("SELECT count(*) FROM events").close();

            bench.pass(DAY);
        }

        assertThat(bench.partitions("events")).containsExactlyElementsOf(bench.days("events", 0, 4));
    }

    @Test
    void oneBrokenTableAmongManyStopsNoOtherAndIsFailingFromTheThirdTimeOn() {
        bench.table("first", MaintenanceBench.EVERY_DAY);
        bench.table("broken", MaintenanceBench.EVERY_DAY);
        bench.table("third", MaintenanceBench.EVERY_DAY);
        bench.database().execute("DROP TABLE broken");

        bench.pass();

        assertThat(bench.partitions("first")).hasSize(4);
        assertThat(bench.partitions("third")).hasSize(4);
        assertThat(bench.state("broken", "failures")).isEqualTo("1");
        bench.pass();
        assertThat(bench.state("broken", "failures")).isEqualTo("1");
        bench.pass(Duration.ofMinutes(2));
        bench.pass(Duration.ofMinutes(3));
        assertThat(bench.state("broken", "failures >= 3 AND failing_since IS NOT NULL"))
                .isEqualTo("t");
        assertThat(bench.state("broken", "failure ->> 'code'")).isEqualTo("table-not-found");

        bench.database().execute("CREATE TABLE broken (id bigint, at timestamptz) PARTITION BY RANGE (at)");
        bench.pass();
        assertThat(bench.partitions("broken")).hasSize(4);
        assertThat(bench.state("broken", "failures = 0 AND failing_since IS NULL AND failure IS NULL"))
                .isEqualTo("t");
    }

    @Test
    void whatSomebodyTookAwayIsMadeAgainAtTheNextLook() {
        bench.table("events", MaintenanceBench.EVERY_DAY);
        bench.pass();
        bench.pass();
        bench.database().execute("DROP TABLE " + bench.days("events", 2, 2).get(0));

        bench.pass();

        assertThat(bench.partitions("events")).containsExactlyElementsOf(bench.days("events", 0, 3));
    }

    @Test
    void idsAreMadeAheadOfTheHighestInUse() {
        bench.database()
                .execute("CREATE TABLE ids (id bigint GENERATED ALWAYS AS IDENTITY, t text) PARTITION BY RANGE (id)");
        bench.policy("ids", "{\"integer_step\":\"100\",\"premake\":2}");
        bench.pass();
        assertThat(bench.partitions("ids")).hasSize(3);
        bench.database().execute("INSERT INTO ids (t) SELECT 'x' FROM generate_series(1, 250)");

        bench.pass(Duration.ofHours(1));

        assertThat(
                        bench.database()
                                .query(
                                        "SELECT max(pg_get_expr(relpartbound, oid)) FROM pg_class WHERE relispartition"
                                                + " AND relkind = 'r' AND relname LIKE 'ids%' AND pg_get_expr(relpartbound, oid) LIKE '%(''400'') TO%'"))
                .doesNotContain("null");
    }

    @Test
    void everyValueAndEveryRemainderHasItsPartition() {
        bench.database()
                .execute(
                        "CREATE TABLE byregion (region text) PARTITION BY LIST (region)",
                        "CREATE TABLE western PARTITION OF byregion FOR VALUES IN ('us', 'ca')",
                        "CREATE TABLE byhash (id bigint) PARTITION BY HASH (id)");
        bench.policy("byregion", "{\"values\":[\"us\",\"de\",\"fr\"]}");
        bench.policy("byhash", "{\"modulus\":4}");

        bench.pass();

        assertThat(bench.partitions("byregion")).hasSize(3).contains("western");
        assertThat(bench.partitions("byhash")).hasSize(4);
        bench.pass(Duration.ofHours(2));
        assertThat(bench.runs("byregion")).hasSize(1);
        assertThat(bench.state("byregion", "failures")).isEqualTo("0");
    }

    @Test
    void thePolicysNamesAreUsed() {
        bench.table("events", "{\"interval\":\"P1M\",\"premake\":1,\"name_template\":\"{table}_{from:yyyy_MM}\"}");

        bench.pass();

        assertThat(bench.partitions("events")).allMatch(name -> name.matches("events_\\d{4}_\\d{2}"));
    }

    @Test
    void parentsAreAnalyzedWhenSomebodyWaitsForTheRun() {
        bench.table("events", MaintenanceBench.EVERY_DAY);

        JsonNode run =
                bench.client().post(bench.path("events") + "/maintenance", null).json();

        assertThat(run.get("analyzed").asBoolean()).isTrue();
        assertThat(bench.database()
                        .query("SELECT last_analyze IS NOT NULL FROM pg_stat_user_tables WHERE relname = 'events'"))
                .containsExactly("t");
    }

    @Test
    void partitionsGetTheirOwnPartitions() {
        bench.database()
                .execute(
                        "CREATE TABLE tenants (tenant text, at timestamptz) PARTITION BY LIST (tenant)",
                        "CREATE TABLE years (at timestamptz) PARTITION BY RANGE (at)");
        bench.policy(
                "tenants",
                "{\"values\":[\"a\",\"b\"],\"sub\":{\"strategy\":\"range\",\"columns\":[\"at\"],\"policy\":{\"interval\":\"P1D\",\"premake\":3}}}");
        bench.policy(
                "years",
                "{\"interval\":\"P1Y\",\"premake\":1,\"sub\":{\"strategy\":\"range\",\"columns\":[\"at\"],\"policy\":{\"interval\":\"P1D\",\"premake\":3}}}");

        bench.pass();

        assertThat(bench.leaves("tenants")).hasSize(8);
        assertThat(bench.leaves("years")).hasSize(4);
        bench.pass(DAY);
        assertThat(bench.leaves("tenants")).hasSize(10);
        assertThat(bench.leaves("years")).hasSize(5);
        assertThat(bench.state("tenants", "failures")).isEqualTo("0");
    }
}
