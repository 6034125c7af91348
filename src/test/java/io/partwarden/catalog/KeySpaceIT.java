package io.partwarden.catalog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.partwarden.partition.KeySpace;
import io.partwarden.partition.TableSnapshot;
import io.partwarden.sql.QualifiedName;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class KeySpaceIT {

    private static final QualifiedName TABLE = QualifiedName.of("public", "t");

    private CatalogBench bench = CatalogBench.latest();

    @AfterEach
    void close() {
        bench.close();
    }

    private KeySpace keys(String... texts) {
        TableSnapshot table = bench.reader.snapshot(bench.target, TABLE).orElseThrow();
        return bench.reader.keySpace(bench.target, table, List.of(new LinkedHashSet<>(List.of(texts))));
    }

    private void partitionedBy(String type, String more) {
        bench.database.execute("CREATE TABLE t (k " + type + ") PARTITION BY RANGE (k " + more + ")");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '~', textBlock = """
            int8                | 10                   | 9                   | 10
            numeric(10,2)       | 1.555                | 1.5                 | 1.56
            float8              | Infinity             | 1e300               | Infinity
            date                | January 8, 2024      | 2024-01-07          | 2024-01-08
            timestamp(0)        | 2024-01-01 00:00:00.6| 2024-01-01 00:00:00 | 2024-01-01 00:00:01
            timestamptz         | 2024-01-01 02:00+02  | 2023-12-31 23:00Z   | 2024-01-01 00:00:00+00
            timestamptz         | infinity             | epoch               | infinity
            time                | 24:00                | 1:02                | 24:00:00
            interval second(3)  | PT1.2345S            | 1 second            | PT1.235S
            uuid                | {B0EEBC999C0B4EF8BB6D6BB9BD380A11} | a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11 | b0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11
            text                | b                    | B                   | b
            varchar(3)          | b                    | a                   | b
            char(5)             | b                    | a                   | b
            bytea               | \\x0a                | \\x09               | \\x0a
            boolean             | yes                  | f                   | true
            bit(3)              | 110                  | 011                 | 110
            inet                | 10.0.0.10            | 10.0.0.9            | 10.0.0.10/32
            int[]               | {10}                 | {9,10}              | {10}
            jsonb               | [1, 2]               | 1                   | [1, 2]
            name                | b                    | a                   | b
            mood                | a                    | b                   | a
            positive            | 10.00                | 9                   | 10.00
            """)
    void theServerReadsAndOrdersTheTypesThatMakeAKey(String type, String higher, String lower, String canonical) {
        bench.database.execute(
                "CREATE TYPE public.mood AS ENUM ('b', 'a')",
                "CREATE DOMAIN public.positive AS numeric CHECK (value > 0)");
        partitionedBy(type, type.equals("text") ? "COLLATE \"C\"" : "");

        KeySpace keys = keys(higher, lower);

        assertThat(keys.of(0, higher).canonical()).isEqualTo(canonical);
        assertThat(keys.of(0, lower).rank()).isLessThan(keys.of(0, higher).rank());
    }

    @ParameterizedTest
    @ValueSource(ints = {14, 15, 16, 17, 18})
    void aTextThatIsNoValueIsNamedOnEveryServer(int version) {
        bench.close();
        bench = new CatalogBench(version);
        bench.database.execute("CREATE TABLE t (a date, k int) PARTITION BY RANGE (a, k)");
        TableSnapshot table = bench.reader.snapshot(bench.target, TABLE).orElseThrow();
        Set<String> numbers = new LinkedHashSet<>();
        for (int i = 0; i < 50; i++) {
            numbers.add(i == 37 ? "nope'; --" : String.valueOf(i));
        }

        assertThatExceptionOfType(InvalidKeyValueException.class)
                .isThrownBy(() -> bench.reader.keySpace(bench.target, table, List.of(Set.of("2024-01-01"), numbers)))
                .satisfies(e -> assertThat(e.column()).isEqualTo(1))
                .satisfies(e -> assertThat(e.text()).isEqualTo("nope'; --"))
                .withMessageNotContaining("nope");
    }

    @ParameterizedTest
    @CsvSource({
        "varchar(3), four",
        "bit(3), 1111",
        "positive, -1",
        "int2, 40000",
        "date, 2024-02-30",
        "mood, c",
        "uuid, ''"
    })
    void whatAnInsertWouldRefuseIsRefused(String type, String text) {
        bench.database.execute(
                "CREATE TYPE public.mood AS ENUM ('b', 'a')",
                "CREATE DOMAIN public.positive AS numeric CHECK (value > 0)");
        partitionedBy(type, "");

        assertThatExceptionOfType(InvalidKeyValueException.class)
                .isThrownBy(() -> keys(text))
                .satisfies(e -> assertThat(e.text()).isEqualTo(text));
    }

    @Test
    void nulIsNoValue() {
        partitionedBy("text", "");

        assertThatExceptionOfType(InvalidKeyValueException.class).isThrownBy(() -> keys("a\0b"));
    }

    @Test
    void theKeysOwnOperatorClassDecides() {
        // Byte order, whatever the collation: text_pattern_ops has operators of its own names.
        bench.database.execute("CREATE TABLE t (k text COLLATE \"en-x-icu\") PARTITION BY RANGE (k text_pattern_ops)");

        KeySpace keys = keys("a", "B");

        assertThat(keys.of(0, "B").rank()).isLessThan(keys.of(0, "a").rank());
    }

    @Test
    void theKeysOwnCollationDecides() {
        bench.database.execute("CREATE TABLE t (k text COLLATE \"en-x-icu\") PARTITION BY RANGE (k)");

        KeySpace keys = keys("a", "B");

        assertThat(keys.of(0, "a").rank()).isLessThan(keys.of(0, "B").rank());
    }

    @Test
    void hostileTextsAreValuesAndNothingElse() {
        bench.database.execute(
                "CREATE TABLE t (k text) PARTITION BY LIST (k)",
                "CREATE TABLE t1 PARTITION OF t FOR VALUES IN ('a\"; drop table x; --', 'it''s', '\\', ':v0 ?', NULL, 'NULL')");

        KeySpace keys = keys("{}", "a\\nb", "$1");

        for (String text : List.of("a\"; drop table x; --", "it's", "\\", ":v0 ?", "NULL", "{}", "a\\nb", "$1")) {
            assertThat(keys.of(0, text).canonical()).isEqualTo(text);
        }
    }

    @Test
    void equalValuesHaveEqualRanks() {
        bench.database.execute(
                "CREATE TABLE t (k timestamptz) PARTITION BY RANGE (k)",
                "CREATE TABLE t1 PARTITION OF t FOR VALUES FROM ('2024-01-01Z') TO ('2024-01-02Z')");

        KeySpace keys = keys("2024-01-02T05:45:00+05:45");

        assertThat(keys.of(0, "2024-01-02T05:45:00+05:45")).isEqualTo(keys.of(0, "2024-01-02 00:00:00+00"));
    }

    @Test
    void aHashKeyHasNoValues() {
        bench.database.execute(
                "CREATE TABLE t (k int) PARTITION BY HASH (k)",
                "CREATE TABLE t1 PARTITION OF t FOR VALUES WITH (MODULUS 2, REMAINDER 1)");

        assertThat(keys().columns().get(0)).isEmpty();
    }
}
