package io.partwarden.security;

import io.partwarden.http.ShortText;
import io.partwarden.http.TimeRange;
import jakarta.validation.constraints.Future;
import jakarta.validation.constraints.NotEmpty;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import java.time.Instant;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A token to be made. Limits that are left out do not limit. */
record TokenRequest(
        @NotNull
        @Pattern(
                regexp = "[a-z0-9][a-z0-9._-]{0,62}",
                message = "must be 1 to 63 of a-z, 0-9, '.', '_' and '-', and begin with a letter or digit")
        String name,

        @NotNull Role role,
        @Size(min = 1, max = 1000) @Nullable Set<@NotEmpty @ShortText String> targets,
        @Size(min = 1, max = 1000) @Nullable Set<@NotEmpty @ShortText(max = 255) String> sources,
        @Size(min = 1, max = 1000) @Nullable Set<@NotEmpty @ShortText(max = 255) String> providers,

        @Future(message = "must be in the future") @TimeRange @Nullable
        Instant expiresAt) {}
