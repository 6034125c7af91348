package io.partwarden.targets;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.partwarden.security.SecretReference;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The settings of a target as they are written in requests, answers and configuration: flat, as the HTTP contract has them, hence the
 * many components. {@link TargetReader} checks them.
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
record TargetDocument(
        @Nullable String host,
        @Nullable List<String> hosts,
        @Nullable Integer port,
        @Nullable String database,
        @Nullable String username,
        @Nullable String passwordRef,
        @Nullable TlsMode sslMode,
        @Nullable String sslRootCertRef,
        @Nullable String sslCertRef,
        @Nullable String sslKeyRef,
        @Nullable String ownerRole,
        @Nullable List<String> schemas,
        @Nullable Map<String, String> labels,
        @Nullable TargetMode mode,
        @Nullable Boolean paused) {

    static TargetDocument of(TargetSettings settings) {
        List<String> hosts = settings.endpoint().hosts();
        Login login = settings.login();
        Tls tls = settings.tls();
        return new TargetDocument(
                hosts.size() == 1 ? hosts.get(0) : null,
                hosts.size() == 1 ? null : hosts,
                settings.endpoint().port(),
                settings.endpoint().database(),
                login.username(),
                text(login.password()),
                tls.mode(),
                text(tls.rootCertificate()),
                text(tls.certificate()),
                text(tls.key()),
                login.ownerRole() == null ? null : login.ownerRole().value(),
                settings.schemas().isEmpty() ? null : settings.schemas(),
                settings.labels().isEmpty() ? null : settings.labels(),
                settings.mode(),
                settings.paused());
    }

    private static @Nullable String text(@Nullable SecretReference reference) {
        return reference == null ? null : reference.text();
    }
}
