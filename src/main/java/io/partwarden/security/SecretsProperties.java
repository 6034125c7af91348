package io.partwarden.security;

import java.nio.file.Path;
import org.springframework.boot.context.properties.ConfigurationProperties;

/** Below {@code directory} are the files that a {@code file:} reference may name. */
@ConfigurationProperties("partwarden.secrets")
record SecretsProperties(Path directory) {}
