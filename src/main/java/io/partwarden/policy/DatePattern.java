package io.partwarden.policy;

import java.time.LocalDateTime;
import java.time.temporal.ChronoUnit;
import java.time.temporal.TemporalUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Dates of a key in digits of fixed width, the greatest unit first, such as {@code yyyyMMdd} or {@code yyyy-MM-dd HH:mm}: so written, the
 * order of the texts is the order of time.
 *
 * @param separators what stands before each unit but the first
 */
record DatePattern(List<String> separators) {

    private static final List<String> LETTERS = List.of("yyyy", "MM", "dd", "HH", "mm", "ss");
    private static final List<ChronoUnit> UNITS = List.of(
            ChronoUnit.YEARS,
            ChronoUnit.MONTHS,
            ChronoUnit.DAYS,
            ChronoUnit.HOURS,
            ChronoUnit.MINUTES,
            ChronoUnit.SECONDS);
    private static final int[] LEAST = {0, 1, 1, 0, 0, 0};
    private static final Pattern TEXT = Pattern.compile("yyyy(?:(.?)MM(?:(.?)dd(?:(.?)HH(?:(.?)mm(?:(.?)ss)?)?)?)?)?");

    /** @throws IllegalArgumentException if it is no pattern */
    static DatePattern of(String pattern) {
        Matcher parts = TEXT.matcher(pattern);
        if (!parts.matches()) {
            throw new IllegalArgumentException("No pattern of dates");
        }
        List<String> separators = new ArrayList<>();
        for (int i = 1; i <= parts.groupCount() && parts.group(i) != null; i++) {
            separators.add(parts.group(i));
        }
        return new DatePattern(List.copyOf(separators));
    }

    /** What is wrong with it as a pattern of keys. */
    static Optional<String> wrong(String pattern, boolean digitsOnly) {
        if (!TEXT.matcher(pattern).matches()) {
            return Optional.of("A pattern names units from the year down, such as yyyyMMdd, yyyy-MM or yyyyMMddHH.");
        }
        List<String> separators = of(pattern).separators();
        if (separators.stream()
                .anyMatch(s -> !s.isEmpty() && Character.isLetterOrDigit(s.charAt(0)) && !s.equals("T"))) {
            return Optional.of("Between two units stands one sign that is no letter and no digit, or nothing.");
        }
        return digitsOnly && separators.stream().anyMatch(s -> !s.isEmpty())
                ? Optional.of("The key is a number, so that its pattern has digits only, such as yyyyMMdd.")
                : Optional.empty();
    }

    TemporalUnit finest() {
        return UNITS.get(separators.size());
    }

    /** The earliest time whose text is at or above this one; empty where there is none, and for text that is no date at all. */
    Optional<LocalDateTime> read(String text) {
        int[] fields = new int[UNITS.size()];
        int at = 0;
        for (int i = 0; i <= separators.size() && at < text.length(); i++) {
            String separator = i == 0 ? "" : separators.get(i - 1);
            int end = at + separator.length() + LETTERS.get(i).length();
            if (end > text.length() || !text.startsWith(separator, at)) {
                return Optional.empty();
            }
            String digits = text.substring(at + separator.length(), end);
            if (!digits.chars().allMatch(c -> c >= '0' && c <= '9')) {
                return Optional.empty();
            }
            fields[i] = Integer.parseInt(digits);
            at = end;
        }
        return at < text.length() || at == 0 ? Optional.empty() : resolve(fields);
    }

    /** As {@link #read}, for a number, whose leading zeros are not written. */
    Optional<LocalDateTime> readNumber(String text) {
        int width = LETTERS.stream()
                .limit(separators.size() + 1L)
                .mapToInt(String::length)
                .sum();
        return text.length() > width ? Optional.empty() : read("0".repeat(width - text.length()) + text);
    }

    /** Bounds such as 20261232 are no dates, yet lie between two. */
    private Optional<LocalDateTime> resolve(int[] fields) {
        LocalDateTime time = LocalDateTime.of(fields[0], 1, 1, 0, 0);
        for (int i = 1; i <= separators.size(); i++) {
            if (fields[i] < LEAST[i]) {
                return Optional.of(time);
            }
            LocalDateTime next = time.plus((long) fields[i] - LEAST[i], UNITS.get(i));
            LocalDateTime limit = time.plus(1, UNITS.get(i - 1));
            if (!next.isBefore(limit)) {
                return Optional.of(limit).filter(this::isWritten);
            }
            time = next;
        }
        return Optional.of(time);
    }

    private boolean isWritten(LocalDateTime time) {
        return time.getYear() >= 0 && time.getYear() <= 9999;
    }

    /** The lowest text at or above the time; empty beyond the years of four digits. */
    Optional<String> text(LocalDateTime time) {
        LocalDateTime whole = floor(time);
        LocalDateTime written = whole.equals(time) ? time : whole.plus(1, finest());
        if (!isWritten(written)) {
            return Optional.empty();
        }
        int[] fields = {
            written.getYear(), written.getMonthValue(), written.getDayOfMonth(),
            written.getHour(), written.getMinute(), written.getSecond()
        };
        StringBuilder text = new StringBuilder();
        for (int i = 0; i <= separators.size(); i++) {
            text.append(i == 0 ? "" : separators.get(i - 1))
                    .append(Digits.padded(fields[i], LETTERS.get(i).length()));
        }
        return Optional.of(text.toString());
    }

    private LocalDateTime floor(LocalDateTime time) {
        return switch (separators.size()) {
            case 0 -> time.toLocalDate().withDayOfYear(1).atStartOfDay();
            case 1 -> time.toLocalDate().withDayOfMonth(1).atStartOfDay();
            default -> time.truncatedTo(finest());
        };
    }
}
