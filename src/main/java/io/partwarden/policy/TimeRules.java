package io.partwarden.policy;

import io.partwarden.partition.Datum;
import io.partwarden.partition.KeyColumn;
import io.partwarden.partition.KeyFamily;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.time.temporal.TemporalUnit;
import java.util.Optional;

/** Whether periods of time fit the key: its precision, how far it reaches, and what its zone does to them. */
final class TimeRules {

    private static final Duration FAR = Duration.ofDays(3_652);

    private final PolicyFindings findings;
    private final KeyColumn column;

    TimeRules(PolicyFindings findings, KeyColumn column) {
        this.findings = findings;
        this.column = column;
    }

    /** False with a violation noted. */
    boolean check(Scheme.TimePeriods periods, Instant inForce) {
        Optional<String> tooCoarse = tooCoarse(periods);
        if (tooCoarse.isPresent()) {
            findings.refuse("interval", "finer-than-key", tooCoarse.get());
            return false;
        }
        TimeLine line = TimeLine.of(column, periods.encoding(), periods.zone());
        if (ends(line, inForce)) {
            findings.refuse(
                    "key_encoding",
                    "key-too-narrow",
                    Columns.name(column) + " is " + column.type().display()
                            + ", which cannot hold the present moment as "
                            + EncodingRules.word(periods.encoding().kind()) + ".");
            return false;
        }
        if (ends(line, inForce.plus(FAR))) {
            findings.warn(
                    "key-ends",
                    Columns.name(column) + " is " + column.type().display()
                            + ", which has no values left in less than ten years; change its type before.");
        }
        zone(periods, line);
        return true;
    }

    private static boolean ends(TimeLine line, Instant moment) {
        return line.value(line.placeOf(moment).orElseThrow()) instanceof Datum.MaxValue;
    }

    private Optional<String> tooCoarse(Scheme.TimePeriods periods) {
        Interval interval = periods.interval();
        if (column.family() == KeyFamily.DATE && interval instanceof Interval.Elapsed) {
            return Optional.of(Columns.name(column) + " is a date, so that its shortest interval is P1D.");
        }
        String pattern = periods.encoding().pattern();
        if (pattern == null || isWhole(interval, DatePattern.of(pattern).finest())) {
            return Optional.empty();
        }
        return Optional.of(
                "Keys written as " + pattern + " do not tell apart where one such period ends and the next begins.");
    }

    private static boolean isWhole(Interval interval, TemporalUnit unit) {
        if (interval instanceof Interval.Months months) {
            return unit != ChronoUnit.YEARS || months.count() % 12 == 0;
        }
        if (interval instanceof Interval.Days) {
            return unit.getDuration().compareTo(ChronoUnit.DAYS.getDuration()) <= 0;
        }
        return interval instanceof Interval.Elapsed elapsed
                && unit.isTimeBased()
                && elapsed.length().toSeconds() % unit.getDuration().toSeconds() == 0;
    }

    private void zone(Scheme.TimePeriods periods, TimeLine line) {
        ZoneId zone = periods.zone();
        boolean elapsed = periods.interval() instanceof Interval.Elapsed;
        if (elapsed && !line.wallClock() && !zone.getRules().isFixedOffset()) {
            findings.warn(
                    "elapsed-time",
                    "Periods shorter than a day are elapsed time counted in UTC: time_zone " + zone
                            + " does not move them, only" + " keep follows it.");
        }
        if (elapsed && line.wallClock() && !zone.getRules().isFixedOffset()) {
            findings.warn(
                    "wall-clock",
                    Columns.name(column) + " holds times without a zone: when the clocks of " + zone
                            + " are put back, the rows of two hours go to the periods of one.");
        }
    }
}
