package io.partwarden.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.partwarden.partition.Datum;
import io.partwarden.partition.DefinitionRefusedException;
import io.partwarden.partition.PartitionKey;
import io.partwarden.policy.PolicySpec.Leaving;
import io.partwarden.policy.PolicySpec.Retiring;
import io.partwarden.sql.Identifier;
import io.partwarden.sql.Plan.Warning;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.Period;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PolicyCheckTests {

    private static final PartitionKey TIME = Keys.range("timestamptz");

    private static List<String> wrong(Spec spec, PartitionKey key) {
        return wrong(spec, new PolicySubject(key, key.columns(), false));
    }

    private static List<String> wrong(Spec spec, PolicySubject subject) {
        var refused = catchThrowableOfType(DefinitionRefusedException.class, () -> spec.check(subject));
        assertThat(refused).as("a refusal").isNotNull();
        return refused.violations().stream()
                .map(v -> v.field() + " " + v.code())
                .toList();
    }

    private static List<String> warnings(Spec spec, PartitionKey key) {
        return spec.check(key).warnings().stream().map(Warning::code).toList();
    }

    private static Policy good(Spec spec, PartitionKey key) {
        return spec.check(key).policy();
    }

    @Test
    void aPolicyOfAnIntervalAloneHasTheContractsDefaults() {
        CheckedPolicy checked = Spec.every("P1D").check(TIME);

        assertThat(checked.warnings()).isEmpty();
        assertThat(checked.policy())
                .isEqualTo(new Policy(
                        new Scheme.TimePeriods(new Interval.Days(1), ZoneOffset.UTC, KeyEncoding.NATIVE),
                        14,
                        TimeLine.of(Keys.column("timestamptz"), KeyEncoding.NATIVE, ZoneOffset.UTC)
                                .placeOf(Spec.IN_FORCE)
                                .orElseThrow(),
                        NameTemplate.DEFAULT,
                        null,
                        10_000,
                        null));
    }

    @ParameterizedTest
    @CsvSource({
        "PT1S, 200",
        "PT15M, 200",
        "PT1H, 200",
        "PT6H, 56",
        "PT5H, 68",
        "P1D, 14",
        "P2D, 7",
        "P1W, 4",
        "P1M, 4",
        "P3M, 4",
        "P1Y, 4"
    })
    void premakeIsTheGreaterOfFourAndWhatFourteenDaysNeed(String interval, int premake) {
        assertThat(good(Spec.every(interval), TIME).premake()).isEqualTo(premake);
    }

    @ParameterizedTest
    @CsvSource({
        "P1Y6M, Months[count=18]",
        "P3M, Months[count=3]",
        "P10Y, Months[count=120]",
        "P1W, Days[count=7]",
        "P1W1D, Days[count=8]",
        "PT15M, Elapsed[length=PT15M]",
        "PT90M, Elapsed[length=PT1H30M]",
        "PT23H59M59S, Elapsed[length=PT23H59M59S]"
    })
    void intervalsAreCalendarPeriodsOrElapsedTime(String text, String interval) {
        Scheme.Periods periods = (Scheme.Periods) good(Spec.every(text), TIME).scheme();

        assertThat(periods.interval()).hasToString(interval);
    }

    @ParameterizedTest
    @CsvSource({
        "P1M1D, mixed",
        "P1Y1W, mixed",
        "P1DT1H, mixed",
        "PT24H, days-as-hours",
        "PT1440M, days-as-hours",
        "PT0.5S, too-short",
        "P0D, invalid",
        "PT0S, invalid",
        "P-1D, invalid",
        "-P1D, invalid",
        "P, invalid",
        "PT, invalid",
        "P1DT, invalid",
        "1 day, invalid",
        "p1d, invalid",
        "P1D1M, invalid",
        "P101Y, too-long",
        "P40000D, too-long",
        "P999999999Y, too-long",
        "P99999999999999999999D, invalid"
    })
    void anIntervalThatCannotBeCountedIsRefused(String interval, String code) {
        assertThat(wrong(Spec.every(interval), TIME)).containsExactly("interval " + code);
    }

    @Test
    void everythingThatIsWrongIsToldTogether() {
        Spec spec = Spec.every("P1M1D", "Mars/Olympus")
                .encoding("epoch_ms")
                .retention(new Retiring("soon", null, "shred", new Leaving("pg_toast", null, null), "P1M", 0, 100_000))
                .overflow("maybe", -1L);

        assertThat(wrong(spec, TIME))
                .containsExactlyInAnyOrder(
                        "interval mixed",
                        "time_zone invalid",
                        "key_encoding encoding",
                        "retention.keep invalid",
                        "retention.action invalid",
                        "retention.schema not-applicable",
                        "retention.grace invalid",
                        "retention.min_partitions out-of-range",
                        "retention.max_per_run out-of-range",
                        "default_partition invalid",
                        "drain_rows out-of-range");
    }

    @ParameterizedTest
    @CsvSource(nullValues = "-", textBlock = """
            timestamptz, native, -
            timestamptz, epoch_ms, key_encoding encoding
            date, epoch_s, key_encoding encoding
            int8, -, key_encoding required
            int8, native, key_encoding encoding
            int8, epoch_ms, -
            int8, epoch_ns, -
            int4, epoch_s, -
            int4, epoch_ms, key_encoding key-too-narrow
            int2, epoch_s, key_encoding key-too-narrow
            numeric, epoch_us, -
            int8, uuid_v7, key_encoding encoding
            uuid, uuid_v7, -
            uuid, -, key_encoding required
            text, -, key_encoding required
            jsonb, -, key_encoding required
            int8, epoch, key_encoding invalid
            int8, snowflake, key_epoch required
            int4, pattern, key_pattern required
            """)
    void theEncodingFitsTheColumnsType(String type, @Nullable String encoding, @Nullable String refusal) {
        Spec spec = encoding == null ? Spec.every("P1D") : Spec.every("P1D").encoding(encoding);

        if (refusal == null) {
            assertThat(((Scheme.TimePeriods) good(spec, Keys.range(type)).scheme())
                            .encoding()
                            .kind()
                            .name())
                    .isEqualToIgnoringCase(encoding);
        } else {
            assertThat(wrong(spec, Keys.range(type))).containsExactly(refusal);
        }
    }

    @Test
    void refusalsNameTheColumn() {
        PartitionKey key = Keys.range("int8");

        var refused = catchThrowableOfType(
                DefinitionRefusedException.class, () -> Spec.every("P1D").check(key));

        assertThat(refused.violations().get(0).message()).startsWith("Column int8 is int8;");
    }

    @ParameterizedTest
    @CsvSource(nullValues = "-", textBlock = """
            2010-11-04T01:42:54.657Z, 22, -
            2010-11-04T01:42:54.657Z, -, -
            2010-11-04T01:42:54.657Z, 41, key_shift invalid
            2010-11-04T01:42:54.657Z, -1, key_shift invalid
            2010-11-04, 22, key_epoch invalid
            2010-11-04T01:42:54.6571Z, 22, key_epoch invalid
            2027-01-01T00:00:00Z, 22, key_epoch in-future
            1970-01-01T00:00:00Z, 30, key_encoding key-too-narrow
            """)
    void aSnowflakeHasAnEpoch(String epoch, @Nullable Integer shift, @Nullable String refusal) {
        Spec spec = Spec.every("P1D").encoding("snowflake", epoch, shift, null);

        if (refusal == null) {
            assertThat(((Scheme.TimePeriods) good(spec, Keys.range("int8")).scheme()).encoding())
                    .isEqualTo(KeyEncoding.snowflake(Instant.parse(epoch), 22));
        } else {
            assertThat(wrong(spec, Keys.range("int8"))).containsExactly(refusal);
        }
    }

    @ParameterizedTest
    @CsvSource(nullValues = "-", textBlock = """
            int4, yyyyMMdd, P1D, -
            int4, yyyyMMdd, P1M, -
            int4, yyyyMMdd, PT1H, interval finer-than-key
            int4, yyyyMM, P1M, -
            int4, yyyyMM, P1W, interval finer-than-key
            int4, yyyy, P1Y, -
            int4, yyyy, P6M, interval finer-than-key
            int2, yyyy, P2Y, -
            int2, yyyyMM, P1M, key_encoding key-too-narrow
            int8, yyyyMMddHH, PT6H, -
            int8, yyyyMMddHH, PT90M, interval finer-than-key
            int8, yyyyMMddHHmmss, PT1S, -
            int4, yyyy-MM-dd, P1D, key_pattern invalid
            text, yyyy-MM-dd, P1D, -
            text, yyyy-MM-ddTHH:mm, PT15M, -
            text, dd.MM.yyyy, P1D, key_pattern invalid
            text, YYYY-MM-dd, P1D, key_pattern invalid
            text, yyyyxMM, P1M, key_pattern invalid
            date, yyyy-MM-dd, P1D, key_encoding encoding
            """)
    void aPatternIsNoCoarserThanTheInterval(String type, String pattern, String interval, @Nullable String refusal) {
        Spec spec = Spec.every(interval).encoding("pattern", null, null, pattern);

        if (refusal == null) {
            assertThat(((Scheme.TimePeriods) good(spec, Keys.range(type)).scheme()).encoding())
                    .isEqualTo(KeyEncoding.pattern(pattern));
        } else {
            assertThat(wrong(spec, Keys.range(type))).containsExactly(refusal);
        }
    }

    @Test
    void aDateHasNoHours() {
        assertThat(wrong(Spec.every("PT12H"), Keys.range("date"))).containsExactly("interval finer-than-key");
    }

    @ParameterizedTest
    @CsvSource(nullValues = "-", textBlock = """
            int8, 1000000, -
            int8, 0, integer_step invalid
            int8, -5, integer_step invalid
            int8, 1.5, integer_step invalid
            int8, 1E+400, integer_step invalid
            int2, 40000, integer_step invalid
            int4, 3000000000, integer_step invalid
            numeric, 0.25, -
            numeric, 1E-2000, integer_step invalid
            timestamptz, 10, integer_step key-type
            uuid, 10, integer_step key-type
            """)
    void stepsAreWhatTheColumnCounts(String type, String step, @Nullable String refusal) {
        if (refusal == null) {
            Policy policy = good(Spec.step(step), Keys.range(type));
            assertThat(policy.scheme()).isEqualTo(new Scheme.IdPeriods(new Interval.Step(new BigDecimal(step))));
            assertThat(policy.premake()).isEqualTo(4);
        } else {
            assertThat(wrong(Spec.step(step), Keys.range(type))).containsExactly(refusal);
        }
    }

    @Test
    void idsHaveNoTime() {
        Spec spec = Spec.empty().division(null, "10", null, null, "UTC").encoding("epoch_s");

        assertThat(wrong(spec, Keys.range("int8")))
                .containsExactly("time_zone not-applicable", "key_encoding not-applicable");
    }

    @Test
    void theDivisionFitsTheTablesStrategy() {
        assertThat(wrong(Spec.empty(), TIME)).containsExactly("interval required");
        assertThat(wrong(Spec.empty().division("P1D", "10", null, null, null), TIME))
                .containsExactly("interval only-one");
        assertThat(wrong(Spec.values("a"), TIME)).containsExactly("values strategy");
        assertThat(wrong(Spec.modulus(4), Keys.list("text"))).containsExactly("modulus strategy");
        assertThat(wrong(Spec.every("P1D"), Keys.hash("date"))).containsExactly("interval strategy");
        assertThat(good(Spec.values("a", null), Keys.list("text")).scheme())
                .isEqualTo(new Scheme.EachValue(List.of(Datum.of("a"), Datum.NULL)));
        assertThat(good(Spec.modulus(4), Keys.hash("int8")).scheme()).isEqualTo(new Scheme.EveryRemainder(4));
        assertThat(wrong(Spec.modulus(0), Keys.hash("int8"))).containsExactly("modulus invalid");
        assertThat(wrong(Spec.values("a", "b", "a", "x\0"), Keys.list("text")))
                .containsExactly("values[2] duplicate", "values[3] invalid");
    }

    @Test
    void valuesAndRemaindersAreNeitherMadeAheadNorRetired() {
        assertThat(wrong(Spec.modulus(4).premake(3).start("2026-01-01").keep("P1D", null), Keys.hash("int8")))
                .containsExactly("premake not-applicable", "retention not-applicable", "start not-applicable");
    }

    @ParameterizedTest
    @CsvSource(nullValues = "-", textBlock = """
            2026-11-20, P1D, -
            2026-11-20T06:00, P1D, -
            2026-11-20T06:00:00+01:00, P1D, -
            2026-11-20T06:00:00Z, P1D, -
            2026-11-22, P1D, start in-future
            20.11.2026, P1D, start invalid
            2013-03-15, P1D, -
            2013-03-13, P1D, start too-many-periods
            1526-01-01, P1Y, -
            -4713-01-01, P1Y, start too-many-periods
            2026-02-30, P1D, start invalid
            """)
    void aStartLiesInThePastAndNotTooFar(String start, String interval, @Nullable String refusal) {
        Spec spec = Spec.every(interval).start(start);

        if (refusal == null) {
            assertThat(good(spec, TIME).base()).isNotNull();
        } else {
            assertThat(wrong(spec, TIME)).containsExactly(refusal);
        }
    }

    @Test
    void aStartIsTimeOfThePoliciesZone() {
        Policy policy = good(Spec.every("P1D", "Europe/Berlin").start("2026-11-20"), TIME);

        assertThat(policy.base())
                .isEqualTo(new BigDecimal(Instant.parse("2026-11-19T23:00:00Z").toEpochMilli() * 1000));
    }

    @Test
    void retentionHasTheContractsDefaults() {
        Policy policy = good(Spec.every("P1D").keep("P1Y6M10DT12H", null), TIME);

        assertThat(policy.retention())
                .isEqualTo(new Retention(
                        new Retention.KeepFor(Period.of(1, 6, 10), Duration.ofHours(12)),
                        Retention.Action.DETACH,
                        Duration.ofDays(7),
                        2,
                        5,
                        Retention.Leaving.AS_IT_IS));
    }

    @Test
    void retentionIsReadInFull() {
        Retiring asked = new Retiring(null, 12, "move_to_schema", new Leaving("old", false, true), null, 4, 50);

        assertThat(good(Spec.every("P1D").retention(asked), TIME).retention())
                .isEqualTo(new Retention(
                        new Retention.KeepLast(12),
                        Retention.Action.MOVE_TO_SCHEMA,
                        Duration.ofDays(7),
                        4,
                        50,
                        new Retention.Leaving(false, true, new Identifier("old"))));
    }

    @ParameterizedTest
    @CsvSource(nullValues = "-", textBlock = """
            P90D, 3, retention.keep only-one
            -, -, retention.keep required
            P0D, -, retention.keep invalid
            90, -, retention.keep invalid
            P9999Y, -, retention.keep too-long
            -, 0, retention.keep_last out-of-range
            """)
    void whatIsKeptIsSaidOnce(@Nullable String keep, @Nullable Integer last, String refusal) {
        assertThat(wrong(Spec.every("P1D").keep(keep, last), TIME)).containsExactly(refusal);
    }

    @Test
    void idsAreKeptByTheirNumber() {
        assertThat(good(Spec.step("100").keep("1000", null), Keys.range("int8")).retention())
                .extracting(Retention::keep)
                .isEqualTo(new Retention.KeepIds(new BigDecimal("1000")));
        assertThat(wrong(Spec.step("100").keep("P1D", null), Keys.range("int8")))
                .containsExactly("retention.keep invalid");
    }

    @Test
    void aMoveNamesItsSchema() {
        Retiring moved = new Retiring("P1D", null, "move_to_schema", Leaving.DEFAULT, null, null, null);

        assertThat(wrong(Spec.every("P1D").retention(moved), TIME)).containsExactly("retention.schema required");
    }

    @Test
    void whatIsAllowedAndSurprisingIsAWarning() {
        assertThat(warnings(Spec.every("P1D").premake(0), TIME)).containsExactly("no-premake");
        assertThat(warnings(Spec.every("PT1M"), TIME)).containsExactly("short-horizon");
        assertThat(warnings(Spec.every("PT7H"), TIME)).containsExactly("uneven-interval");
        assertThat(warnings(Spec.every("PT6H", "Europe/Berlin"), TIME)).containsExactly("elapsed-time");
        assertThat(warnings(Spec.every("PT6H", "Asia/Kathmandu"), Keys.range("timestamp")))
                .containsExactly("wall-clock");
        assertThat(warnings(Spec.every("PT6H", "Europe/Berlin"), Keys.range("timestamp")))
                .containsExactly("wall-clock");
        assertThat(warnings(Spec.every("P1M").keep("P1D", null), TIME)).containsExactly("shorter-than-interval");
        assertThat(warnings(Spec.every("PT6H").keep("P10Y", null), TIME)).containsExactly("many-partitions");
        assertThat(warnings(Spec.every("P1M").encoding("epoch_s"), Keys.range("int4")))
                .isEmpty();
        assertThat(warnings(
                        Spec.every("P1D")
                                .retention(new Retiring("P9D", null, null, Leaving.DEFAULT, "P1D", null, null)),
                        TIME))
                .containsExactly("no-drop");
        assertThat(warnings(Spec.every("P1D", "Europe/Berlin"), TIME)).isEmpty();
    }

    @Test
    void theNextLevelIsCheckedWithItsOwnPath() {
        PolicySubject subject =
                new PolicySubject(TIME, List.of(Keys.column("timestamptz"), Keys.column("int8")), false);

        assertThat(wrong(Spec.every("P1M").sub("range", List.of("timestamptz"), Spec.every("P1M")), subject))
                .containsExactly("sub.interval not-finer");
        assertThat(wrong(Spec.every("P1M").sub("range", List.of("int8"), Spec.every("P1D")), subject))
                .containsExactly("sub.key_encoding required");
        assertThat(wrong(Spec.every("P1M").sub("tree", List.of("int4", "int8", "int8"), Spec.modulus(2)), subject))
                .containsExactly(
                        "sub.partition_by.strategy invalid",
                        "sub.partition_by.columns[0] unknown-column",
                        "sub.partition_by.columns[2] duplicate");
        assertThat(wrong(Spec.every("P1M").sub("list", List.of("int8", "timestamptz"), Spec.values("1")), subject))
                .containsExactly("sub.partition_by.columns list-takes-one");
        assertThat(wrong(Spec.every("P1M").sub(null, List.of(), Spec.modulus(2)), subject))
                .containsExactly("sub.partition_by.strategy required", "sub.partition_by.columns required");
        SubPolicy sub = spec(subject).sub();
        assertThat(sub).isNotNull();
        assertThat(sub.policy().scheme()).isEqualTo(new Scheme.EveryRemainder(8));
        assertThat(sub.partitioning().columns()).containsExactly(new Identifier("int8"));
    }

    private static Policy spec(PolicySubject subject) {
        return Spec.every("P1M")
                .sub("hash", List.of("int8"), Spec.modulus(8))
                .check(subject)
                .policy();
    }

    @Test
    void tooManyLevelsAreRefused() {
        PolicySubject subject =
                new PolicySubject(TIME, List.of(Keys.column("timestamptz"), Keys.column("int8")), false);
        Spec third = Spec.modulus(2).sub("hash", List.of("int8"), Spec.modulus(2));
        Spec second = Spec.step("10").sub("hash", List.of("int8"), third);

        assertThat(wrong(Spec.every("P1M").sub("range", List.of("int8"), second), subject))
                .containsExactly("sub.sub.sub too-deep");
    }

    @Test
    void aTenantsPeriodsLieOnTheSecondColumn() {
        PartitionKey key = Keys.range("text", "timestamptz");

        assertThat(Spec.every("P1D")
                        .check(new PolicySubject(key, key.columns(), true))
                        .policy()
                        .scheme())
                .isEqualTo(new Scheme.TimePeriods(new Interval.Days(1), ZoneOffset.UTC, KeyEncoding.NATIVE));
        assertThat(wrong(Spec.every("P1D"), key)).containsExactly("key_encoding required");
        assertThat(wrong(Spec.every("P1D"), new PolicySubject(TIME, TIME.columns(), true)))
                .containsExactly("interval no-period-column");
        PartitionKey list = Keys.list("text");
        assertThat(Spec.empty()
                        .check(new PolicySubject(list, list.columns(), true))
                        .policy()
                        .scheme())
                .isEqualTo(new Scheme.EachValue(List.of()));
    }

    @Test
    void zonesAreTakenById() {
        Policy policy = good(Spec.every("P1D", "Pacific/Apia"), TIME);

        assertThat(((Scheme.TimePeriods) policy.scheme()).zone()).isEqualTo(ZoneId.of("Pacific/Apia"));
    }
}
