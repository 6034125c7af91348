package io.partwarden.targets;

import io.partwarden.security.HostName;
import io.partwarden.security.SecretReference;
import io.partwarden.shared.FieldProblem;
import io.partwarden.shared.Problem;
import io.partwarden.sql.Identifier;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Checks a {@link TargetDocument} field by field and makes settings of it: hosts canonical, defaults filled in. All that is wrong is
 * said at once, as a 400.
 */
final class TargetReader {

    static final int DEFAULT_PORT = 5432;
    private static final int MAX_HOSTS = 16;
    private static final int MAX_LABELS = 64;
    private static final int MAX_LABEL_VALUE = 256;
    private static final int MAX_SCHEMAS = 1000;
    private static final Pattern NAME = Pattern.compile("[a-z0-9]([a-z0-9_-]{0,61}[a-z0-9])?");
    private static final Pattern LABEL = Pattern.compile("[A-Za-z0-9]([A-Za-z0-9._/-]{0,61}[A-Za-z0-9])?");

    private final List<FieldProblem> problems = new ArrayList<>();
    private final TargetDocument document;

    private TargetReader(TargetDocument document) {
        this.document = document;
    }

    static void requireName(String name) {
        if (!NAME.matcher(name).matches()) {
            throw Problem.invalid(
                    "target",
                    "name",
                    "A target's name is 1 to 63 lower-case letters, digits, - and _, with a letter or digit at both"
                            + " ends.");
        }
    }

    static TargetSettings read(TargetDocument document) {
        return new TargetReader(document).settings();
    }

    private TargetSettings settings() {
        List<HostName> hosts = hosts();
        Endpoint endpoint = new Endpoint(
                hosts.stream().map(HostName::value).toList(), port(), name("database", document.database()));
        Login login = new Login(
                name("username", document.username()),
                reference("password_ref", document.passwordRef()),
                document.ownerRole() == null ? null : ownerRole(document.ownerRole()));
        Tls tls = tls(hosts);
        TargetSettings settings = new TargetSettings(
                endpoint,
                login,
                tls,
                schemas(),
                labels(),
                Objects.requireNonNullElse(document.mode(), TargetMode.OPERATE),
                Boolean.TRUE.equals(document.paused()));
        if (!problems.isEmpty()) {
            throw Problem.invalid(problems);
        }
        return settings;
    }

    private List<HostName> hosts() {
        boolean one = document.hosts() == null;
        List<@Nullable String> written = new ArrayList<>();
        if (document.hosts() != null) {
            written.addAll(document.hosts());
        }
        if (document.host() != null) {
            written.add(document.host());
        }
        if ((document.host() == null) == one || written.isEmpty() || written.size() > MAX_HOSTS) {
            refuse("host", "required", "Give either host, or hosts with 1 to " + MAX_HOSTS + " members.");
        }
        List<HostName> hosts = new ArrayList<>();
        for (int i = 0; i < written.size(); i++) {
            String text = written.get(i);
            Optional<HostName> host = text == null ? Optional.empty() : HostName.parse(text);
            if (host.isEmpty()) {
                refuse(
                        one ? "host" : "hosts[" + i + "]",
                        "host",
                        "This is neither a DNS name nor an IP address in its usual form.");
            }
            host.ifPresent(hosts::add);
        }
        return hosts;
    }

    private int port() {
        int port = Objects.requireNonNullElse(document.port(), DEFAULT_PORT);
        if (port < 1 || port > 65_535) {
            refuse("port", "range", "A port is between 1 and 65535.");
        }
        return port;
    }

    private Tls tls(List<HostName> hosts) {
        boolean loopback = hosts.stream().allMatch(HostName::isLoopback);
        Tls tls = new Tls(
                Objects.requireNonNullElse(document.sslMode(), loopback ? TlsMode.PREFER : TlsMode.VERIFY_FULL),
                reference("ssl_root_cert_ref", document.sslRootCertRef()),
                reference("ssl_cert_ref", document.sslCertRef()),
                reference("ssl_key_ref", document.sslKeyRef()));
        if ((document.sslCertRef() == null) != (document.sslKeyRef() == null)) {
            refuse(
                    "ssl_key_ref",
                    "pair",
                    "A client certificate needs its key: give ssl_cert_ref and ssl_key_ref, or neither.");
        }
        if (document.sslCertRef() != null && document.sslRootCertRef() == null) {
            refuse(
                    "ssl_root_cert_ref",
                    "required",
                    "With a client certificate the server's authority must be named too.");
        }
        if (document.sslRootCertRef() != null && !tls.mode().verifies()) {
            refuse("ssl_mode", "verify", "A root certificate is only looked at with verify-ca or verify-full.");
        }
        return tls;
    }

    private List<String> schemas() {
        List<@Nullable String> schemas = new ArrayList<>(Objects.requireNonNullElse(document.schemas(), List.of()));
        if (schemas.size() > MAX_SCHEMAS) {
            refuse("schemas", "size", "At most " + MAX_SCHEMAS + " schemas.");
        }
        List<String> names = new ArrayList<>();
        for (int i = 0; i < schemas.size(); i++) {
            names.add(name("schemas[" + i + "]", schemas.get(i)));
        }
        return names;
    }

    private Map<String, String> labels() {
        Map<String, String> labels = Objects.requireNonNullElse(document.labels(), Map.of());
        if (labels.size() > MAX_LABELS) {
            refuse("labels", "size", "At most " + MAX_LABELS + " labels.");
        }
        labels.forEach((key, value) -> {
            if (!LABEL.matcher(key).matches()) {
                refuse("labels", "name", "A label's name is 1 to 63 letters, digits and . _ / - in between.");
            } else if (value == null || value.length() > MAX_LABEL_VALUE || hasControls(value)) {
                refuse("labels." + key, "value", "A label's value is a text of at most 256 characters.");
            }
        });
        return problems.isEmpty() ? labels : Map.of();
    }

    private @Nullable SecretReference reference(String field, @Nullable String text) {
        if (text == null) {
            return null;
        }
        Optional<SecretReference> reference = SecretReference.parse(text);
        if (reference.isEmpty()) {
            refuse(
                    field,
                    "reference",
                    "Name the place of the secret, never the secret: env:" + SecretReference.ENV_PREFIX
                            + "SOMETHING, or file: and a path below the secrets directory.");
        }
        return reference.orElse(null);
    }

    private @Nullable Identifier ownerRole(String text) {
        String name = name("owner_role", text);
        return Identifier.isValid(name) ? new Identifier(name) : null;
    }

    private String name(String field, @Nullable String text) {
        if (text == null) {
            refuse(field, "required", "This is needed.");
            return "";
        }
        if (!Identifier.isValid(text) || hasControls(text)) {
            refuse(field, "name", "A PostgreSQL name has 1 to 63 bytes and no control characters.");
        }
        return text;
    }

    private static boolean hasControls(String text) {
        return text.chars().anyMatch(Character::isISOControl);
    }

    private void refuse(String field, String code, String message) {
        problems.add(new FieldProblem(field, code, message));
    }
}
