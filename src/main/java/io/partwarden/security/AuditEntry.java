package io.partwarden.security;

import io.partwarden.shared.Problem;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** One row to be appended to the audit trail. A change has one when it starts and one when it ends, under the same id. */
record AuditEntry(
        UUID changeId,
        Instant at,
        Origin origin,
        Subject subject,
        @Nullable Object plan,
        List<String> statements,
        End end) {

    enum Outcome {
        STARTED,
        SUCCEEDED,
        REFUSED,
        FAILED;

        String text() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    record Subject(
            String action,
            @Nullable String target,
            @Nullable String table,
            @Nullable String object) {}

    record End(Outcome outcome, @Nullable Problem problem, Duration duration) {}
}
