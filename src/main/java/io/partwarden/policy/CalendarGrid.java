package io.partwarden.policy;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;

/**
 * The grid of time: days and months at midnight of the line's zone, shorter intervals in elapsed time. A midnight that the zone leaves out
 * is the first moment after it, one that comes twice is the first.
 */
record CalendarGrid(TimeLine line, Interval interval) implements Grid {

    /** A Monday and the first day of a month, a quarter and a decade. */
    private static final LocalDate ANCHOR = LocalDate.of(1990, 1, 1);

    private static final BigDecimal NANOS_PER_MICRO = BigDecimal.valueOf(1_000);

    @Override
    public BigDecimal border(long n) {
        if (interval instanceof Interval.Months months) {
            return place(ANCHOR.plusMonths(Math.multiplyExact(n, months.count())));
        }
        if (interval instanceof Interval.Days days) {
            return place(ANCHOR.plusDays(Math.multiplyExact(n, days.count())));
        }
        return TimeLine.micros(ANCHOR.atStartOfDay()).add(length().multiply(BigDecimal.valueOf(n)));
    }

    @Override
    public long period(BigDecimal place) {
        long n = guess(place);
        // Where a zone's clock is put back over midnight, a date's last hour comes after the next date's first.
        while (border(n + 1).compareTo(place) <= 0) {
            n++;
        }
        while (border(n).compareTo(place) > 0) {
            n--;
        }
        return n;
    }

    private long guess(BigDecimal place) {
        if (interval instanceof Interval.Months months) {
            return Math.floorDiv(ChronoUnit.MONTHS.between(ANCHOR, date(place).withDayOfMonth(1)), months.count());
        }
        if (interval instanceof Interval.Days days) {
            return Math.floorDiv(ChronoUnit.DAYS.between(ANCHOR, date(place)), days.count());
        }
        return place.subtract(TimeLine.micros(ANCHOR.atStartOfDay()))
                .divide(length(), 0, RoundingMode.FLOOR)
                .longValueExact();
    }

    private LocalDate date(BigDecimal place) {
        LocalDateTime time = TimeLine.time(place);
        return line.wallClock() ? time.toLocalDate() : LocalDate.ofInstant(time.toInstant(ZoneOffset.UTC), line.zone());
    }

    private BigDecimal place(LocalDate date) {
        return TimeLine.micros(
                line.wallClock()
                        ? date.atStartOfDay()
                        : LocalDateTime.ofInstant(date.atStartOfDay(line.zone()).toInstant(), ZoneOffset.UTC));
    }

    private BigDecimal length() {
        if (interval instanceof Interval.Elapsed elapsed) {
            return BigDecimal.valueOf(elapsed.length().toNanos()).divide(NANOS_PER_MICRO);
        }
        throw new IllegalStateException("Ids are no time");
    }
}
