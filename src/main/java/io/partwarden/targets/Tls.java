package io.partwarden.targets;

import io.partwarden.security.SecretReference;
import org.jspecify.annotations.Nullable;

/**
 * How a target is known to be itself, and we to it. Without a root certificate the verifying modes trust the authorities that
 * the JVM trusts.
 */
public record Tls(
        TlsMode mode,
        @Nullable SecretReference rootCertificate,
        @Nullable SecretReference certificate,
        @Nullable SecretReference key) {

    /** That mode, and no certificates. */
    public static Tls of(TlsMode mode) {
        return new Tls(mode, null, null, null);
    }
}
