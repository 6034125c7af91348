package io.partwarden.security;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** A token as lists show it. */
record TokenResponse(
        String name,
        Role role,
        @JsonUnwrapped Limits limits,
        Instant createdAt,
        String createdBy,
        @Nullable Instant expiresAt,
        @Nullable Instant lastUsedAt) {

    static TokenResponse of(Token token) {
        return new TokenResponse(
                token.name(),
                token.role(),
                token.limits(),
                token.createdAt(),
                token.createdBy(),
                token.expiresAt(),
                token.lastUsedAt());
    }
}
