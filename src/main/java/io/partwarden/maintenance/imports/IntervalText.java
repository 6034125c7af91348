package io.partwarden.maintenance.imports;

import java.time.Duration;
import java.time.Instant;
import java.time.Period;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A length of time as PostgreSQL writes intervals (all four values of IntervalStyle but sql_standard), as people type them, and in the words
 * of pg_partman 4, such as {@code weekly}.
 */
record IntervalText(Period days, Duration time) {

    private static final Pattern ISO = Pattern.compile("P(?=.)(?:\\d{1,6}[YMWD])*(?:T(?:\\d{1,6}[HMS])+)?");
    private static final Pattern PART = Pattern.compile("(\\d{1,6}) *([a-z]+)\\s*");
    private static final Pattern CLOCK = Pattern.compile("(\\d{1,6}):(\\d\\d):(\\d\\d)\\s*");

    private static final Map<String, String> WORDS = Map.of(
            "yearly", "1 year",
            "quarterly", "3 months",
            "monthly", "1 month",
            "weekly", "1 week",
            "daily", "1 day",
            "hourly", "1 hour",
            "half-hour", "30 mins",
            "quarter-hour", "15 mins");

    /** Empty if it is none, or is not above zero. */
    static Optional<IntervalText> read(String given) {
        String text = given.strip();
        if (ISO.matcher(text).matches()) {
            int clock = text.indexOf('T');
            String date = clock < 0 ? text : text.substring(0, clock);
            return positive(new IntervalText(
                    date.equals("P") ? Period.ZERO : Period.parse(date),
                    clock < 0 ? Duration.ZERO : Duration.parse("P" + text.substring(clock))));
        }
        String words = text.toLowerCase(Locale.ROOT);
        return parts(WORDS.getOrDefault(words, words.startsWith("@ ") ? words.substring(2) : words));
    }

    private static Optional<IntervalText> parts(String text) {
        IntervalText sum = new IntervalText(Period.ZERO, Duration.ZERO);
        int at = 0;
        while (at < text.length()) {
            Matcher clock = CLOCK.matcher(text).region(at, text.length());
            Matcher part = PART.matcher(text).region(at, text.length());
            if (clock.lookingAt()) {
                sum = sum.plus(Duration.ofHours(Long.parseLong(clock.group(1)))
                        .plusMinutes(Long.parseLong(clock.group(2)))
                        .plusSeconds(Long.parseLong(clock.group(3))));
                at = clock.end();
            } else if (part.lookingAt()) {
                Optional<IntervalText> more = sum.plus(Integer.parseInt(part.group(1)), part.group(2));
                if (more.isEmpty()) {
                    return more;
                }
                sum = more.get();
                at = part.end();
            } else {
                return Optional.empty();
            }
        }
        return positive(sum);
    }

    private Optional<IntervalText> plus(int count, String unit) {
        return switch (unit) {
            case "year", "years", "yr", "yrs", "y" -> Optional.of(plus(Period.ofYears(count)));
            case "mon", "mons", "month", "months" -> Optional.of(plus(Period.ofMonths(count)));
            case "week", "weeks", "w" -> Optional.of(plus(Period.ofWeeks(count)));
            case "day", "days", "d" -> Optional.of(plus(Period.ofDays(count)));
            case "hour", "hours", "hr", "hrs", "h" -> Optional.of(plus(Duration.ofHours(count)));
            case "min", "mins", "minute", "minutes", "m" -> Optional.of(plus(Duration.ofMinutes(count)));
            case "sec", "secs", "second", "seconds", "s" -> Optional.of(plus(Duration.ofSeconds(count)));
            default -> Optional.empty();
        };
    }

    private IntervalText plus(Period more) {
        return new IntervalText(days.plus(more).normalized(), time);
    }

    private IntervalText plus(Duration more) {
        return new IntervalText(days, time.plus(more));
    }

    private static Optional<IntervalText> positive(IntervalText interval) {
        return interval.days().isZero() && interval.time().isZero() ? Optional.empty() : Optional.of(interval);
    }

    /** A Go duration such as {@code 24h0m0s}. */
    static Optional<IntervalText> ofGo(String given) {
        String text = given.strip();
        return text.isEmpty() || !text.matches("(\\d{1,6}[hms])+") ? Optional.empty() : parts(text);
    }

    /** Whole days in hours as days: PostgreSQL keeps '24 hours' as they were typed. */
    IntervalText wholeDays() {
        boolean whole = days.isZero() && time.compareTo(Duration.ofDays(1)) >= 0 && time.toSeconds() % 86_400 == 0;
        return whole ? new IntervalText(Period.ofDays(Math.toIntExact(time.toDays())), Duration.ZERO) : this;
    }

    /** ISO-8601, weeks as weeks and quarters as months. */
    String iso() {
        if (days.isZero()) {
            return time.toString();
        }
        long count = days.get(ChronoUnit.DAYS);
        String date = days.toTotalMonths() == 0 && count % 7 == 0 ? "P" + count / 7 + "W" : days.toString();
        return time.isZero() ? date : date + time.toString().substring(1);
    }

    /** As PostgreSQL adds it in a session of that zone. */
    Instant after(Instant moment, ZoneId zone) {
        return moment.atZone(zone).plus(days).plus(time).toInstant();
    }

    /** As PostgreSQL subtracts it in a session of that zone. */
    Instant before(Instant moment, ZoneId zone) {
        return moment.atZone(zone).minus(days).minus(time).toInstant();
    }
}
