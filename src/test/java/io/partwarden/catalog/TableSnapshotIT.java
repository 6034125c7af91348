package io.partwarden.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import io.partwarden.partition.Bound;
import io.partwarden.partition.Datum;
import io.partwarden.partition.ForeignKeys;
import io.partwarden.partition.KeyColumn;
import io.partwarden.partition.KeyFamily;
import io.partwarden.partition.LeafTraits;
import io.partwarden.partition.LeafTraits.Grant;
import io.partwarden.partition.LeafTraits.Policy;
import io.partwarden.partition.LeafTraits.ReplicaIdentity;
import io.partwarden.partition.Partition;
import io.partwarden.partition.Strategy;
import io.partwarden.partition.TableSnapshot;
import io.partwarden.sql.Expression;
import io.partwarden.sql.Identifier;
import io.partwarden.sql.MoveObstacle;
import io.partwarden.sql.QualifiedName;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TableSnapshotIT {

    private static final QualifiedName EVENTS = QualifiedName.of("public", "events");

    private CatalogBench bench = CatalogBench.latest();

    @AfterEach
    void close() {
        bench.close();
    }

    private TableSnapshot snapshot(QualifiedName table) {
        return bench.reader.snapshot(bench.target, table).orElseThrow();
    }

    @ParameterizedTest
    @ValueSource(ints = {14, 15, 16, 17, 18})
    void everyServerVersionIsRead(int version) {
        bench.close();
        bench = new CatalogBench(version);
        String owner = bench.database.username();
        bench.database.execute(
                "CREATE TABLE hub (id int PRIMARY KEY)",
                """
                CREATE TABLE events (id bigint, at timestamptz(3) NOT NULL, note text, hub int REFERENCES hub, PRIMARY KEY (id, at))
                PARTITION BY RANGE (at)
                """,
                "CREATE TABLE ref (id bigint, at timestamptz(3), FOREIGN KEY (id, at) REFERENCES events)",
                "CREATE TABLE rest PARTITION OF events DEFAULT",
                "CREATE TABLE later PARTITION OF events FOR VALUES FROM ('2024-02-01Z') TO (MAXVALUE)",
                "CREATE TABLE sooner PARTITION OF events FOR VALUES FROM ('2024-01-01Z') TO ('2024-02-01Z')"
                        + " PARTITION BY LIST (id)",
                "COMMENT ON TABLE events IS 'what''s happened'",
                "ALTER TABLE later SET (fillfactor = 70, toast.autovacuum_enabled = false)",
                "ALTER TABLE events ALTER COLUMN note SET STATISTICS 500",
                "ALTER TABLE events ENABLE ROW LEVEL SECURITY",
                "CREATE POLICY mine ON events AS RESTRICTIVE FOR SELECT USING (note = current_user)",
                "ALTER TABLE events REPLICA IDENTITY FULL",
                "GRANT SELECT ON events TO PUBLIC",
                "GRANT UPDATE (note) ON events TO PUBLIC");

        TableSnapshot snapshot = snapshot(EVENTS);

        assertThat(snapshot.serverVersion()).isEqualTo(version);
        assertThat(snapshot.parent().name()).isEqualTo(EVENTS);
        assertThat(snapshot.parent().key().strategy()).isEqualTo(Strategy.RANGE);
        KeyColumn key = snapshot.parent().key().columns().get(0);
        assertThat(key.column()).isEqualTo(new Identifier("at"));
        assertThat(key.type().quoted()).isEqualTo("\"pg_catalog\".\"timestamptz\"(3)");
        assertThat(key.type().display()).isEqualTo("timestamp(3) with time zone");
        assertThat(key.family()).isEqualTo(KeyFamily.TIMESTAMPTZ);
        assertThat(snapshot.partitions())
                .extracting(p -> p.name().name().value(), Partition::bound, Partition::kind, Partition::state)
                .containsExactly(
                        org.assertj.core.groups.Tuple.tuple(
                                "sooner",
                                range("2024-01-01 00:00:00+00", Datum.of("2024-02-01 00:00:00+00")),
                                Partition.Kind.PARTITIONED,
                                Partition.State.ATTACHED),
                        org.assertj.core.groups.Tuple.tuple(
                                "later",
                                range("2024-02-01 00:00:00+00", Datum.MAXVALUE),
                                Partition.Kind.TABLE,
                                Partition.State.ATTACHED),
                        org.assertj.core.groups.Tuple.tuple(
                                "rest", Bound.DEFAULT, Partition.Kind.TABLE, Partition.State.ATTACHED));
        assertThat(snapshot.parent().inDefault().anyRow()).isFalse();
        assertThat(snapshot.parent().inDefault().rowMove().columns())
                .extracting(Identifier::value)
                .containsExactly("id", "at", "note", "hub");
        assertThat(snapshot.parent().inDefault().rowMove().obstacles())
                .containsExactly(MoveObstacle.INCOMING_FOREIGN_KEY);
        LeafTraits traits = snapshot.leafTraits();
        assertThat(traits.comment()).isEqualTo("what's happened");
        assertThat(traits.storage().tablespace()).isEqualTo(new Identifier("pg_default"));
        assertThat(traits.storage().parentTablespace()).isNull();
        assertThat(traits.storage().accessMethod()).isEqualTo(new Identifier("heap"));
        assertThat(traits.storage().parameters())
                .isEqualTo(Map.of("fillfactor", "70", "toast.autovacuum_enabled", "false"));
        assertThat(traits.statisticsTargets()).isEqualTo(Map.of(new Identifier("note"), 500));
        assertThat(traits.replicaIdentity()).isEqualTo(new ReplicaIdentity(ReplicaIdentity.Kind.FULL, null));
        assertThat(traits.rowSecurity().enabled()).isTrue();
        assertThat(traits.rowSecurity().policies())
                .containsExactly(new Policy(
                        new Identifier("mine"),
                        false,
                        "SELECT",
                        List.of(),
                        new Expression("(note = CURRENT_USER)"),
                        null));
        assertThat(traits.ownership().owner()).isEqualTo(new Identifier(owner));
        assertThat(traits.ownership().changeOwner()).isFalse();
        assertThat(traits.ownership().grants())
                .containsExactly(
                        new Grant(null, "SELECT", false, null),
                        new Grant(null, "UPDATE", false, new Identifier("note")));
        assertThat(snapshot.foreignKeys())
                .isEqualTo(new ForeignKeys(
                        List.of(new ForeignKeys.Neighbour(QualifiedName.of("public", "hub"), true)),
                        List.of(new ForeignKeys.Neighbour(QualifiedName.of("public", "ref"), true))));
        assertThat(snapshot.takenNames())
                .contains(QualifiedName.of("public", "events_pkey"), QualifiedName.of("public", "sooner"));
    }

    @ParameterizedTest
    @ValueSource(ints = {14, 18})
    void whatIsInTheWayOfMovingRowsOutOfTheDefaultIsKnown(int version) {
        bench.close();
        bench = new CatalogBench(version);
        bench.database.execute(
                "CREATE TABLE events (gone int, id int, twice int GENERATED ALWAYS AS (id * 2) STORED) PARTITION BY RANGE (id)",
                "ALTER TABLE events DROP COLUMN gone",
                "CREATE TABLE rest PARTITION OF events DEFAULT",
                "CREATE PUBLICATION other FOR TABLE events WITH (publish = 'insert, update')");
        assertThat(rowMove()).isEqualTo(new TableSnapshot.RowMove(List.of(new Identifier("id")), List.of()));

        bench.database.execute(
                "CREATE FUNCTION noted() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN OLD; END'",
                "CREATE TRIGGER noted AFTER DELETE ON events FOR EACH ROW EXECUTE FUNCTION noted()",
                "CREATE RULE never AS ON DELETE TO rest DO INSTEAD NOTHING",
                "CREATE PUBLICATION deletes FOR TABLE events");
        assertThat(rowMove().obstacles())
                .containsExactly(MoveObstacle.DELETE_TRIGGER, MoveObstacle.DELETE_RULE, MoveObstacle.PUBLISHED);
    }

    /** Older servers refuse to attach such a partition. */
    @ParameterizedTest
    @ValueSource(ints = {16, 18})
    void aGeneratedColumnMayBeAnotherThanTheParents(int version) {
        bench.close();
        bench = new CatalogBench(version);
        bench.database.execute(
                "CREATE TABLE events (id int, twice int GENERATED ALWAYS AS (id * 2) STORED) PARTITION BY RANGE (id)",
                "CREATE TABLE rest (twice int GENERATED ALWAYS AS (id + id) STORED, id int)",
                "ALTER TABLE events ATTACH PARTITION rest DEFAULT");

        assertThat(rowMove().obstacles()).containsExactly(MoveObstacle.GENERATED_OTHERWISE);
    }

    private TableSnapshot.RowMove rowMove() {
        return snapshot(EVENTS).parent().inDefault().rowMove();
    }

    private static Bound range(String from, Datum to) {
        return new Bound.Range(List.of(Datum.of(from)), List.of(to));
    }

    @Test
    void thereIsNoSnapshotOfWhatIsNotPartitioned() {
        bench.database.execute("CREATE TABLE plain (id int)");

        assertThat(bench.reader.snapshot(bench.target, QualifiedName.of("public", "plain")))
                .isEmpty();
        assertThat(bench.reader.snapshot(bench.target, QualifiedName.of("nowhere", "events")))
                .isEmpty();
    }
}
