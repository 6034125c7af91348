package io.partwarden.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import io.partwarden.partition.Bound;
import io.partwarden.partition.Datum;
import io.partwarden.partition.LeafTraits.Grant;
import io.partwarden.partition.LeafTraits.ReplicaIdentity;
import io.partwarden.partition.Partition;
import io.partwarden.partition.TableSnapshot;
import io.partwarden.sql.Expression;
import io.partwarden.sql.Identifier;
import io.partwarden.sql.QualifiedName;
import java.sql.Connection;
import java.sql.Statement;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Tables that others made: odd names, other owners, rows that we may not read, keys of every kind. */
class HostileCatalogIT {

    private static final QualifiedName TABLE = QualifiedName.of("public", "t");

    private final CatalogBench bench = CatalogBench.latest();

    @AfterEach
    void close() {
        bench.close();
    }

    private TableSnapshot snapshot() {
        return bench.reader.snapshot(bench.target, TABLE).orElseThrow();
    }

    private void asSuperuser(String... statements) throws Exception {
        try (Connection connection = bench.database.connectAsSuperuser();
                Statement statement = connection.createStatement()) {
            for (String sql : statements) {
                statement.execute(sql);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "a\"; drop table x; --",
                "it's",
                "select",
                "MiXed Case",
                "ünï€😀",
                ":name ? $1 %s {}",
                "back\\slash",
                "x23456789012345678901234567890123456789012345678901234567890123"
            })
    void anyNameIsReadAsItIs(String name) {
        Identifier id = new Identifier(name);
        QualifiedName table = new QualifiedName(id, id);
        bench.database.execute(
                "CREATE SCHEMA " + id.quoted(),
                "CREATE SCHEMA elsewhere",
                "CREATE TABLE " + table.quoted() + " (" + id.quoted() + " int) PARTITION BY RANGE (" + id.quoted()
                        + ")",
                "CREATE TABLE elsewhere." + id.quoted() + " PARTITION OF " + table.quoted()
                        + " FOR VALUES FROM (MINVALUE) TO (1)",
                "CREATE TABLE elsewhere.rest PARTITION OF " + table.quoted() + " DEFAULT",
                "INSERT INTO " + table.quoted() + " VALUES (7)");

        TableSnapshot snapshot = bench.reader.snapshot(bench.target, table).orElseThrow();

        assertThat(snapshot.parent().name()).isEqualTo(table);
        assertThat(snapshot.parent().key().columns().get(0).column()).isEqualTo(id);
        assertThat(snapshot.partitions().get(0).name()).isEqualTo(new QualifiedName(new Identifier("elsewhere"), id));
        assertThat(snapshot.parent().inDefault().anyRow()).isTrue();
        Expression key = snapshot.parent().key().columns().get(0).expression();
        assertThat(bench.reader.anyRow(bench.target, table, new Expression(key.sql() + " = 7")))
                .contains(true);
        assertThat(bench.reader.anyRow(bench.target, table, new Expression(key.sql() + " = 8")))
                .contains(false);
        assertThat(bench.reader.anyRow(bench.target, table, new Expression("pg_catalog.pg_sleep(60) IS NULL")))
                .as("a look that would take too long")
                .isEmpty();
    }

    @Test
    void keysOfExpressionsAreRead() {
        bench.database.execute(
                "CREATE TABLE t (a text, b int) PARTITION BY RANGE (lower(a), b, (b % 10))",
                "CREATE TABLE t1 PARTITION OF t FOR VALUES FROM ('a, (b', 1, 2) TO ('b', MAXVALUE, MAXVALUE)");

        TableSnapshot snapshot = snapshot();

        assertThat(snapshot.parent().key().columns())
                .extracting(c -> c.expression().sql())
                .containsExactly("(lower(a))", "\"b\"", "((b % 10))");
        assertThat(snapshot.partitions().get(0).bound())
                .isEqualTo(new Bound.Range(
                        List.of(Datum.of("a, (b"), Datum.of("1"), Datum.of("2")),
                        List.of(Datum.of("b"), Datum.MAXVALUE, Datum.MAXVALUE)));
    }

    @Test
    void partitionsComeInTheOrderOfTheirBounds() {
        bench.database.execute(
                "CREATE TABLE t (a int, b text COLLATE \"C\") PARTITION BY RANGE (a, b)",
                "CREATE TABLE t5 PARTITION OF t DEFAULT",
                "CREATE TABLE t4 PARTITION OF t FOR VALUES FROM (10, MINVALUE) TO (MAXVALUE, MAXVALUE)",
                "CREATE TABLE t3 PARTITION OF t FOR VALUES FROM (9, 'a') TO (9, MAXVALUE)",
                "CREATE TABLE t2 PARTITION OF t FOR VALUES FROM (9, 'B') TO (9, 'a')",
                "CREATE TABLE t1 PARTITION OF t FOR VALUES FROM (MINVALUE, MINVALUE) TO (9, 'B')");

        assertThat(snapshot().partitions())
                .extracting(p -> p.name().name().value())
                .containsExactly("t1", "t2", "t3", "t4", "t5");
    }

    @Test
    void listsComeInTheOrderOfTheirLowestValueAndHashByRemainder() {
        bench.database.execute(
                "CREATE TABLE t (k int) PARTITION BY LIST (k)",
                "CREATE TABLE t3 PARTITION OF t FOR VALUES IN (NULL)",
                "CREATE TABLE t2 PARTITION OF t FOR VALUES IN (100, 20)",
                "CREATE TABLE t1 PARTITION OF t FOR VALUES IN (3, 200) PARTITION BY HASH (k)",
                "CREATE TABLE h2 PARTITION OF t1 FOR VALUES WITH (MODULUS 4, REMAINDER 3)",
                "CREATE TABLE h1 PARTITION OF t1 FOR VALUES WITH (MODULUS 4, REMAINDER 1)",
                "CREATE TABLE h0 PARTITION OF t1 FOR VALUES WITH (MODULUS 2, REMAINDER 0)");

        assertThat(snapshot().partitions())
                .extracting(p -> p.name().name().value())
                .containsExactly("t1", "t2", "t3");
        assertThat(bench.reader
                        .snapshot(bench.target, QualifiedName.of("public", "t1"))
                        .orElseThrow()
                        .partitions())
                .extracting(p -> p.name().name().value())
                .containsExactly("h0", "h1", "h2");
    }

    @Test
    void anotherRolesTableIsReadWithoutItsRows() throws Exception {
        String owner = bench.database.username();
        String observer = owner + "_observer";
        bench.database.execute(
                "CREATE TABLE t (k int, note text) PARTITION BY RANGE (k)", "CREATE TABLE rest PARTITION OF t DEFAULT");
        asSuperuser("CREATE ROLE " + observer + " LOGIN PASSWORD 'pw'");

        TableSnapshot seen = bench.reader.snapshot(bench.as(observer), TABLE).orElseThrow();

        assertThat(seen.parent().inDefault().anyRow())
                .as("what may not be read counts as holding rows")
                .isTrue();
        assertThat(seen.leafTraits().ownership().owner()).isEqualTo(new Identifier(owner));
        assertThat(seen.leafTraits().ownership().changeOwner()).isTrue();
    }

    @Test
    void whomDefaultPrivilegesLetInIsLockedOutAgain() throws Exception {
        String owner = bench.database.username();
        String guest = owner + "\"guest's";
        Identifier guestRole = new Identifier(guest);
        asSuperuser("CREATE ROLE " + guestRole.quoted());
        bench.database.execute(
                "CREATE TABLE t (k int, note text) PARTITION BY RANGE (k)",
                "GRANT SELECT ON t TO " + guestRole.quoted() + " WITH GRANT OPTION",
                "ALTER DEFAULT PRIVILEGES GRANT ALL ON TABLES TO " + guestRole.quoted(),
                "ALTER DEFAULT PRIVILEGES IN SCHEMA public GRANT SELECT ON TABLES TO PUBLIC",
                "ALTER DEFAULT PRIVILEGES GRANT ALL ON SEQUENCES TO pg_monitor");

        assertThat(snapshot().leafTraits().ownership().revokes()).containsExactlyInAnyOrder(guestRole, null);
        assertThat(snapshot().leafTraits().ownership().grants())
                .containsExactly(new Grant(guestRole, "SELECT", true, null));
    }

    @Test
    void aLeafsReplicaIdentityStandsInForTheParents() {
        bench.database.execute(
                "CREATE TABLE t (k int NOT NULL) PARTITION BY RANGE (k)",
                "CREATE UNIQUE INDEX t_k ON t (k)",
                "CREATE TABLE t1 PARTITION OF t FOR VALUES FROM (1) TO (2)",
                "ALTER TABLE t1 REPLICA IDENTITY USING INDEX t1_k_idx");

        assertThat(snapshot().leafTraits().replicaIdentity())
                .isEqualTo(new ReplicaIdentity(ReplicaIdentity.Kind.INDEX, QualifiedName.of("public", "t_k")));
    }

    @Test
    void temporaryTablesAndOtherSchemasAreNotThere() throws Exception {
        try (Connection connection = bench.database.connect();
                Statement statement = connection.createStatement()) {
            statement.execute("CREATE TEMP TABLE t (k int) PARTITION BY RANGE (k)");
            String schema = bench.database
                    .query(
                            "SELECT nspname FROM pg_namespace WHERE nspname LIKE 'pg\\_temp\\_%' ORDER BY oid DESC LIMIT 1")
                    .get(0);

            assertThat(bench.reader.snapshot(bench.target, QualifiedName.of(schema, "t")))
                    .isEqualTo(Optional.empty());
        }
    }

    @Test
    void theFingerprintFollowsWhatAPlanDependsOn() {
        bench.database.execute(
                "CREATE TABLE t (k int, note text) PARTITION BY RANGE (k)",
                "CREATE TABLE t1 PARTITION OF t FOR VALUES FROM (1) TO (2)");
        String before = snapshot().fingerprint();
        assertThat(snapshot().fingerprint()).isEqualTo(before);

        for (String change : List.of(
                "ALTER TABLE t1 RENAME TO t2",
                "ALTER TABLE t ADD COLUMN more int DEFAULT 1",
                "ALTER TABLE t ALTER COLUMN more SET DEFAULT 2",
                "GRANT SELECT ON t TO PUBLIC",
                "ALTER TABLE t2 SET (fillfactor = 50)",
                "COMMENT ON TABLE t IS 'x'",
                "ALTER TABLE t DETACH PARTITION t2",
                "ALTER TABLE t ATTACH PARTITION t2 FOR VALUES FROM (1) TO (3)",
                "CREATE TABLE rest PARTITION OF t DEFAULT",
                "INSERT INTO t VALUES (9)")) {
            bench.database.execute(change);
            String after = snapshot().fingerprint();
            assertThat(after).as(change).isNotEqualTo(before);
            before = after;
        }
    }

    @Test
    void aForeignPartitionAndAPendingDetachAreSeen() throws Exception {
        asSuperuser(
                "CREATE TABLE t (k int) PARTITION BY RANGE (k)",
                "CREATE TABLE gone PARTITION OF t FOR VALUES FROM (1) TO (2)",
                "CREATE FOREIGN DATA WRAPPER nothing",
                "CREATE SERVER far FOREIGN DATA WRAPPER nothing",
                "CREATE FOREIGN TABLE away PARTITION OF t FOR VALUES FROM (2) TO (3) SERVER far",
                "UPDATE pg_catalog.pg_inherits SET inhdetachpending = true WHERE inhrelid = 'gone'::regclass");

        assertThat(snapshot().partitions())
                .extracting(Partition::kind, Partition::state)
                .containsExactly(
                        org.assertj.core.groups.Tuple.tuple(Partition.Kind.TABLE, Partition.State.PENDING_DETACH),
                        org.assertj.core.groups.Tuple.tuple(Partition.Kind.FOREIGN, Partition.State.ATTACHED));
    }
}
