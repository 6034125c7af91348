package io.partwarden.maintenance.imports;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class IntervalTextTests {

    @ParameterizedTest
    @CsvSource({
        "1 day, P1D",
        "7 days, P1W",
        "1 week, P1W",
        "weekly, P1W",
        "10 days, P10D",
        "1 mon, P1M",
        "monthly, P1M",
        "3 mons, P3M",
        "quarterly, P3M",
        "1 year, P1Y",
        "1 year 6 mons, P1Y6M",
        "18 months, P1Y6M",
        "00:15:00, PT15M",
        "quarter-hour, PT15M",
        "half-hour, PT30M",
        "01:00:00, PT1H",
        "24:00:00, P1D",
        "'1 day 12:00:00', P1DT12H",
        "'@ 30 mins', PT30M",
        "P1D, P1D",
        "PT15M, PT15M"
    })
    void whatPostgresWritesIsRead(String text, String iso) {
        assertThat(IntervalText.read(text).map(IntervalText::wholeDays).map(IntervalText::iso))
                .isEqualTo(Optional.of(iso));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "soon", "-1 days", "1 fortnight", "00:00:00", "0 days", "P", "PT", "1000000"})
    void whatIsNoLengthAboveZeroIsNotRead(String text) {
        assertThat(IntervalText.read(text)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"24h0m0s, P1D", "1h0m0s, PT1H", "720h0m0s, P30D", "30m0s, PT30M"})
    void durationsOfGoAreRead(String text, String iso) {
        assertThat(IntervalText.ofGo(text).map(IntervalText::wholeDays).map(IntervalText::iso))
                .isEqualTo(Optional.of(iso));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            YYYYMMDD            | yyyyMMdd
            YYYYMMDD_HH24MISS   | yyyyMMdd_HHmmss
            YYYY_MM_DD          | yyyy_MM_dd
            YYYY_MM_DD_HH24MI   | yyyy_MM_dd_HHmm
            IYYY"w"IW           | YYYY'w'ww
            YYYY"q"Q            | yyyy'q'Q
            """)
    void formatsOfNamesAreRead(String format, String pattern) {
        assertThat(SuffixPattern.of(format)).isEqualTo(Optional.of(pattern));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "YYYY_Month", "YY\"open"})
    void otherFormatsAreNot(String format) {
        assertThat(SuffixPattern.of(format)).isEmpty();
    }
}
