package io.partwarden.policy;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Where a period begins, as part of a name: days and longer in the policy's zone, shorter ones in UTC, ids as numbers, each in the shortest
 * form that tells its interval's periods apart, or in a longer one where an odd neighbour made it begin off the grid.
 */
final class PeriodText {

    private final KeyLine line;
    private final Interval interval;

    PeriodText(Lane lane) {
        this.line = lane.line();
        this.interval = lane.scheme().interval();
    }

    /** @param pattern of {@link DateTimeFormatter}, with ISO weeks; null for the shortest form */
    String of(BigDecimal place, @Nullable String pattern) {
        if (!(line instanceof TimeLine times)) {
            return number(place);
        }
        LocalDateTime time = times.wallClock() || interval instanceof Interval.Elapsed
                ? TimeLine.time(place)
                : LocalDateTime.ofInstant(TimeLine.time(place).toInstant(ZoneOffset.UTC), times.zone());
        return pattern == null ? shortest(time) : formatter(pattern).format(time);
    }

    /** @throws IllegalArgumentException if it is no pattern */
    static DateTimeFormatter formatter(String pattern) {
        // English words, and weeks from Monday on as ISO-8601 counts them.
        return DateTimeFormatter.ofPattern(pattern, Locale.UK);
    }

    private static String number(BigDecimal place) {
        String digits = place.stripTrailingZeros().toPlainString();
        return digits.replace("-", "minus").replace('.', '_');
    }

    private String shortest(LocalDateTime time) {
        LocalDate day = time.toLocalDate();
        LocalTime clock = time.toLocalTime();
        boolean midnight = clock.equals(LocalTime.MIDNIGHT);
        boolean years = interval instanceof Interval.Months months && months.count() % 12 == 0;
        if (years && midnight && day.getDayOfYear() == 1) {
            return year(day);
        }
        if (interval instanceof Interval.Months && midnight && day.getDayOfMonth() == 1) {
            return year(day) + Digits.padded(day.getMonthValue(), 2);
        }
        String date = year(day) + Digits.padded(day.getMonthValue(), 2) + Digits.padded(day.getDayOfMonth(), 2);
        if (!(interval instanceof Interval.Elapsed) && midnight) {
            return date;
        }
        return date + "_" + clock(clock);
    }

    private String clock(LocalTime time) {
        long every =
                interval instanceof Interval.Elapsed elapsed ? elapsed.length().toSeconds() : 3_600;
        StringBuilder text = new StringBuilder(Digits.padded(time.getHour(), 2));
        boolean seconds = every % 60 != 0 || time.getSecond() != 0;
        if (every % 3_600 != 0 || time.getMinute() != 0 || seconds) {
            text.append(Digits.padded(time.getMinute(), 2));
        }
        if (seconds) {
            text.append(Digits.padded(time.getSecond(), 2));
        }
        return text.toString();
    }

    private static String year(LocalDate day) {
        return day.getYear() > 0 ? Digits.padded(day.getYear(), 4) : "bc" + Digits.padded(1L - day.getYear(), 4);
    }
}
