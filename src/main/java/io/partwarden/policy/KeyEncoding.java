package io.partwarden.policy;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * How a key holds time.
 *
 * @param epoch from when a snowflake counts, null for the others
 * @param shift how many low bits of a snowflake are not time
 * @param pattern how a text or integer key writes a date, such as {@code yyyyMMdd}; null for the others
 */
public record KeyEncoding(
        Kind kind,
        @Nullable Instant epoch,
        int shift,
        @Nullable String pattern) {

    /** Twitter's layout: 41 bits of milliseconds above 22 bits of worker and sequence. */
    public static final int SNOWFLAKE_SHIFT = 22;

    /** date, timestamp or timestamptz, as the column says. */
    public static final KeyEncoding NATIVE = of(Kind.NATIVE);

    /** The ways to hold time in a key. */
    public enum Kind {
        NATIVE,
        EPOCH_S,
        EPOCH_MS,
        EPOCH_US,
        EPOCH_NS,
        SNOWFLAKE,
        /** RFC 9562: the first 48 bits are milliseconds since 1970. */
        UUID_V7,
        /** A date in digits or text, whose order as a key is the order of time. */
        PATTERN
    }

    public static KeyEncoding of(Kind kind) {
        return new KeyEncoding(kind, null, 0, null);
    }

    public static KeyEncoding snowflake(Instant epoch, int shift) {
        return new KeyEncoding(Kind.SNOWFLAKE, epoch, shift, null);
    }

    public static KeyEncoding pattern(String pattern) {
        return new KeyEncoding(Kind.PATTERN, null, 0, pattern);
    }
}
