package io.partwarden.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import io.partwarden.partition.KeyFamily;
import io.partwarden.partition.Strategy;
import io.partwarden.sql.QualifiedName;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FleetTablesIT {

    private CatalogBench bench = CatalogBench.latest();

    @AfterEach
    void close() {
        bench.close();
    }

    private void on(int version) {
        bench.close();
        bench = new CatalogBench(version);
    }

    private FleetTable table(String name) {
        return bench.fleet.tables(bench.target).stream()
                .filter(t -> t.name().equals(QualifiedName.of("public", name)))
                .findFirst()
                .orElseThrow();
    }

    private String fingerprint() {
        return table("events").fingerprint();
    }

    private void events() {
        bench.database.execute(
                "CREATE TABLE events (id bigint, at date NOT NULL) PARTITION BY RANGE (at)",
                "CREATE INDEX ON events (id)",
                "CREATE TABLE one PARTITION OF events FOR VALUES FROM ('2024-01-01') TO ('2024-02-01')",
                "CREATE TABLE two PARTITION OF events FOR VALUES FROM ('2024-02-01') TO ('2024-03-01')");
    }

    @ParameterizedTest
    @ValueSource(ints = {14, 15, 16, 17, 18})
    void everyPartitionedTableIsThere(int version) {
        on(version);
        bench.database.execute(
                "CREATE DOMAIN moment AS timestamptz",
                "CREATE DOMAIN instant AS moment",
                "CREATE TABLE plain (id int)",
                "CREATE TEMP TABLE fleeting (id int) PARTITION BY HASH (id)",
                "CREATE TABLE by_tenant (tenant text, at instant, id uuid) PARTITION BY LIST (tenant)",
                "CREATE TABLE acme PARTITION OF by_tenant FOR VALUES IN ('acme') PARTITION BY RANGE (at, lower(tenant))",
                "CREATE TABLE rest PARTITION OF by_tenant DEFAULT",
                "CREATE TABLE hashed (id numeric(12, 2)) PARTITION BY HASH (id)");

        List<FleetTable> tables = bench.fleet.tables(bench.target);

        assertThat(tables).extracting(t -> t.name().name().value()).containsExactly("acme", "by_tenant", "hashed");
        FleetTable acme = tables.get(0);
        FleetTable root = tables.get(1);
        assertThat(acme.parentOid()).isEqualTo(root.oid());
        assertThat(acme.partitions()).isZero();
        assertThat(acme.key())
                .isEqualTo(new FleetTable.Key(
                        Strategy.RANGE,
                        List.of(
                                new FleetTable.Part("at", "public.instant", KeyFamily.TIMESTAMPTZ),
                                new FleetTable.Part(null, "text", KeyFamily.OTHER))));
        assertThat(root.parentOid()).isNull();
        assertThat(root.strategy()).isEqualTo(Strategy.LIST);
        assertThat(root.partitions()).isEqualTo(2);
        assertThat(bench.database.query("SELECT 'rest'::regclass::oid")).containsExactly("" + root.defaultOid());
        assertThat(tables.get(2).key().parts())
                .containsExactly(new FleetTable.Part("id", "numeric(12,2)", KeyFamily.NUMERIC));
        assertThat(tables.get(2).defaultOid()).isZero();
    }

    @Test
    void schemasLeftOutAreNot() {
        bench.database.execute(
                "CREATE SCHEMA other",
                "CREATE TABLE other.events (id int) PARTITION BY RANGE (id)",
                "CREATE TABLE events (id int) PARTITION BY RANGE (id)");

        assertThat(bench.fleet.tables(bench.showing("other")))
                .extracting(FleetTable::name)
                .containsExactly(QualifiedName.of("other", "events"));
    }

    @ParameterizedTest
    @ValueSource(ints = {14, 18})
    void everyChangeOfTheChildrenMovesTheFingerprint(int version) {
        on(version);
        events();

        for (String change : List.of(
                "CREATE TABLE three PARTITION OF events FOR VALUES FROM ('2024-03-01') TO ('2024-04-01')",
                "ALTER TABLE events DETACH PARTITION three",
                "ALTER TABLE events ATTACH PARTITION three FOR VALUES FROM ('2024-03-01') TO ('2024-04-01')",
                "DROP TABLE three",
                "CREATE TABLE three PARTITION OF events FOR VALUES FROM ('2024-03-01') TO ('2024-04-01')",
                "CREATE TABLE rest PARTITION OF events DEFAULT",
                "ALTER TABLE events DETACH PARTITION rest",
                "ALTER TABLE events DETACH PARTITION two CONCURRENTLY",
                """
                DO $$ BEGIN
                    ALTER TABLE events DETACH PARTITION three;
                    ALTER TABLE events ATTACH PARTITION three FOR VALUES FROM ('2024-03-01') TO ('2024-03-15');
                END $$
                """)) {
            String before = fingerprint();
            bench.database.execute(change);
            assertThat(fingerprint()).as(change).isNotEqualTo(before);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {14, 18})
    void aPendingDetachAndItsEndMoveTheFingerprint(int version) throws SQLException {
        on(version);
        events();
        String whole = fingerprint();

        bench.leavePending("events", "two");
        FleetTable pending = table("events");
        bench.database.execute("ALTER TABLE events DETACH PARTITION two FINALIZE");

        assertThat(pending.pendingDetaches()).isEqualTo(1);
        assertThat(pending.partitions()).isEqualTo(2);
        assertThat(pending.fingerprint()).isNotEqualTo(whole);
        assertThat(fingerprint()).isNotEqualTo(pending.fingerprint()).isNotEqualTo(whole);
        assertThat(table("events").pendingDetaches()).isZero();
    }

    @ParameterizedTest
    @ValueSource(ints = {14, 18})
    void rowsAndTheServersOwnCareLeaveTheFingerprintAlone(int version) throws SQLException {
        on(version);
        events();
        String before = fingerprint();

        bench.database.execute(
                "INSERT INTO events SELECT i, '2024-01-05' FROM generate_series(1, 1000) i",
                "DELETE FROM events WHERE id > 10",
                "ANALYZE events",
                "VACUUM events",
                "VACUUM FREEZE events",
                "VACUUM FULL one",
                "CREATE INDEX ON events (at)",
                "ALTER TABLE one RENAME TO uno");
        try (Connection superuser = bench.database.connectAsSuperuser();
                Statement statement = superuser.createStatement()) {
            statement.execute("VACUUM FREEZE pg_catalog.pg_inherits");
            statement.execute("VACUUM FULL pg_catalog.pg_inherits");
            statement.execute("CREATE TABLE unrelated (id int) PARTITION BY RANGE (id)");
            statement.execute("CREATE TABLE unrelated_1 PARTITION OF unrelated FOR VALUES FROM (0) TO (1)");
        }

        assertThat(fingerprint()).isEqualTo(before);
    }
}
