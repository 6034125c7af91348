package io.partwarden.policy;

import static org.assertj.core.api.Assertions.assertThat;

import io.partwarden.partition.Bound;
import io.partwarden.policy.Lane.Placed;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.zone.ZoneOffsetTransition;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Ten years of maintenance from one change to the next, with what must hold at each of them. Where periods are shorter than a day, every
 * change is stepped through around the days on which the zone's clocks change, and in between
 * the run begins anew with an empty table once a month.
 */
class TenYearsTests {

    private static final Instant BEGIN = Instant.parse("2010-06-01T00:00:00Z");
    private static final Instant END = Instant.parse("2020-06-01T00:00:00Z");
    private static final Duration AROUND = Duration.ofHours(30);
    private static final Duration LEAP = Duration.ofDays(30);

    @ParameterizedTest
    @ValueSource(strings = {"UTC", "Europe/Berlin", "America/Sao_Paulo", "Asia/Kathmandu", "Pacific/Apia"})
    void days(String zone) {
        assertThat(new Run("P1D", zone, "P40D", "timestamptz").changes()).isGreaterThan(3_600);
    }

    @ParameterizedTest
    @ValueSource(strings = {"UTC", "Europe/Berlin", "America/Sao_Paulo", "Asia/Kathmandu", "Pacific/Apia"})
    void weeks(String zone) {
        assertThat(new Run("P1W", zone, "P3M", "timestamptz").changes()).isGreaterThan(520);
    }

    @ParameterizedTest
    @ValueSource(strings = {"UTC", "Europe/Berlin", "America/Sao_Paulo", "Asia/Kathmandu", "Pacific/Apia"})
    void months(String zone) {
        assertThat(new Run("P1M", zone, "P1Y", "timestamptz").changes()).isGreaterThan(119);
    }

    @ParameterizedTest
    @ValueSource(strings = {"UTC", "Europe/Berlin", "America/Sao_Paulo", "Asia/Kathmandu", "Pacific/Apia"})
    void hours(String zone) {
        assertThat(new Run("PT1H", zone, "P4D", "timestamptz").changes()).isGreaterThan(100);
    }

    @ParameterizedTest
    @ValueSource(strings = {"UTC", "Europe/Berlin", "America/Sao_Paulo", "Asia/Kathmandu", "Pacific/Apia"})
    void quartersOfAnHour(String zone) {
        assertThat(new Run("PT15M", zone, "P1D", "timestamptz").changes()).isGreaterThan(100);
    }

    @ParameterizedTest
    @CsvSource({
        "P1D, Europe/Berlin, timestamp",
        "P1D, Pacific/Apia, timestamp",
        "PT1H, America/Sao_Paulo, timestamp",
        "P1D, Pacific/Apia, date",
        "P3M, America/Sao_Paulo, date"
    })
    void wallClocks(String interval, String zone, String type) {
        assertThat(new Run(interval, zone, "P10D", type).changes()).isPositive();
    }

    private static final class Run {

        private final Tree tree;
        private final ZoneId zone;
        private final String keep;
        private final boolean elapsed;
        private @Nullable BigDecimal servedUntil;

        Run(String interval, String zone, String keep, String type) {
            this.zone = ZoneId.of(zone);
            this.keep = keep;
            this.elapsed = interval.startsWith("PT");
            Spec spec = Spec.every(interval, zone)
                    .premake(3)
                    .retention(new PolicySpec.Retiring(keep, null, "drop", PolicySpec.Leaving.DEFAULT, null, 1, 1_000));
            this.tree = new Tree(
                    Keys.range(type), spec.checkAt(BEGIN, Keys.range(type)).policy());
        }

        int changes() {
            Instant now = BEGIN;
            int changes = 0;
            while (now.isBefore(END)) {
                BigDecimal next = run(now);
                changes++;
                Instant moment = ((TimeLine) tree.lane().line()).moment(next);
                assertThat(moment).as("progress after %s", now).isAfter(now);
                now = elapsed && !isNearTransition(now) ? leap(now) : moment;
            }
            tree.assertNoOverlap();
            return changes;
        }

