package io.partwarden.webhooks;

import io.partwarden.shared.ProblemType;
import org.jspecify.annotations.Nullable;

/** How one attempt ended. */
sealed interface Attempt {

    /** Whether another attempt may end better. */
    boolean mayBeRetried();

    /** An answer of any status; {@code retryAfter} is the header as it came. */
    record Reply(
            int status, String body, boolean cut, @Nullable String retryAfter) implements Attempt {

        @Override
        public boolean mayBeRetried() {
            return switch (status) {
                case 408, 425, 429 -> true;
                default -> status >= 500;
            };
        }
    }

    /** No answer; {@code cause} is for the log. */
    record Silence(ProblemType type, Throwable cause) implements Attempt {

        @Override
        public boolean mayBeRetried() {
            return !type.equals(WebhookProblems.NOT_ALLOWED);
        }
    }
}
