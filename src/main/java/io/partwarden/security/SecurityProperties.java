package io.partwarden.security;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/** How callers are known. Unknown settings and modes are refused at start: a mistyped one must not leave a door open. */
@ConfigurationProperties(prefix = "partwarden.security", ignoreUnknownFields = false)
record SecurityProperties(
        @DefaultValue("tokens") Mode mode,
        @Nullable String bootstrapToken,
        @Nullable String bootstrapTokenFile,
        @DefaultValue Jwt jwt) {

    enum Mode {
        /** Every request but health carries a token. */
        TOKENS,
        /** No tokens; only on loopback, and not for other web pages. */
        OPEN
    }

    /** Where a JWT says what its bearer may do. */
    record Jwt(
            @DefaultValue("sub") String nameClaim,
            @DefaultValue("partwarden_role") String roleClaim,
            @DefaultValue("partwarden_targets") String targetsClaim,
            @DefaultValue("partwarden_sources") String sourcesClaim,
            @DefaultValue("partwarden_providers") String providersClaim) {}

    /** Without the token: settings get logged. */
    @Override
    public String toString() {
        return "SecurityProperties[mode=" + mode + ", bootstrapTokenFile=" + bootstrapTokenFile + "]";
    }
}
