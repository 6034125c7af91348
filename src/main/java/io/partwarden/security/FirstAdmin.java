package io.partwarden.security;

import io.partwarden.shared.PartwardenHome;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.core.env.Environment;
import org.springframework.security.oauth2.jwt.JwtDecoder;
import org.springframework.stereotype.Component;

/**
 * Sees to it before the port opens that somebody can get in, and that nobody else can: the configured bootstrap token, else one
 * that is made and written to a file only its owner reads. Refuses to start where neither is safe.
 */
@Component
final class FirstAdmin implements SmartInitializingSingleton {

    static final String FILE = "admin-token";
    static final int SHORTEST = 24;

    private static final Logger LOG = LoggerFactory.getLogger(FirstAdmin.class);
    private static final String BOOTSTRAP = "bootstrap";
    private static final String ADMIN = "admin";

    private final SecurityProperties properties;
    private final Tokens tokens;
    private final PartwardenHome home;
    private final Binding binding;
    private final ObjectProvider<JwtDecoder> jwts;

    FirstAdmin(
            SecurityProperties properties,
            Tokens tokens,
            PartwardenHome home,
            Environment environment,
            ObjectProvider<JwtDecoder> jwts) {
        this.properties = properties;
        this.tokens = tokens;
        this.home = home;
        this.binding = Binding.of(environment);
        this.jwts = jwts;
    }

    @Override
    public void afterSingletonsInstantiated() {
        if (properties.mode() == SecurityProperties.Mode.OPEN) {
            binding.requireFitForOpenMode();
            LOG.warn("Serving without tokens: everybody on this machine is admin");
            return;
        }
        String given = given();
        if (given != null) {
            if (given.length() < SHORTEST) {
                throw new UnsafeSettingException(
                        "The bootstrap token is shorter than " + SHORTEST + " characters.",
                        "Take a random one, for example from: openssl rand -base64 32");
            }
            tokens.putAdmin(BOOTSTRAP, given);
        } else if (!tokens.hasAdmin()) {
            makeOne();
        }
    }

    private void makeOne() {
        if (jwts.getIfAvailable() != null) {
            return; // The issuer decides who is admin.
        }
        if (!binding.isLoopback()) {
            throw new UnsafeSettingException(
                    "There is no admin token yet, and the service would listen beyond this machine (server.address).",
                    "Set PARTWARDEN_BOOTSTRAP_TOKEN_FILE (or PARTWARDEN_BOOTSTRAP_TOKEN), or listen on 127.0.0.1.");
        }
        Path file = home.resolve(FILE);
        String kept = Files.exists(file) ? read(file) : "";
        if (kept.length() >= SHORTEST) {
            tokens.putAdmin(ADMIN, kept);
        } else {
            String secret = TokenSecret.generate();
            tokens.putAdmin(ADMIN, secret);
            file = home.writePrivately(FILE, secret + "\n");
        }
        LOG.info("The first admin token is in {}", file);
    }

    private @Nullable String given() {
        String file = properties.bootstrapTokenFile();
        if (file != null && !file.isBlank()) {
            return read(Path.of(file.strip()));
        }
        String token = properties.bootstrapToken();
        return token == null || token.isBlank() ? null : token.strip();
    }

    private static String read(Path file) {
        try {
            return Files.readString(file).strip();
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot read the token file " + file, e);
        }
    }
}
