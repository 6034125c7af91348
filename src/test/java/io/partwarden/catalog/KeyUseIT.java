package io.partwarden.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import io.partwarden.sql.Expression;
import io.partwarden.sql.QualifiedName;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class KeyUseIT {

    private static final QualifiedName EVENTS = QualifiedName.of("public", "events");

    private CatalogBench bench = CatalogBench.latest();

    @AfterEach
    void close() {
        bench.close();
    }

    private HighestKey highest(int column) {
        return bench.reader.highestKey(bench.target, EVENTS, column);
    }

    private static HighestKey known(@Nullable String text) {
        return new HighestKey(true, text);
    }

    private OptionalLong position() {
        long oid = Long.parseLong(
                bench.database.query("SELECT 'events'::regclass::oid").get(0));
        return bench.reader.sequencePosition(bench.target, oid);
    }

    private void ranges(int partitions) {
        bench.database.execute("CREATE TABLE events (id bigint, at date) PARTITION BY RANGE (id, at)");
        for (int i = 0; i < partitions; i++) {
            bench.database.execute(
                    "CREATE TABLE p%1$d PARTITION OF events FOR VALUES FROM (%1$d0, MINVALUE) TO (%2$d0, MINVALUE)"
                            .formatted(i, i + 1));
        }
    }

    @Test
    void theHighestKeyIsThatOfTheHighestPartitionWithRows() {
        ranges(120);
        assertThat(highest(0)).isEqualTo(known(null));

        bench.database.execute("INSERT INTO events VALUES (7, '2024-05-01'), (35, '2024-01-02'), (38, '2024-01-01')");

        assertThat(highest(0)).isEqualTo(known("38"));
        assertThat(highest(1)).isEqualTo(known("2024-05-01"));
    }

    @Test
    void theDefaultDoesNotCount() {
        ranges(2);
        bench.database.execute(
                "CREATE TABLE rest PARTITION OF events DEFAULT",
                "INSERT INTO events VALUES (3, '2024-01-01'), (9000000000000, '2024-01-01')");

        assertThat(highest(0)).isEqualTo(known("3"));
    }

    @ParameterizedTest
    @ValueSource(ints = {14, 18})
    void everyKindOfKeyIsRead(int version) {
        bench.close();
        bench = new CatalogBench(version);
        bench.database.execute(
                "CREATE TABLE events (id uuid) PARTITION BY HASH (id)",
                "CREATE TABLE p0 PARTITION OF events FOR VALUES WITH (MODULUS 2, REMAINDER 0)",
                "CREATE TABLE p1 PARTITION OF events FOR VALUES WITH (MODULUS 2, REMAINDER 1)",
                "INSERT INTO events SELECT ('00000000-0000-0000-0000-0000000000' || lpad(i::text, 2, '0'))::uuid"
                        + " FROM generate_series(1, 99) i",
                "INSERT INTO events SELECT NULL");

        assertThat(highest(0)).isEqualTo(known("00000000-0000-0000-0000-000000000099"));
    }

    @Test
    void whoeverHoldsAPartitionLeavesItUnknown() throws SQLException {
        ranges(2);
        try (Connection holder = bench.database.connect();
                Statement holding = holder.createStatement()) {
            holder.setAutoCommit(false);
            holding.execute("LOCK TABLE p1 IN ACCESS EXCLUSIVE MODE");

            assertThat(highest(0).known()).isFalse();
            assertThat(bench.reader.rowsUpTo(bench.target, EVENTS, new Expression("true"), 5))
                    .isEmpty();
            assertThat(bench.reader.anyRow(bench.target, EVENTS, new Expression("true")))
                    .isEmpty();
            holder.rollback();
        }
    }

    @Test
    void rowsAreCountedNoFurtherThanAsked() {
        ranges(2);
        bench.database.execute("INSERT INTO events SELECT i, '2024-01-01' FROM generate_series(0, 19) i");

        assertThat(bench.reader.rowsUpTo(bench.target, EVENTS, new Expression("id < 5"), 10))
                .hasValue(5);
        assertThat(bench.reader.rowsUpTo(bench.target, EVENTS, new Expression("true"), 10))
                .hasValue(11);
        assertThat(bench.reader.rowsUpTo(bench.target, EVENTS, new Expression("'{\"a\": 1}'::jsonb ? 'b'"), 10))
                .hasValue(0);
        assertThat(bench.reader.rowsUpTo(bench.target, EVENTS, new Expression("true"), Long.MAX_VALUE))
                .hasValue(20);
    }

    @ParameterizedTest
    @ValueSource(ints = {14, 18})
    void theSequenceBehindTheKeyIsFound(int version) {
        for (String column : new String[] {
            "id bigint GENERATED ALWAYS AS IDENTITY", "id bigserial", "id bigint DEFAULT nextval('ids')"
        }) {
            bench.close();
            bench = new CatalogBench(version);
            bench.database.execute(
                    "CREATE SEQUENCE ids",
                    "CREATE TABLE events (note text, " + column + ") PARTITION BY RANGE (id)",
                    "CREATE TABLE p PARTITION OF events FOR VALUES FROM (0) TO (100)");
            assertThat(position()).as(column).isEmpty();

            bench.database.execute("INSERT INTO events (note) VALUES ('a'), ('b')");

            assertThat(position()).as(column).hasValue(2);
        }
    }

    @Test
    void withoutAReadableSequenceThereIsNoPosition() {
        bench.database.execute(
                "CREATE TABLE events (id bigint, other bigserial) PARTITION BY RANGE ((id + 1))",
                "SELECT nextval('events_other_seq')");
        assertThat(position()).isEmpty();

        bench.database.execute(
                "DROP TABLE events",
                "CREATE TABLE events (id bigserial) PARTITION BY RANGE (id)",
                "SELECT nextval('events_id_seq')",
                "REVOKE ALL ON SEQUENCE events_id_seq FROM " + bench.database.username());
        assertThat(position()).isEmpty();
    }
}
