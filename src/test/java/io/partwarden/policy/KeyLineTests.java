package io.partwarden.policy;

import static org.assertj.core.api.Assertions.assertThat;

import io.partwarden.partition.Datum;
import io.partwarden.partition.KeyFamily;
import io.partwarden.policy.KeyEncoding.Kind;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class KeyLineTests {

    private static final Map<KeyEncoding, String> TYPES = Map.of(
            KeyEncoding.of(Kind.EPOCH_S), "int8",
            KeyEncoding.of(Kind.EPOCH_MS), "int8",
            KeyEncoding.of(Kind.EPOCH_US), "int8",
            KeyEncoding.of(Kind.EPOCH_NS), "int8",
            KeyEncoding.snowflake(Instant.parse("2010-11-04T01:42:54.657Z"), 22), "int8",
            KeyEncoding.of(Kind.UUID_V7), "uuid",
            KeyEncoding.pattern("yyyyMMddHHmmss"), "int8",
            KeyEncoding.pattern("yyyy-MM-dd HH:mm:ss"), "text");

    @Test
    void everyEncodingReadsBackWhatItWrites() {
        Random random = new Random(42);
        TYPES.forEach((encoding, type) -> {
            TimeLine line = TimeLine.of(Keys.column(type), encoding, ZoneOffset.UTC);
            for (int i = 0; i < 500; i++) {
                // From 2011 to 2075: what all of them hold.
                long second = 1_293_840_000L + (long) (random.nextDouble() * 2_000_000_000L);
                BigDecimal place = line.placeOf(Instant.ofEpochSecond(second)).orElseThrow();
                assertThat(line.place(line.value(place)))
                        .as("%s %s", encoding, second)
                        .hasValueSatisfying(back -> assertThat(back).isEqualByComparingTo(place));
            }
        });
    }

    @Test
    void theTypesOfTimeReadBackWhatTheyWrite() {
        Random random = new Random(43);
        for (String type : new String[] {"date", "timestamp", "timestamptz"}) {
            TimeLine line = TimeLine.of(Keys.column(type), KeyEncoding.NATIVE, ZoneOffset.UTC);
            for (int i = 0; i < 2_000; i++) {
                LocalDateTime time = LocalDateTime.of(
                        random.nextInt(30_000) - 4_700, 1 + random.nextInt(12), 1 + random.nextInt(28), 0, 0);
                BigDecimal place = TimeLine.micros(
                        type.equals("date") ? time : time.plusNanos(random.nextLong(86_400_000_000L) * 1_000));
                assertThat(line.place(line.value(place))).contains(place);
            }
        }
    }

    @ParameterizedTest
    @CsvSource({
        "int8, epoch_ms, 1700000000123",
        "int8, snowflake, 1234567890123456789",
        "uuid, uuid_v7, 018bcfe5-687b-7abc-9def-0123456789ab",
        "int8, epoch_ns, 1700000000123456789",
        "numeric, epoch_s, 1700000000.123456789012"
    })
    void aBoundOfTheCatalogIsTakenOverToTheLastDigit(String type, String encoding, String text) {
        KeyEncoding how = encoding.equals("snowflake")
                ? KeyEncoding.snowflake(Instant.parse("2010-11-04T01:42:54.657Z"), 22)
                : KeyEncoding.of(Kind.valueOf(encoding.toUpperCase(java.util.Locale.ROOT)));
        TimeLine line = TimeLine.of(Keys.column(type), how, ZoneOffset.UTC);

        assertThat(line.value(line.place(Datum.of(text)).orElseThrow())).isEqualTo(Datum.of(text));
    }

    @ParameterizedTest
    @CsvSource({
        "2026-01-01 00:00:00+00, 2026-01-01T00:00",
        "0044-03-15 12:00:00.5+00 BC, -0043-03-15T12:00:00.5",
        "0001-12-31 23:59:59.999999+00 BC, 0000-12-31T23:59:59.999999",
        "12026-01-01 00:00:00.000001+00, +12026-01-01T00:00:00.000001",
        "294276-12-31 23:59:59+00, +294276-12-31T23:59:59"
    })
    void timesAreInTheServersText(String text, String time) {
        LocalDateTime at = LocalDateTime.parse(time);

        assertThat(ServerTime.read(text)).contains(at);
        assertThat(ServerTime.text(KeyFamily.TIMESTAMPTZ, at)).contains(text);
    }

    @ParameterizedTest
    @CsvSource({
        "yyyyMMdd, 20261232, 20270101",
        "yyyyMMdd, 20260000, 20260101",
        "yyyyMMdd, 20260230, 20260301",
        "yyyyMMdd, 20261301, 20270101",
        "yyyyMM, 202600, 202601",
        "yyyyMM, 202613, 202701"
    })
    void aNumberThatIsNoDateLiesBeforeTheNext(String pattern, String bound, String next) {
        TimeLine line = TimeLine.of(Keys.column("int4"), KeyEncoding.pattern(pattern), ZoneOffset.UTC);

        assertThat(line.place(Datum.of(bound))).isEqualTo(line.place(Datum.of(next)));
        assertThat(line.value(line.place(Datum.of(bound)).orElseThrow())).isEqualTo(Datum.of(next));
    }

    @Test
    void textBeyondTheDatesLiesAboveThem() {
        TimeLine line = TimeLine.of(Keys.column("text"), KeyEncoding.pattern("yyyy-MM-dd"), ZoneOffset.UTC);

        assertThat(line.place(Datum.of("zzz"))).isEmpty();
        assertThat(line.isAbove(Datum.of("zzz"))).isTrue();
        assertThat(line.isAbove(Datum.of("-infinity"))).isFalse();
        assertThat(line.place(Datum.of("2026"))).isEqualTo(line.place(Datum.of("2026-01-01")));
    }

    @Test
    void aClockReachesAnHourThatItLeavesOutAtTheLeap() {
        TimeLine line = TimeLine.of(Keys.column("timestamp"), KeyEncoding.NATIVE, ZoneId.of("Europe/Berlin"));

        assertThat(line.moment(TimeLine.micros(LocalDateTime.parse("2026-03-29T02:30"))))
                .isEqualTo(Instant.parse("2026-03-29T01:00:00Z"));
        assertThat(line.moment(TimeLine.micros(LocalDateTime.parse("2026-10-25T02:30"))))
                .isEqualTo(Instant.parse("2026-10-25T00:30:00Z"));
    }
}
