package io.partwarden.policy;

import static org.assertj.core.api.Assertions.assertThat;

import io.partwarden.partition.Bound;
import io.partwarden.partition.Datum;
import io.partwarden.partition.KeySpace;
import io.partwarden.partition.PartitionKey;
import io.partwarden.partition.Strategy;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class KeySpacesTests {

    private static Optional<KeySpace> of(PartitionKey key, String lower, String higher) {
        return KeySpaces.of(key, List.of(new Bound.Range(List.of(Datum.of(lower)), List.of(Datum.of(higher)))));
    }

    @ParameterizedTest
    @CsvSource({
        "int8, 9, 10",
        "int8, -10, -9",
        "numeric, 9.5, 10",
        "numeric, -Infinity, -1",
        "numeric, Infinity, NaN",
        "date, 9999-12-31, 10000-01-01",
        "date, 0002-01-01 BC, 0001-01-01 BC",
        "timestamptz, 2026-01-01 00:00:00+00, infinity",
        "timestamp, -infinity, 2026-01-01 00:00:00.5",
        "uuid, 7fffffff-ffff-7fff-bfff-ffffffffffff, 80000000-0000-0000-0000-000000000000"
    })
    void valuesInTheServersTextHaveTheirOrder(String type, String lower, String higher) {
        KeySpace keys = of(Keys.range(type), lower, higher).orElseThrow();

        assertThat(keys.of(0, lower).rank()).isLessThan(keys.of(0, higher).rank());
        assertThat(keys.of(0, higher).canonical()).isEqualTo(higher);
    }

    @Test
    void numbersOfOneWorthAreOneValue() {
        KeySpace keys = of(Keys.range("numeric"), "1.5", "1.50").orElseThrow();

        assertThat(keys.of(0, "1.5").rank()).isEqualTo(keys.of(0, "1.50").rank());
    }

    @ParameterizedTest
    @CsvSource({
        "text, a, b",
        "int8, 007, 8",
        "numeric, 1E3, 2000",
        "date, 2026-1-1, 2026-01-02",
        "timestamptz, 2026-01-01 01:00:00+01, 2026-01-02 00:00:00+00",
        "uuid, 7FFFFFFF-FFFF-7FFF-BFFF-FFFFFFFFFFFF, 80000000-0000-0000-0000-000000000000"
    })
    void theServerIsAskedAboutAllElse(String type, String lower, String higher) {
        assertThat(of(Keys.range(type), lower, higher)).isEmpty();
    }

    @Test
    void aTypeWithModifiersIsAskedAboutWhatItWouldRound() {
        PartitionKey money = new PartitionKey(Strategy.RANGE, List.of(Keys.column("numeric", 10, 2)));
        PartitionKey seconds = new PartitionKey(Strategy.RANGE, List.of(Keys.column("timestamp", 0)));

        assertThat(of(money, "1.00", "2.00")).isPresent();
        assertThat(of(money, "1", "2.00")).isEmpty();
        assertThat(of(seconds, "2026-01-01 00:00:00", "2026-01-02 00:00:00")).isPresent();
        assertThat(of(seconds, "2026-01-01 00:00:00.5", "2026-01-02 00:00:00")).isEmpty();
    }

    @Test
    void infiniteDataNeedNoOrder() {
        Bound bound = new Bound.Range(
                List.of(Datum.MINVALUE, Datum.MINVALUE), List.of(Datum.of("2026-01-01"), Datum.MINVALUE));

        assertThat(KeySpaces.of(Keys.range("date", "text"), List.of(bound, Bound.DEFAULT)))
                .isPresent();
    }
}
