package io.partwarden.security;

import java.nio.file.Path;
import org.springframework.core.env.ConfigurableEnvironment;

/** Secrets without the rest of the service. For every module's tests. */
public final class SecretsBench {

    private SecretsBench() {}

    public static Secrets secrets(ConfigurableEnvironment environment, Path directory) {
        return new Secrets(environment, new SecretsProperties(directory));
    }
}