        /** The table begins anew, in time for the next change of the clocks. */
        private Instant leap(Instant now) {
            tree.clear();
            servedUntil = null;
            ZoneOffsetTransition next = zone.getRules().nextTransition(now);
            Instant later = now.plus(LEAP);
            Instant before = next == null ? later : next.getInstant().minus(AROUND);
            return before.isAfter(now) && before.isBefore(later) ? before.plusSeconds(1) : later;
        }

        private boolean isNearTransition(Instant now) {
            ZoneOffsetTransition next = zone.getRules().nextTransition(now.minus(AROUND));
            return next != null && next.getInstant().isBefore(now.plus(AROUND));
        }

        /** One round of maintenance; says when the next is due. */
        private BigDecimal run(Instant now) {
            Lane before = tree.lane();
            Standing standing = Standing.at(now, before, servedUntil);
            Needs needs = PolicyPlanner.of(tree.policy, before, standing);
            needs.old().forEach(placed -> assertOld(placed, now));
            assertTouching(before, needs);
            tree.apply(needs);
            Needs again = PolicyPlanner.of(tree.policy, tree.lane(), standing);
            assertThat(again.isEmpty()).as("done at %s", now).isTrue();
            assertThat(again.gaps()).isEmpty();
            assertThat(again.kept()).isEmpty();
            assertThat(again.safeUntil()).isNotNull();
            assertThat(again.nextChange()).isEqualTo(needs.nextChange());
            assertAhead(again, standing.now());
            servedUntil = again.safeUntil();
            return Objects.requireNonNull(needs.nextChange());
        }

        /** What is made begins where what is there ends. */
        private static void assertTouching(Lane lane, Needs needs) {
            BigDecimal end = lane.placed().isEmpty()
                    ? null
                    : lane.placed().get(lane.placed().size() - 1).span().to();
            for (var made : Stream.concat(needs.missed().stream(), needs.ahead().stream())
                    .toList()) {
                BigDecimal from = lane.line().place(made.from().get(0)).orElseThrow();
                assertThat(end == null || end.compareTo(from) == 0)
                        .as("%s follows", made)
                        .isTrue();
                end = lane.line().place(made.to().get(0)).orElseThrow();
                assertThat(from).isLessThan(end);
            }
        }

        /** Counted apart from the planner: in the zone's own calendar. */
        private void assertOld(Placed placed, Instant now) {
            IsoSpan span = IsoSpan.read(keep).orElseThrow();
            LocalDateTime cutoff = now.atZone(zone)
                    .minus(span.days())
                    .minus(span.time())
                    .withZoneSameInstant(((TimeLine) tree.lane().line()).wallClock() ? zone : ZoneOffset.UTC)
                    .toLocalDateTime();
            assertThat(TimeLine.time(Objects.requireNonNull(placed.span().to())))
                    .isBeforeOrEqualTo(cutoff);
        }

        private void assertAhead(Needs needs, BigDecimal now) {
            Grid grid = tree.lane().grid();
            long count = 0;
            for (long period = grid.period(now) + 1;
                    grid.border(period + 1).compareTo(needs.safeUntil()) <= 0;
                    period++) {
                count += grid.span(period).isEmpty() ? 0 : 1;
            }
            assertThat(count).isEqualTo(3);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"P1D", "P1W", "P1M"})
    void theDayThatSamoaLeftOutHasNoPartition(String interval) {
        Tree tree = Tree.of(
                Spec.every(interval, "Pacific/Apia").start("2011-12-01").premake(3),
                Instant.parse("2012-01-01T00:00:00Z"));
        Needs needs = tree.at("2012-01-05T00:00:00Z");

        for (Bound.Range range : needs.missed()) {
            assertThat(range.from()).isNotEqualTo(range.to());
        }
        // 29 December ends at 24:00-10:00 and 31 December begins at 00:00+14:00: one moment.
        if (interval.equals("P1D")) {
            assertThat(Tree.texts(needs.missed()))
                    .contains(
                            "2011-12-29 10:00:00+00 - 2011-12-30 10:00:00+00",
                            "2011-12-30 10:00:00+00 - 2011-12-31 10:00:00+00")
                    .hasSize(34);
        }
    }
}
