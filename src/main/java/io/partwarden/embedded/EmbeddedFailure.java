package io.partwarden.embedded;

import org.jspecify.annotations.Nullable;

/** Why there is no embedded server, and what the user can do about it; shown instead of a stack trace. */
final class EmbeddedFailure extends RuntimeException {

    private final String action;

    EmbeddedFailure(String description, String action, @Nullable Throwable cause) {
        super(description, cause);
        this.action = action;
    }

    EmbeddedFailure(String description, String action) {
        this(description, action, null);
    }

    String description() {
        return String.valueOf(getMessage());
    }

    String action() {
        return action;
    }
}
