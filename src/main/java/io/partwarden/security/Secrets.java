package io.partwarden.security;

import io.partwarden.shared.Problem;
import io.partwarden.shared.ProblemType;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.PropertySource;
import org.springframework.stereotype.Component;

/**
 * Reads what a {@link SecretReference} names, anew each time, so that a rotated one counts at its next use. A file counts only
 * if its real path is below the secrets directory; links within it are fine (Kubernetes mounts secrets so).
 */
@Component
public final class Secrets {

    private static final int MAX_BYTES = 64 * 1024;

    private final ConfigurableEnvironment environment;
    private final Path directory;
    private final Map<String, String> own = new ConcurrentHashMap<>();

    Secrets(ConfigurableEnvironment environment, SecretsProperties properties) {
        this.environment = environment;
        this.directory = properties.directory();
    }

    /** Makes a secret of our own configuration known under a name that no request can write. */
    public SecretReference own(String name, String value) {
        own.put(name, value);
        return new SecretReference(SecretReference.Kind.OWN, name);
    }

    /** The secret, without a last line end; a problem of that type if it cannot be read. */
    public String read(SecretReference reference, ProblemType missing) {
        Optional<String> found = switch (reference.kind()) {
            case ENV -> environmentVariable(reference.name());
            case FILE -> file(reference.name()).map(Secrets::withoutLastLineEnd);
            case OWN -> Optional.ofNullable(own.get(reference.name()));
        };
        return found.orElseThrow(() -> Problem.of(
                missing,
                "The secret " + reference.text() + " cannot be read. See that the variable is set for the service, or"
                        + " that the file is there, readable, at most 64 KiB long and really inside the secrets"
                        + " directory (partwarden.secrets.directory)."));
    }

    // Not getProperty of the environment: that would replace ${..} within a password.
    private Optional<String> environmentVariable(String name) {
        for (PropertySource<?> source : environment.getPropertySources()) {
            Object value = source.getProperty(name);
            if (value != null) {
                return Optional.of(value.toString());
            }
        }
        return Optional.empty();
    }

    private Optional<String> file(String name) {
        try {
            Path base = directory.toRealPath();
            Path real = base.resolve(name).toRealPath();
            if (!real.startsWith(base) || !Files.isRegularFile(real) || Files.size(real) > MAX_BYTES) {
                return Optional.empty();
            }
            return Optional.of(Files.readString(real, StandardCharsets.UTF_8));
        } catch (IOException | IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    private static String withoutLastLineEnd(String text) {
        return text.replaceFirst("\\r?\\n\\z", "");
    }
}
