package io.partwarden.policy;

import io.partwarden.partition.KeyColumn;
import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** How far ahead periods are made, and from where on. */
final class HorizonRules {

    /** More periods of history are most likely a mistake in {@code start} or the interval. */
    static final int MAX_HISTORY = 5_000;

    private static final int LEAST_DEFAULT = 4;
    private static final Duration DEFAULT_HORIZON = Duration.ofDays(14);
    private static final Duration SHORT_HORIZON = Duration.ofDays(1);
    private static final int MAX_DIGITS = 1_000;

    private final PolicyFindings findings;

    HorizonRules(PolicyFindings findings) {
        this.findings = findings;
    }

    /** A number of periods, also where what was asked for was refused. */
    int premake(@Nullable Integer asked, Scheme scheme) {
        if (!(scheme instanceof Scheme.Periods periods)) {
            findings.refuseIfGiven("premake", asked, "Only periods are made ahead; leave it out.");
            return 0;
        }
        int premake = asked == null ? least(periods.interval()) : asked;
        if (premake < 0 || premake > Policy.MAX_PREMAKE) {
            findings.refuse(
                    "premake", "out-of-range", "Between 0 and " + Policy.MAX_PREMAKE + " periods are made ahead.");
            return 0;
        }
        if (premake == 0) {
            findings.warn(
                    "no-premake",
                    "With premake 0 the next period is made only once it has begun; until then its rows are refused.");
        } else if (periods.interval() instanceof Interval.Elapsed elapsed
                && elapsed.length().multipliedBy(premake).compareTo(SHORT_HORIZON) < 0) {
            findings.warn(
                    "short-horizon",
                    "Partitions are made for less than a day ahead: if this service stands still that long, rows are refused.");
        }
        return premake;
    }

    /** What 14 days need, and no less than four; for ids the rate decides later. */
    static int least(Interval interval) {
        Duration length = shortest(interval);
        if (length.isZero()) {
            return LEAST_DEFAULT;
        }
        long needed = (DEFAULT_HORIZON.toSeconds() + length.toSeconds() - 1) / length.toSeconds();
        return (int) Math.min(Policy.MAX_PREMAKE, Math.max(LEAST_DEFAULT, needed));
    }

    /** Zero for ids. */
    static Duration shortest(Interval interval) {
        if (interval instanceof Interval.Months months) {
            return Duration.ofDays(28L * months.count());
        }
        if (interval instanceof Interval.Days days) {
            return Duration.ofDays(days.count());
        }
        return interval instanceof Interval.Elapsed elapsed ? elapsed.length() : Duration.ZERO;
    }

    /** Where periods begin to be made: {@code start}, or where the policy came into force; null for ids without one. */
    @Nullable
    BigDecimal base(@Nullable String start, Scheme scheme, KeyColumn column, Instant inForce) {
        if (scheme instanceof Scheme.IdPeriods && start != null) {
            return id(start).orElse(null);
        }
        if (!(scheme instanceof Scheme.TimePeriods periods)) {
            if (!(scheme instanceof Scheme.IdPeriods)) {
                findings.refuseIfGiven("start", start, "Only periods begin somewhere; leave it out.");
            }
            return null;
        }
        TimeLine line = TimeLine.of(column, periods.encoding(), periods.zone());
        BigDecimal now = line.placeOf(inForce).orElseThrow();
        return start == null ? now : time(start, line, now, new CalendarGrid(line, periods.interval()));
    }

    private Optional<BigDecimal> id(String start) {
        Optional<BigDecimal> id = start.length() > MAX_DIGITS ? Optional.empty() : Numbers.read(start);
        if (id.isEmpty() || Math.abs((long) id.get().scale()) > MAX_DIGITS) {
            findings.refuse("start", "invalid", "Where ids begin is a number.");
            return Optional.empty();
        }
        return id;
    }

    private BigDecimal time(String start, TimeLine line, BigDecimal now, Grid grid) {
        Optional<BigDecimal> place = place(start, line);
        if (place.isEmpty()) {
            findings.refuse(
                    "start",
                    "invalid",
                    "A start is a date (2026-01-01), a time of the policy's zone (2026-01-01T06:00) or a moment"
                            + " (2026-01-01T06:00:00+01:00).");
            return now;
        }
        if (place.get().compareTo(now) > 0) {
            findings.refuse(
                    "start", "in-future", "The current period and the next are always made; a start lies in the past.");
            return now;
        }
        long history = grid.period(now) - grid.period(place.get());
        if (history > MAX_HISTORY) {
            findings.refuse(
                    "start",
                    "too-many-periods",
                    "From there to now are " + history + " periods; the most is " + MAX_HISTORY
                            + ". Give a later start or a longer interval.");
        }
        return place.get();
    }

    private static Optional<BigDecimal> place(String start, TimeLine line) {
        return instant(start, line.zone()).flatMap(line::placeOf);
    }

    private static Optional<Instant> instant(String start, ZoneId zone) {
        try {
            if (!start.contains("T")) {
                return Optional.of(LocalDate.parse(start).atStartOfDay(zone).toInstant());
            }
            int time = start.indexOf('T');
            boolean offset = start.endsWith("Z") || start.indexOf('+', time) > 0 || start.indexOf('-', time) > 0;
            return Optional.of(
                    offset
                            ? OffsetDateTime.parse(start).toInstant()
                            : LocalDateTime.parse(start).atZone(zone).toInstant());
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }
}
