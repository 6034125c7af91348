package io.partwarden.targets;

import jakarta.validation.Valid;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotNull;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/** Which servers may be targets, how their sessions are limited, and the targets that are set here rather than over HTTP. */
@Validated
@ConfigurationProperties("partwarden.targets")
record TargetProperties(
        @DefaultValue({"localhost", "127.0.0.0/8", "::1/128"}) @NotNull
        List<String> allowedHosts,

        @DefaultValue @Valid Sessions sessions,
        @DefaultValue Map<String, TargetDocument> declared) {

    /** The bounds of a session and of its target's pool; a server that does not answer costs one request no more than these. */
    record Sessions(
            @DefaultValue("4") @Min(1) @Max(20) int poolSize,
            @DefaultValue("5s") Duration acquireTimeout,
            @DefaultValue("3s") Duration connectTimeout,
            @DefaultValue("10s") Duration statementTimeout,
            @DefaultValue("2s") Duration lockTimeout,
            @DefaultValue("60s") Duration idleInTransactionTimeout,
            @DefaultValue("10m") Duration idlePoolTimeout) {

        Sessions {
            for (Duration duration : new Duration[] {
                acquireTimeout, connectTimeout, statementTimeout, lockTimeout, idleInTransactionTimeout, idlePoolTimeout
            }) {
                if (duration.toSeconds() < 1 || duration.toDays() > 1) {
                    throw new IllegalArgumentException(
                            "partwarden.targets.sessions: each duration must be between 1s and 1d");
                }
            }
        }
    }
}
