package io.partwarden.policy;

import io.partwarden.partition.KeyFamily;
import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoField;
import java.util.Locale;
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
        BigDecimal seconds = new BigDecimal(parts.group(6));
        return LocalTime.of(Integer.parseInt(parts.group(4)), Integer.parseInt(parts.group(5)))
                .plusNanos(seconds.movePointRight(9).longValueExact());
    }

    /** A date holds whole days, so one in the middle of a day is the next day. */
    static String text(KeyFamily family, LocalDateTime time) {
        boolean beforeChrist = time.getYear() <= 0;
        int year = beforeChrist ? 1 - time.getYear() : time.getYear();
        String era = beforeChrist ? " BC" : "";
        if (family == KeyFamily.DATE) {
            LocalDateTime day = time.toLocalTime().equals(LocalTime.MIDNIGHT)
                    ? time
                    : time.toLocalDate().plusDays(1).atStartOfDay();
            return day.equals(time) ? date(year, time) + era : text(family, day);
        }
        String clock = "%02d:%02d:%02d%s".formatted(time.getHour(), time.getMinute(), time.getSecond(), fraction(time));
        String zone = family == KeyFamily.TIMESTAMPTZ ? "+00" : "";
        return date(year, time) + " " + clock + zone + era;
    }

    private static String date(int year, LocalDateTime time) {
        return String.format(Locale.ROOT, "%04d-%02d-%02d", year, time.getMonthValue(), time.getDayOfMonth());
    }

    private static String fraction(LocalDateTime time) {
        int micros = time.get(ChronoField.MICRO_OF_SECOND);
        return micros == 0 ? "" : String.format(Locale.ROOT, ".%06d", micros).replaceFirst("0+\\z", "");
    }
}
