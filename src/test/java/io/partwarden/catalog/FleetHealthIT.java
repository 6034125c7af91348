package io.partwarden.catalog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.partwarden.sql.QualifiedName;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FleetHealthIT {

    private CatalogBench bench = CatalogBench.latest();

    @AfterEach
    void close() {
        bench.close();
    }

    private TableHealth health() {
        List<TableHealth> all = bench.fleet.health(bench.target);
        assertThat(all).extracting(TableHealth::name).containsExactly(named("events"));
        return all.get(0);
    }

    private static QualifiedName named(String name) {
        return QualifiedName.of("public", name);
    }

    private long oid(String name) {
        return Long.parseLong(
                bench.database.query("SELECT '" + name + "'::regclass::oid").get(0));
    }

    private void events() {
        bench.database.execute(
                "CREATE TABLE events (tenant text, id int) PARTITION BY LIST (tenant)",
                "CREATE TABLE acme PARTITION OF events FOR VALUES IN ('acme') PARTITION BY RANGE (id)",
                "CREATE TABLE acme_1 PARTITION OF acme FOR VALUES FROM (0) TO (100)",
                "CREATE TABLE acme_rest PARTITION OF acme DEFAULT",
                "CREATE TABLE globex PARTITION OF events FOR VALUES IN ('globex')");
    }

    @ParameterizedTest
    @ValueSource(ints = {14, 18})
    void aTreeIsSummedUpUnderItsRoot(int version) {
        bench.close();
        bench = new CatalogBench(version);
        events();
        bench.database.execute("CREATE TABLE rest PARTITION OF events DEFAULT");
        TableHealth fresh = health();

        assertThat(fresh.oid()).isEqualTo(oid("events"));
        assertThat(fresh.size()).isEqualTo(new TableHealth.Size(0, null));
        assertThat(fresh.analysed()).isEqualTo(new TableHealth.Analysed(false, null, 0, List.of()));
        assertThat(fresh.defaults())
                .containsExactlyInAnyOrder(
                        new TableHealth.Default(oid("events"), oid("rest"), named("rest"), 0, null, true),
                        new TableHealth.Default(oid("acme"), oid("acme_rest"), named("acme_rest"), 0, null, true));

        bench.database.execute(
                "INSERT INTO events SELECT 'acme', i FROM generate_series(0, 199) i",
                "INSERT INTO events VALUES ('globex', 1)",
                "ANALYZE events");
        TableHealth analysed = health();

        assertThat(analysed.size().bytes()).isEqualTo(3 * 8192);
        assertThat(analysed.size().rowsEstimate()).isEqualTo(201);
        assertThat(analysed.analysed().parent()).isTrue();
        assertThat(analysed.defaults())
                .filteredOn(d -> !d.empty())
                .containsExactly(
                        new TableHealth.Default(oid("acme"), oid("acme_rest"), named("acme_rest"), 8192, 100L, false));
    }

    @ParameterizedTest
    @ValueSource(ints = {14, 18})
    void whatIsWrongIsNamed(int version) throws SQLException {
        bench.close();
        bench = new CatalogBench(version);
        events();
        bench.database.execute("CREATE INDEX half ON ONLY events (id)");
        bench.leavePending("events", "globex");

        TableHealth health = health();

        assertThat(health.invalidIndexes()).containsExactly(named("half"));
        assertThat(health.pendingDetaches()).containsExactly(named("globex"));
    }

    @ParameterizedTest
    @ValueSource(ints = {14, 18})
    void leavesWithRowsThatNobodyAnalysedAreNamed(int version) {
        bench.close();
        bench = new CatalogBench(version);
        events();
        bench.database.execute("INSERT INTO events SELECT 'acme', 1 FROM generate_series(1, 10)");

        // The server's statistics come a moment after the rows.
        await().untilAsserted(() -> assertThat(health().analysed())
                .isEqualTo(new TableHealth.Analysed(false, null, 1, List.of(named("acme_1")))));
        bench.database.execute("ANALYZE acme_1");
        assertThat(health().analysed().missing()).isZero();
    }

    @Test
    void nobodyIsWaitedFor() throws SQLException {
        events();
        bench.database.execute("INSERT INTO events VALUES ('acme', 200)", "ANALYZE events");
        try (Connection holder = bench.database.connect();
                Statement holding = holder.createStatement()) {
            holder.setAutoCommit(false);
            holding.execute("LOCK TABLE acme_rest IN ACCESS EXCLUSIVE MODE");

            TableHealth.Default held = health().defaults().get(0);

            assertThat(held.bytes()).isEqualTo(8192);
            assertThat(held.empty()).isFalse();
            holder.rollback();
        }
    }

    @Test
    void schemasLeftOutAreNot() {
        events();

        assertThat(bench.fleet.health(bench.showing("other"))).isEmpty();
    }

    @Test
    void eachChildHasItsSize() {
        events();
        bench.database.execute(
                "INSERT INTO events VALUES ('acme', 1), ('acme', 200)", "ANALYZE acme_1", "ANALYZE acme_rest");

        Map<Long, RelationReader.Size> sizes = bench.fleet.leafSizes(bench.target, oid("events"));

        assertThat(sizes).containsOnlyKeys(oid("acme"), oid("globex"));
        assertThat(sizes)
                .hasEntrySatisfying(oid("acme"), size -> {
                    assertThat(size.rowsEstimate()).isEqualTo(2);
                    assertThat(size.bytes()).isGreaterThanOrEqualTo(2 * 8192);
                })
                .hasEntrySatisfying(
                        oid("globex"), size -> assertThat(size.rowsEstimate()).isNull());
        assertThat(bench.fleet.leafSizes(bench.target, oid("globex"))).isEmpty();
    }
}
