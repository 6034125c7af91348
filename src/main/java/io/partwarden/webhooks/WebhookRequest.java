package io.partwarden.webhooks;

import io.partwarden.security.SecretReference;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * One thing to tell one receiver. The {@code id} (letters, digits, _ and -) stays the same however often it is sent, also by later calls,
 * so that the receiver can recognise repeats. Without a secret the call is not signed.
 */
public record WebhookRequest(
        String id, String url, @Nullable SecretReference secret, WebhookEvent event, WebhookEffort effort) {

    // The specification forbids the full stop, which parts the id from the timestamp in what is signed.
    private static final Pattern ID = Pattern.compile("[A-Za-z0-9_-]{1,100}");

    public WebhookRequest {
        if (!ID.matcher(id).matches()) {
            throw new IllegalArgumentException("An id is 1 to 100 letters, digits, _ and -");
        }
    }

    /** Without the URL, which may hold a secret. */
    @Override
    public String toString() {
        return "WebhookRequest[id=" + id + ", type=" + event.type() + "]";
    }
}
