package io.partwarden.policy;

import io.partwarden.partition.KeyFamily;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoField;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Dates and timestamps as the server writes them under {@code DateStyle=ISO, TimeZone=UTC}: {@code 2026-01-01 00:00:00+00}, with years of more
 * than four digits and with {@code BC} (PostgreSQL documentation, 8.5.2; the year before 1 is 1 BC).
 */
final class ServerTime {

    private static final Pattern TEXT = Pattern.compile(
            "(\\d{4,7})-(\\d\\d)-(\\d\\d)(?: (\\d\\d):(\\d\\d):(\\d\\d(?:\\.\\d{1,6})?))?([+-]\\d\\d(?::\\d\\d){0,2})?( BC)?");

    /** PostgreSQL documentation, table 8.9. */
    private static final int LAST_YEAR_OF_DATES = 5_874_897;

    private static final int LAST_YEAR_OF_TIMESTAMPS = 294_276;

    private ServerTime() {}

    /** As wall-clock time, or of UTC where the text has an offset; empty for the infinities. */
    static Optional<LocalDateTime> read(String text) {
        Matcher parts = TEXT.matcher(text);
        if (!parts.matches()) {
            return Optional.empty();
        }
        try {
            int year = Integer.parseInt(parts.group(1));
            LocalDate date = LocalDate.of(
                    parts.group(8) == null ? year : 1 - year,
                    Integer.parseInt(parts.group(2)),
                    Integer.parseInt(parts.group(3)));
            LocalDateTime time = date.atTime(timeOfDay(parts));
            String offset = parts.group(7);
            return Optional.of(
                    offset == null
                            ? time
                            : time.atOffset(ZoneOffset.of(offset))
                                    .withOffsetSameInstant(ZoneOffset.UTC)
                                    .toLocalDateTime());
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }

    private static LocalTime timeOfDay(Matcher parts) {
        if (parts.group(4) == null) {
            return LocalTime.MIDNIGHT;
        }
        String seconds = parts.group(6);
        String fraction = seconds.length() > 2 ? seconds.substring(3) : "";
        int micros = fraction.isEmpty() ? 0 : Integer.parseInt((fraction + "000000").substring(0, 6));
        return LocalTime.of(
                Integer.parseInt(parts.group(4)),
                Integer.parseInt(parts.group(5)),
                Integer.parseInt(seconds.substring(0, 2)),
                micros * 1_000);
    }

    /** A date holds whole days, so one in the middle of a day is the next day; empty beyond what the type holds. */
    static Optional<String> text(KeyFamily family, LocalDateTime time) {
        if (family == KeyFamily.DATE) {
            LocalDate day = time.toLocalTime().equals(LocalTime.MIDNIGHT)
                    ? time.toLocalDate()
                    : time.toLocalDate().plusDays(1);
            return day.getYear() > LAST_YEAR_OF_DATES ? Optional.empty() : Optional.of(date(day) + era(day));
        }
        if (time.getYear() > LAST_YEAR_OF_TIMESTAMPS) {
            return Optional.empty();
        }
        String clock = Digits.padded(time.getHour(), 2) + ":" + Digits.padded(time.getMinute(), 2) + ":"
                + Digits.padded(time.getSecond(), 2) + fraction(time);
        String zone = family == KeyFamily.TIMESTAMPTZ ? "+00" : "";
        LocalDate day = time.toLocalDate();
        return Optional.of(date(day) + " " + clock + zone + era(day));
    }

    private static String era(LocalDate day) {
        return day.getYear() <= 0 ? " BC" : "";
    }

    private static String date(LocalDate day) {
        int year = day.getYear() <= 0 ? 1 - day.getYear() : day.getYear();
        return Digits.padded(year, 4) + "-" + Digits.padded(day.getMonthValue(), 2) + "-"
                + Digits.padded(day.getDayOfMonth(), 2);
    }

    private static String fraction(LocalDateTime time) {
        int micros = time.get(ChronoField.MICRO_OF_SECOND);
        return micros == 0 ? "" : "." + Digits.padded(micros, 6).replaceFirst("0+\\z", "");
    }
}
