package io.partwarden.webhooks;

import java.time.Duration;

/**
 * What the receiver answered in the end: any status, redirects and errors too. {@code body} is the text as it came, at most
 * {@link #MAX_BODY} bytes of it; {@code cut}: there was more. {@code duration} covers all attempts and pauses.
 */
public record WebhookAnswer(int status, String body, boolean cut, int attempts, Duration duration) {

    public static final int MAX_BODY = 64 * 1024;

    /** Whether it counts as delivered. */
    public boolean isSuccess() {
        return status >= 200 && status < 300;
    }
}
