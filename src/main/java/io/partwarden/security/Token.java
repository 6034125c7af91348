package io.partwarden.security;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** What is known of a token; never its secret. */
record Token(
        String name,
        Role role,
        Limits limits,
        Instant createdAt,
        String createdBy,
        @Nullable Instant expiresAt,
        @Nullable Instant lastUsedAt) {

    boolean isExpired(Instant now) {
        return expiresAt != null && !now.isBefore(expiresAt);
    }
}
