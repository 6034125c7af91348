package io.partwarden.partition;

import io.partwarden.partition.Datum.MaxValue;
import io.partwarden.partition.Datum.MinValue;
import io.partwarden.partition.Datum.Null;
import io.partwarden.partition.Datum.Value;
import io.partwarden.sql.FittedName;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.temporal.ChronoField;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/** A bound as the end of a partition's name: short, readable, of letters, digits and underscores. Not reversible, and need not be. */
final class BoundSlug {

    private static final int MAX_VALUE_BYTES = 36;
    private static final int MAX_LIST_VALUES = 3;

    private static final DateTimeFormatter TIMESTAMP = new DateTimeFormatterBuilder()
            .append(DateTimeFormatter.ISO_LOCAL_DATE)
            .optionalStart()
            .appendPattern("[' ']['T']")
            .append(DateTimeFormatter.ISO_LOCAL_TIME)
            .optionalEnd()
            .optionalStart()
            .appendOffset("+HH:mm:ss", "Z")
            .optionalEnd()
            .optionalStart()
            .appendOffset("+HH:mm:ss", "+00")
            .optionalEnd()
            .toFormatter(Locale.ROOT);

    private BoundSlug() {}

    static String of(Bound bound, List<KeyFamily> families) {
        if (bound instanceof Bound.Range range) {
            return "_p" + range(range, families);
        }
        if (bound instanceof Bound.Values list) {
            return "_p" + values(list.values(), families.get(0));
        }
        if (bound instanceof Bound.Hash hash) {
            return "_p" + hash.remainder();
        }
        return "_default";
    }

    private static String range(Bound.Range range, List<KeyFamily> families) {
        List<Datum> from = range.from();
        int used = from.size();
        while (used > 1 && from.get(used - 1) instanceof MinValue) {
            used--;
        }
        StringBuilder slug = new StringBuilder();
        for (int i = 0; i < used; i++) {
            // Only the first column in which the two ends differ says how long the interval is.
            boolean ends = i < range.to().size()
                    && from.subList(0, i).equals(range.to().subList(0, i))
                    && !from.get(i).equals(range.to().get(i));
            Optional<Datum> to = ends ? Optional.of(range.to().get(i)) : Optional.empty();
            slug.append(i == 0 ? "" : "_").append(value(from.get(i), to, families.get(i)));
        }
        return slug.toString();
    }

    private static String values(List<Datum> values, KeyFamily family) {
        String shown = values.stream()
                .limit(MAX_LIST_VALUES)
                .map(value -> value(value, Optional.empty(), family))
                .collect(Collectors.joining("_"));
        return values.size() > MAX_LIST_VALUES ? shown + "_etc" : shown;
    }

    static String value(Datum datum, KeyFamily family) {
        return value(datum, Optional.empty(), family);
    }

    private static String value(Datum datum, Optional<Datum> to, KeyFamily family) {
        if (datum instanceof Value value) {
            return switch (family) {
                case DATE, TIMESTAMP, TIMESTAMPTZ ->
                    moment(value.text())
                            .map(from -> calendar(from, to.flatMap(BoundSlug::moment)))
                            .orElseGet(() -> signed(value.text()));
                case INTEGER, NUMERIC -> signed(value.text());
                case OTHER -> readable(value.text());
            };
        }
        if (datum instanceof Null) {
            return "null";
        }
        return datum instanceof MaxValue ? "max" : "min";
    }

    /** The shortest form that says exactly when the interval starts, given where it ends. */
    private static String calendar(LocalDateTime from, Optional<LocalDateTime> to) {
        boolean midnight = from.toLocalTime().equals(LocalTime.MIDNIGHT);
        boolean wholeDays = midnight
                && to.map(end -> end.toLocalTime().equals(LocalTime.MIDNIGHT)).orElse(true);
        if (!wholeDays) {
            return from.format(DateTimeFormatter.ofPattern(timePattern(from, to), Locale.ROOT));
        }
        boolean wholeMonths = from.getDayOfMonth() == 1
                && to.filter(end -> end.getDayOfMonth() == 1).isPresent();
        boolean wholeYears = wholeMonths
                && from.getDayOfYear() == 1
                && to.filter(end -> end.getDayOfYear() == 1).isPresent();
        String pattern = wholeYears ? "uuuu" : wholeMonths ? "uuuuMM" : "uuuuMMdd";
        return from.format(DateTimeFormatter.ofPattern(pattern, Locale.ROOT));
    }

    private static String timePattern(LocalDateTime from, Optional<LocalDateTime> to) {
        if (from.getNano() != 0) {
            return "uuuuMMdd_HHmmss_nnnnnnnnn";
        }
        if (from.getSecond() != 0 || to.filter(end -> end.getSecond() != 0).isPresent()) {
            return "uuuuMMdd_HHmmss";
        }
        boolean minutes =
                from.getMinute() != 0 || to.filter(end -> end.getMinute() != 0).isPresent();
        return minutes ? "uuuuMMdd_HHmm" : "uuuuMMdd_HH";
    }

    private static Optional<LocalDateTime> moment(Datum datum) {
        return datum instanceof Value value ? moment(value.text()) : Optional.empty();
    }

    /** Empty for what has no four-digit year: infinity, years BC and beyond 9999, and text that is no time at all. */
    private static Optional<LocalDateTime> moment(String text) {
        try {
            return Optional.of(TIMESTAMP.parse(text, parsed -> {
                LocalDateTime local = LocalDateTime.of(
                        LocalDate.from(parsed),
                        parsed.isSupported(ChronoField.NANO_OF_DAY) ? LocalTime.from(parsed) : LocalTime.MIDNIGHT);
                return parsed.isSupported(ChronoField.OFFSET_SECONDS)
                        ? OffsetDateTime.of(local, ZoneOffset.from(parsed))
                                .withOffsetSameInstant(ZoneOffset.UTC)
                                .toLocalDateTime()
                        : local;
            }));
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }

    private static String signed(String text) {
        return readable(text.trim().replaceFirst("^-", "minus"));
    }

    /** Letters and digits of any script in lower case, everything else as single underscores between them. */
    private static String readable(String text) {
        String slug = text.toLowerCase(Locale.ROOT)
                .replaceAll("[^\\p{L}\\p{Nd}]+", "_")
                .replaceAll("^_|_$", "");
        return slug.isEmpty() ? "other" : FittedName.cut(slug, MAX_VALUE_BYTES);
    }
}
