package io.partwarden.maintenance.hooks;

import com.fasterxml.jackson.annotation.JsonInclude;
import org.jspecify.annotations.Nullable;

/**
 * What became of one hook, as a run's record keeps it.
 *
 * @param hook the function's name, or the webhook's scheme, host and port
 * @param decision {@code approve}, {@code veto} or {@code defer}
 * @param reason the receiver's own words
 * @param error the code of the problem, if no answer came
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record HookOutcome(
        String event,
        String hook,
        String decision,
        @Nullable String reason,
        @Nullable String error,
        int attempts,
        long durationMs) {}
