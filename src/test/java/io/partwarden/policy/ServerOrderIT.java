package io.partwarden.policy;

import static org.assertj.core.api.Assertions.assertThat;

import io.partwarden.partition.Bound;
import io.partwarden.partition.Datum;
import io.partwarden.partition.KeyFamily;
import io.partwarden.partition.KeySpace;
import io.partwarden.testing.PostgresServer;
import io.partwarden.testing.TestDatabase;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is computed here is what the server itself writes and how it orders. */
class ServerOrderIT {

    private static final int SAMPLES = 400;

    /** Each text as the server writes it, in the server's order: smallest first. */
    private static List<String> asTheServerSorts(int version, String type, List<String> texts) throws SQLException {
        TestDatabase database = PostgresServer.version(version).newDatabase();
        try (Connection connection = database.connect();
                Statement setup = connection.createStatement()) {
            setup.execute("SET TimeZone = 'UTC'; SET DateStyle = 'ISO'");
            try (PreparedStatement sort = connection.prepareStatement(
                    "SELECT v::text FROM unnest(CAST(? AS text[])) t CROSS JOIN LATERAL (SELECT t::" + type
                            + " AS v) x ORDER BY x.v")) {
                sort.setArray(1, connection.createArrayOf("text", texts.toArray()));
                List<String> sorted = new ArrayList<>();
                try (ResultSet rows = sort.executeQuery()) {
                    while (rows.next()) {
                        sorted.add(rows.getString(1));
                    }
                }
                return sorted;
            }
        }
    }

    private static List<String> times(KeyFamily family) {
        Random random = new Random(14);
        List<String> texts = new ArrayList<>();
        for (int i = 0; i < SAMPLES; i++) {
            int years = i % 3 == 0 ? 290_000 : 12_000;
            LocalDateTime time = LocalDateTime.of(
                            random.nextInt(years) - 4_700, 1 + random.nextInt(12), 1 + random.nextInt(28), 0, 0)
                    .plusNanos(random.nextLong(86_400_000_000L) * 1_000);
            texts.add(ServerTime.text(
                            family, i % 2 == 0 ? time : time.toLocalDate().atStartOfDay())
                    .orElseThrow());
        }
        texts.addAll(List.of("infinity", "-infinity"));
        return texts;
    }

    @ParameterizedTest
    @ValueSource(ints = {14, 18})
    void timesAreWrittenAndOrderedAsTheServerDoes(int version) throws SQLException {
        for (KeyFamily family : List.of(KeyFamily.DATE, KeyFamily.TIMESTAMP, KeyFamily.TIMESTAMPTZ)) {
            String type = family.name().toLowerCase(java.util.Locale.ROOT);
            assertSameOrder(version, type, times(family));
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {14, 18})
    void numbersAreOrderedAsTheServerDoes(int version) throws SQLException {
        Random random = new Random(15);
        List<String> integers = new ArrayList<>();
        List<String> numerics = new ArrayList<>(List.of("Infinity", "-Infinity", "NaN", "0", "0.00", "1.50", "1.5"));
        for (int i = 0; i < SAMPLES; i++) {
            integers.add(String.valueOf(random.nextLong() >> random.nextInt(60)));
            numerics.add(java.math.BigDecimal.valueOf(random.nextLong() >> random.nextInt(60), random.nextInt(9))
                    .toPlainString());
        }
        assertSameOrder(version, "int8", integers);
        assertSameOrder(version, "numeric", numerics);
    }

    @ParameterizedTest
    @ValueSource(ints = {14, 18})
    void uuidsOfVersionSevenAreOrderedAsTheirTimes(int version) throws SQLException {
        Random random = new Random(16);
        TimeLine line = TimeLine.of(Keys.column("uuid"), KeyEncoding.of(KeyEncoding.Kind.UUID_V7), ZoneOffset.UTC);
        List<String> texts = new ArrayList<>();
        for (int i = 0; i < SAMPLES; i++) {
            Instant moment = Instant.ofEpochMilli(random.nextLong(1L << 47));
            texts.add(((Datum.Value) line.value(line.placeOf(moment).orElseThrow())).text());
        }
        assertSameOrder(version, "uuid", texts);

        List<String> sorted = asTheServerSorts(version, "uuid", texts);
        assertThat(sorted.stream().map(t -> line.place(Datum.of(t)).orElseThrow()))
                .isSorted();
    }

    private static void assertSameOrder(int version, String type, List<String> texts) throws SQLException {
        List<Bound> bounds = texts.stream()
                .<Bound>map(t -> new Bound.Values(List.of(Datum.of(t))))
                .toList();
        KeySpace keys = KeySpaces.of(Keys.list(type), bounds).orElseThrow();

        List<String> sorted = asTheServerSorts(version, type, texts);

        assertThat(sorted).as(type).containsExactlyInAnyOrderElementsOf(texts);
        assertThat(sorted.stream().map(t -> keys.of(0, t).rank())).as(type).isSorted();
        assertThat(sorted).as(type).allMatch(t -> keys.of(0, t).canonical().equals(t));
    }
}
