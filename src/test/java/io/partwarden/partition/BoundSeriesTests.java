package io.partwarden.partition;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BoundSeriesTests {

    private static final ZoneId UTC = ZoneOffset.UTC;

    private static List<String> borders(KeyFamily family, String from, String to, String every, ZoneId zone) {
        List<Bound.Range> series = BoundSeries.of(Tables.column("k", "k", family), from, to, every, zone);
        for (int i = 1; i < series.size(); i++) {
            assertThat(series.get(i).from()).isEqualTo(series.get(i - 1).to());
        }
        List<String> borders = new java.util.ArrayList<>(
                series.stream().map(r -> ((Datum.Value) r.from().get(0)).text()).toList());
        borders.add(((Datum.Value) series.get(series.size() - 1).to().get(0)).text());
        return borders;
    }

    private static PlanRefusedException refused(KeyFamily family, String from, String to, String every) {
        return catchThrowableOfType(
                PlanRefusedException.class,
                () -> BoundSeries.of(Tables.column("k", "k", family), from, to, every, UTC));
    }

    @Test
    void daysOfALeapYear() {
        assertThat(borders(KeyFamily.DATE, "2028-02-28", "2028-03-02", "P1D", UTC))
                .containsExactly("2028-02-28", "2028-02-29", "2028-03-01", "2028-03-02");
    }

    @Test
    void monthsAreCountedFromTheStartSoTheirEndsDoNotDrift() {
        assertThat(borders(KeyFamily.DATE, "2026-01-31", "2026-05-31", "P1M", UTC))
                .containsExactly("2026-01-31", "2026-02-28", "2026-03-31", "2026-04-30", "2026-05-31");
    }

    @Test
    void wallClockDaysHave23And25HoursWhereTheZoneSaysSo() {
        ZoneId berlin = ZoneId.of("Europe/Berlin");

        assertThat(borders(KeyFamily.TIMESTAMPTZ, "2026-03-27 23:00:00+00", "2026-03-29 22:00:00+00", "P1D", berlin))
                .containsExactly("2026-03-27 23:00:00+00", "2026-03-28 23:00:00+00", "2026-03-29 22:00:00+00");
        assertThat(borders(KeyFamily.TIMESTAMPTZ, "2026-10-24 22:00:00+00", "2026-10-25 23:00:00+00", "P1D", berlin))
                .hasSize(2);
    }

    @Test
    void hoursAreElapsedTimeOverADstChange() {
        assertThat(borders(
                        KeyFamily.TIMESTAMPTZ,
                        "2026-03-29 00:00:00+00",
                        "2026-03-29 03:00:00+00",
                        "PT1H",
                        ZoneId.of("Europe/Berlin")))
                .hasSize(4);
    }

    @Test
    void timestampsKeepTheirMicroseconds() {
        assertThat(borders(
                        KeyFamily.TIMESTAMP, "2026-01-01 00:00:00.000001", "2026-01-01 00:30:00.000001", "PT15M", UTC))
                .containsExactly(
                        "2026-01-01 00:00:00.000001", "2026-01-01 00:15:00.000001", "2026-01-01 00:30:00.000001");
    }

    @Test
    void numbers() {
        assertThat(borders(KeyFamily.INTEGER, "-10", "10", "10", UTC)).containsExactly("-10", "0", "10");
        assertThat(borders(KeyFamily.NUMERIC, "0.5", "2.0", "0.75", UTC)).containsExactly("0.50", "1.25", "2.00");
    }

    @ParameterizedTest
    @CsvSource({
        "DATE, 2026-01-01, 2026-01-10, PT1H, range.every",
        "DATE, 2026-01-01, 2026-01-10, P0D, range.every",
        "DATE, 2026-01-01, 2026-01-10, -P1D, range.every",
        "DATE, 2026-01-01, 2026-01-10, daily, range.every",
        "DATE, 2026-01-01, 2026-01-10, P1W, range.to",
        "DATE, 2026-01-10, 2026-01-01, P1D, range.from",
        "DATE, infinity, 2026-01-10, P1D, range.from",
        "DATE, 2026-01-01, 0044-03-15 BC, P1D, range.to",
        "DATE, 1900-01-01, 2026-01-01, P1D, range.every",
        "TIMESTAMP, 2026-01-01 00:00:00, 2026-01-01 01:00:00, PT0.0000001S, range.every",
        "INTEGER, 0, 10, 2.5, range.every",
        "INTEGER, 0, 10, -1, range.every",
        "NUMERIC, NaN, 10, 1, range.from",
        "DATE, 2026-01-01, 2026-01-10, P1000000000Y, range.every",
        "DATE, 2026-01-01, 2026-01-10, P2147483647M, range.to",
        "TIMESTAMPTZ, 2026-01-01 00:00:00+00, 2026-01-10 00:00:00+00, P1000000000Y, range.every",
        "TIMESTAMP, 2026-01-01 00:00:00, 2026-01-10 00:00:00, PT9223372036854775807S, range.every",
        "INTEGER, 0, 10, 1e2147483647, range.every",
        "INTEGER, 0, 10, 1e100000000, range.every",
        "NUMERIC, 0, 10, 1e-100000000, range.every",
        "NUMERIC, 0, 1e100000000, 1, range.to",
        "OTHER, a, b, 1, range.every"
    })
    void whatCannotBeCountedIsRefusedAndNamed(KeyFamily family, String from, String to, String every, String field) {
        assertThat(refused(family, from, to, every).field()).contains(field);
    }
}
