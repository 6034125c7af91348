package io.partwarden.webhooks;

import java.time.Instant;
import java.util.regex.Pattern;

/**
 * What is told: {@code {"type", "timestamp", "data"}}, as Standard Webhooks asks for. {@code type} is names of letters, digits and _
 * with dots in between; {@code timestamp} is when it happened, not when it is sent; {@code data} is anything that JSON can show.
 */
public record WebhookEvent(String type, Instant timestamp, Object data) {

    private static final Pattern TYPE = Pattern.compile("(?=.{1,100}$)\\w+(\\.\\w+)*");

    public WebhookEvent {
        if (!TYPE.matcher(type).matches()) {
            throw new IllegalArgumentException("An event's type is names with dots in between: " + type);
        }
    }
}
