package io.partwarden.http;

import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.util.Arrays;
import java.util.Collection;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Says what a value should have been, in a client's words rather than Java's. */
final class Expectation {

    private static final Map<Class<?>, String> WORDS = Map.ofEntries(
            Map.entry(String.class, "must be a text"),
            Map.entry(boolean.class, "must be true or false"),
            Map.entry(Boolean.class, "must be true or false"),
            Map.entry(BigDecimal.class, "must be a number"),
            Map.entry(double.class, "must be a number"),
            Map.entry(Double.class, "must be a number"),
            Map.entry(Duration.class, "must be an ISO-8601 duration such as PT30S"),
            Map.entry(Instant.class, "must be an ISO-8601 time such as 2026-01-31T00:00:00Z"),
            Map.entry(OffsetDateTime.class, "must be an ISO-8601 time such as 2026-01-31T00:00:00Z"),
            Map.entry(LocalDate.class, "must be a date such as 2026-01-31"),
            Map.entry(UUID.class, "must be a UUID"));

    private Expectation() {}

    static String of(@Nullable Class<?> type) {
        if (type == null) {
            return "is not a valid value";
        }
        if (type.isEnum()) {
            return "must be one of "
                    + Arrays.stream(type.getEnumConstants())
                            .map(constant -> ((Enum<?>) constant).name().toLowerCase(Locale.ROOT))
                            .collect(Collectors.joining(", "));
        }
        if (Number.class.isAssignableFrom(type) || type.isPrimitive()) {
            return WORDS.getOrDefault(type, "must be an integer within the range of its type");
        }
        if (Collection.class.isAssignableFrom(type) || type.isArray()) {
            return "must be an array";
        }
        if (Map.class.isAssignableFrom(type) || type.isRecord()) {
            return "must be an object";
        }
        return WORDS.getOrDefault(type, "is not a valid value");
    }
}
