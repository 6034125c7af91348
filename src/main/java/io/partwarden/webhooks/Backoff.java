package io.partwarden.webhooks;

import io.partwarden.webhooks.Attempt.Reply;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * How long to wait before the next attempt: half a second, doubled each time up to ten, of which a random part of up to a half is left
 * out; or longer, if the receiver says so (RFC 9110, Retry-After: seconds or a date).
 */
final class Backoff {

    private static final Duration FIRST = Duration.ofMillis(500);
    private static final Duration LONGEST = Duration.ofSeconds(10);

    private final Clock clock;
    private final RandomGenerator random;

    Backoff(Clock clock, RandomGenerator random) {
        this.clock = clock;
        this.random = random;
    }

    /** {@code failed}: the attempts so far, at least one. */
    Duration before(Attempt last, int failed) {
        long whole = Math.min(LONGEST.toMillis(), FIRST.toMillis() << (failed - 1));
        Duration own = Duration.ofMillis(whole - random.nextLong(whole / 2 + 1));
        Duration asked = last instanceof Reply reply ? retryAfter(reply.retryAfter()) : Duration.ZERO;
        return asked.compareTo(own) > 0 ? asked : own;
    }

    private Duration retryAfter(@Nullable String header) {
        if (header == null) {
            return Duration.ZERO;
        }
        String text = header.strip();
        if (text.matches("\\d{1,9}")) {
            return Duration.ofSeconds(Long.parseLong(text));
        }
        try {
            Instant until = DateTimeFormatter.RFC_1123_DATE_TIME.parse(text, Instant::from);
            return Duration.between(clock.instant(), until);
        } catch (DateTimeException e) {
            return Duration.ZERO;
        }
    }
}
