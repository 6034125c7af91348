package io.partwarden.webhooks;

import java.time.Duration;

/**
 * How hard a call tries: 1 to 5 attempts, each given up after {@code timeout} (1 to 30 s), all of them and the pauses in between within
 * {@code deadline} ({@code timeout} to 5 min).
 */
public record WebhookEffort(Duration timeout, int attempts, Duration deadline) {

    public static final Duration MIN_TIMEOUT = Duration.ofSeconds(1);
    public static final Duration MAX_TIMEOUT = Duration.ofSeconds(30);
    public static final int MAX_ATTEMPTS = 5;
    public static final Duration MAX_DEADLINE = Duration.ofMinutes(5);

    public WebhookEffort {
        if (timeout.compareTo(MIN_TIMEOUT) < 0 || timeout.compareTo(MAX_TIMEOUT) > 0) {
            throw new IllegalArgumentException("An attempt's timeout is 1 s to 30 s");
        }
        if (attempts < 1 || attempts > MAX_ATTEMPTS) {
            throw new IllegalArgumentException("There are 1 to " + MAX_ATTEMPTS + " attempts");
        }
        if (deadline.compareTo(timeout) < 0 || deadline.compareTo(MAX_DEADLINE) > 0) {
            throw new IllegalArgumentException("The deadline is between the timeout and 5 min");
        }
    }
}
