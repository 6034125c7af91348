package io.partwarden.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import io.partwarden.partition.DefaultCheck;
import io.partwarden.partition.TableSnapshot;
import io.partwarden.sql.QualifiedName;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FleetSnapshotsIT {

    private CatalogBench bench = CatalogBench.latest();

    @AfterEach
    void close() {
        bench.close();
    }

    private List<FleetTable> tables() {
        return bench.fleet.tables(bench.target);
    }

    private Map<Long, TableSnapshot> snapshots() {
        return bench.fleet.snapshots(
                bench.target, tables().stream().map(FleetTable::oid).toList());
    }

    private void assertEachIsWhatIsReadAlone() {
        Map<Long, TableSnapshot> together = snapshots();
        assertThat(together).hasSameSizeAs(tables());
        for (FleetTable table : tables()) {
            TableSnapshot alone =
                    bench.reader.snapshot(bench.target, table.name()).orElseThrow();
            assertThat(together.get(table.oid())).as(table.name().toString()).isEqualTo(alone);
        }
    }

    private void varied() {
        bench.database.execute(
                "CREATE SCHEMA other",
                "CREATE TABLE hub (id int PRIMARY KEY)",
                "CREATE DOMAIN moment AS timestamptz(3) CHECK (VALUE > '2000-01-01Z')",
                """
                CREATE TABLE events (id bigint GENERATED ALWAYS AS IDENTITY, at moment NOT NULL, note text, hub int REFERENCES hub,
                    PRIMARY KEY (id, at)) PARTITION BY RANGE (at)
                """,
                "CREATE TABLE ref (id bigint, at moment, FOREIGN KEY (id, at) REFERENCES events)",
                "CREATE TABLE rest PARTITION OF events DEFAULT",
                "ALTER TABLE rest ADD CONSTRAINT " + DefaultCheck.PREFIX + "1 CHECK (note <> 'x')",
                "CREATE TABLE later PARTITION OF events FOR VALUES FROM ('2024-02-01Z') TO (MAXVALUE)",
                "CREATE TABLE sooner PARTITION OF events FOR VALUES FROM ('2024-01-01Z') TO ('2024-02-01Z') PARTITION BY LIST (id)",
                "CREATE TABLE other.deep PARTITION OF sooner FOR VALUES IN (1, 2, 30)",
                "COMMENT ON TABLE events IS 'what''s happened'",
                "ALTER TABLE later SET (fillfactor = 70, toast.autovacuum_enabled = false)",
                "ALTER TABLE events ALTER COLUMN note SET STATISTICS 500",
                "ALTER TABLE events ENABLE ROW LEVEL SECURITY",
                "CREATE POLICY mine ON events AS RESTRICTIVE FOR SELECT USING (note = current_user)",
                "ALTER TABLE events REPLICA IDENTITY FULL",
                "GRANT SELECT ON events TO PUBLIC",
                "GRANT UPDATE (note) ON events TO PUBLIC",
                "CREATE TABLE hashed (id int, t text COLLATE \"C\") PARTITION BY HASH (id, t)",
                "CREATE TABLE h1 PARTITION OF hashed FOR VALUES WITH (MODULUS 2, REMAINDER 1)",
                "CREATE TABLE h0 PARTITION OF hashed FOR VALUES WITH (MODULUS 2, REMAINDER 0)",
                "CREATE TABLE words (w text COLLATE \"C\", n numeric(6, 2)) PARTITION BY RANGE (w, n, (lower(w)))",
                "CREATE TABLE words_2 PARTITION OF words FOR VALUES FROM ('b', 10, 'x') TO (MAXVALUE, MAXVALUE, MAXVALUE)",
                "CREATE TABLE words_1 PARTITION OF words FOR VALUES FROM (MINVALUE, MINVALUE, MINVALUE) TO ('b', 9.5, 'x')",
                "CREATE TABLE \"Tenants\" (tenant text, at date) PARTITION BY LIST (tenant)",
                "CREATE TABLE nobody PARTITION OF \"Tenants\" FOR VALUES IN (NULL)",
                "CREATE TABLE acme PARTITION OF \"Tenants\" FOR VALUES IN ('b', 'Z''s', 'a')",
                "CREATE TABLE others PARTITION OF \"Tenants\" DEFAULT PARTITION BY RANGE (at)",
                "CREATE TABLE others_1 PARTITION OF others FOR VALUES FROM ('2024-01-01') TO ('2025-01-01')",
                "INSERT INTO \"Tenants\" VALUES ('other', '2024-03-04')",
                "CREATE TABLE bare (id int) PARTITION BY RANGE (id)",
                "CREATE TABLE emptied (id int) PARTITION BY RANGE (id)",
                "CREATE TABLE emptied_rest PARTITION OF emptied DEFAULT",
                "INSERT INTO emptied SELECT generate_series(1, 100)",
                "DELETE FROM emptied");
    }

    @ParameterizedTest
    @ValueSource(ints = {14, 15, 16, 17, 18})
    void manyAreReadAsEachOfThemIs(int version) throws SQLException {
        bench.close();
        bench = new CatalogBench(version);
        varied();
        bench.database.execute(
                "CREATE TABLE leaving (id int) PARTITION BY RANGE (id)",
                "CREATE TABLE leaving_1 PARTITION OF leaving FOR VALUES FROM (0) TO (10)");
        bench.leavePending("leaving", "leaving_1");

        assertEachIsWhatIsReadAlone();
    }

    @Test
    void moreThanOneChunkIsReadWhole() {
        List<String> statements = new ArrayList<>();
        for (int i = 0; i < 150; i++) {
            statements.add("CREATE TABLE t" + i + " (id int) PARTITION BY RANGE (id)");
            statements.add(
                    "CREATE TABLE t" + i + "_b PARTITION OF t" + i + " FOR VALUES FROM (" + 10 + i + ") TO (200000)");
            statements.add("CREATE TABLE t" + i + "_a PARTITION OF t" + i + " FOR VALUES FROM (9) TO (" + 10 + i + ")");
        }
        bench.database.execute(statements.toArray(String[]::new));

        assertEachIsWhatIsReadAlone();
    }

    @Test
    void whatIsGoneOrNotShownIsMissing() {
        bench.database.execute(
                "CREATE SCHEMA other",
                "CREATE TABLE other.hidden (id int) PARTITION BY RANGE (id)",
                "CREATE TABLE plain (id int)",
                "CREATE TABLE shown (id int) PARTITION BY RANGE (id)");
        List<Long> oids =
                bench.database.query("SELECT unnest(ARRAY['other.hidden', 'plain', 'shown']::regclass[])::oid").stream()
                        .map(Long::valueOf)
                        .toList();

        Map<Long, TableSnapshot> read = bench.fleet.snapshots(bench.showing("public"), oids);

        assertThat(read.values())
                .extracting(s -> s.parent().name())
                .containsExactly(QualifiedName.of("public", "shown"));
        assertThat(bench.fleet.snapshots(bench.target, List.of(4_000_000_000L))).isEmpty();
        assertThat(bench.fleet.snapshots(bench.target, List.of())).isEmpty();
    }

    @Test
    void aTableThatCannotBeReadDoesNotKeepTheOthersFromIt() throws SQLException {
        varied();
        try (Connection holder = bench.database.connect();
                Statement holding = holder.createStatement()) {
            holder.setAutoCommit(false);
            holding.execute("LOCK TABLE rest IN ACCESS EXCLUSIVE MODE");

            assertThat(snapshots().values())
                    .extracting(s -> s.parent().name().name().value())
                    .containsExactlyInAnyOrder("sooner", "hashed", "words", "Tenants", "others", "bare", "emptied");
            holder.rollback();
        }
        assertThat(snapshots()).hasSize(8);
    }
}
