package io.partwarden.policy;

import java.time.DateTimeException;
import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.format.ResolverStyle;
import java.time.temporal.ChronoField;
import java.util.Locale;
import java.util.Optional;

/** Dates of a key written by a pattern of {@link DateTimeFormatter}, such as {@code yyyyMMdd}. */
record DatePattern(DateTimeFormatter formatter) {

    /** @throws IllegalArgumentException if it is no pattern */
    static DatePattern of(KeyEncoding encoding) {
        String pattern = encoding.pattern();
        if (pattern == null) {
            throw new IllegalArgumentException("This encoding has no pattern");
        }
        return new DatePattern(new DateTimeFormatterBuilder()
                .appendPattern(pattern.replace('y', 'u'))
                .parseDefaulting(ChronoField.MONTH_OF_YEAR, 1)
                .parseDefaulting(ChronoField.DAY_OF_MONTH, 1)
                .parseDefaulting(ChronoField.HOUR_OF_DAY, 0)
                .toFormatter(Locale.ROOT)
                .withResolverStyle(ResolverStyle.STRICT));
    }

    Optional<LocalDateTime> read(String text) {
        try {
            return Optional.of(LocalDateTime.parse(text, formatter));
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }

    String text(LocalDateTime time) {
        return formatter.format(time);
    }
}
