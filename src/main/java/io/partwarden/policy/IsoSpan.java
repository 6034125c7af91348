package io.partwarden.policy;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Period;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A length of time in ISO-8601: a calendar part, a clock part or both, none of them below zero and not all of them zero. */
record IsoSpan(Period days, Duration time) {

    /** Long before any date or duration overflows. */
    private static final int MAX_DIGITS = 9;

    private static final Pattern TEXT = Pattern.compile("P(?<days>(?:\\d{1," + MAX_DIGITS + "}[YMWD])*)"
            + "(?:T(?<time>(?:\\d{1," + MAX_DIGITS + "}[HM])*(?:\\d{1," + MAX_DIGITS + "}(?:\\.\\d{1,6})?S)?))?");

    /** Empty if it is no such text. */
    static Optional<IsoSpan> read(String text) {
        Matcher parts = TEXT.matcher(text);
        if (!parts.matches()) {
            return Optional.empty();
        }
        try {
            String days = parts.group("days");
            String time = parts.group("time");
            if (days.isEmpty() ? time == null || time.isEmpty() : time != null && time.isEmpty()) {
                return Optional.empty();
            }
            IsoSpan span = new IsoSpan(
                    days.isEmpty() ? Period.ZERO : Period.parse("P" + days),
                    time == null ? Duration.ZERO : Duration.parse("PT" + time));
            return Optional.of(span);
        } catch (DateTimeException | ArithmeticException e) {
            return Optional.empty();
        }
    }

    long months() {
        return days.toTotalMonths();
    }

    /** Beside the months. */
    int wholeDays() {
        return Math.toIntExact(days.get(ChronoUnit.DAYS));
    }

    boolean isZero() {
        return days.isZero() && time.isZero();
    }

    /** At most, with 31 days a month. */
    Duration longest() {
        return Duration.ofDays(months() * 31 + wholeDays()).plus(time);
    }

    /** At least, with 28 days a month and 365 a year. */
    Duration shortest() {
        return Duration.ofDays(months() / 12 * 365 + months() % 12 * 28 + wholeDays())
                .plus(time);
    }
}
