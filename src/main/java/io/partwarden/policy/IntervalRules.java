package io.partwarden.policy;

import java.time.Duration;
import java.util.Optional;

/** Which ISO-8601 periods can be an interval. */
final class IntervalRules {

    private static final int MAX_YEARS = 100;
    private static final int MAX_DAYS = 36_525;

    private final PolicyFindings findings;

    IntervalRules(PolicyFindings findings) {
        this.findings = findings;
    }

    /** Empty with a violation noted. */
    Optional<Interval> read(String text) {
        Optional<IsoSpan> read = IsoSpan.read(text);
        if (read.isEmpty() || read.get().isZero()) {
            refuse(
                    "invalid",
                    "An interval is an ISO-8601 period above zero, such as PT15M, P1D, P1W, P1M, P3M or P1Y.");
            return Optional.empty();
        }
        IsoSpan span = read.get();
        long months = span.months();
        int days = span.wholeDays();
        if (!span.days().isZero() && !span.time().isZero()) {
            refuse(
                    "mixed",
                    "An interval is either of days and longer or of hours and shorter; " + text + " mixes them.");
        } else if (months > 0 && days > 0) {
            refuse(
                    "mixed",
                    "Months have no fixed number of days, so that " + text + " would drift; give months or days.");
        } else if (months > 12L * MAX_YEARS || days > MAX_DAYS) {
            refuse("too-long", "An interval is at most " + MAX_YEARS + " years.");
        } else if (months > 0) {
            return Optional.of(new Interval.Months((int) months));
        } else if (days > 0) {
            return Optional.of(new Interval.Days(days));
        } else {
            return elapsed(span.time());
        }
        return Optional.empty();
    }

    private Optional<Interval> elapsed(Duration time) {
        if (time.compareTo(Duration.ofDays(1)) >= 0) {
            refuse(
                    "days-as-hours",
                    "Intervals of a day and longer follow the calendar; write days (P1D) instead of hours.");
            return Optional.empty();
        }
        if (time.toNanosPart() != 0) {
            refuse("too-short", "The shortest interval is PT1S, and seconds are whole.");
            return Optional.empty();
        }
        if (Duration.ofDays(1).toSeconds() % time.toSeconds() != 0) {
            findings.warn(
                    "uneven-interval",
                    "A day is no whole number of such intervals, so that its periods begin at another hour each day.");
        }
        return Optional.of(new Interval.Elapsed(time));
    }

    private void refuse(String code, String message) {
        findings.refuse("interval", code, message);
    }
}
