package io.partwarden.embedded;

import io.partwarden.shared.PartwardenHome;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.Optional;

/**
 * Where the embedded server keeps what below the home directory. Binaries too: the library would unpack them to a predictable
 * name in the temporary directory, where another user of the machine could plant theirs.
 */
record ServerFiles(PartwardenHome home) {

    private static final int MAJOR_VERSION = 18;
    private static final int PASSWORD_BYTES = 24;

    Path lock() {
        return home.directory("postgres").resolve("lock");
    }

    Path data() {
        return home.directory("postgres").resolve(String.valueOf(MAJOR_VERSION));
    }

    /** There once initdb has come to its end. */
    Path initialised() {
        return data().resolve("partwarden-initialised");
    }

    Path binaries() {
        return home.directory("postgres/binaries");
    }

    Path log() {
        return home.directory("postgres").resolve("start.log");
    }

    /** The file of a password, which is made at random the first time; of characters that need no quoting anywhere. */
    Path passwordFile(String role) {
        Path file = home.resolve(passwordName(role));
        return Files.exists(file) ? file : home.writePrivately(passwordName(role), randomPassword());
    }

    String password(String role) {
        return read(passwordFile(role));
    }

    Optional<Integer> port() {
        Path file = home.resolve("postgres/port");
        return Files.exists(file) ? Optional.of(Integer.valueOf(read(file))) : Optional.empty();
    }

    void rememberPort(int port) {
        home.writePrivately("postgres/port", String.valueOf(port));
    }

    /** What psql and every other libpq client takes a password from without showing it. */
    void writePasswordFile(LocalDatabase local) {
        String line = String.join(
                ":",
                local.host(),
                String.valueOf(local.port()),
                local.database(),
                local.username(),
                local.password() + "\n");
        home.writePrivately("pgpass", line);
    }

    static String randomPassword() {
        byte[] bytes = new byte[PASSWORD_BYTES];
        new SecureRandom().nextBytes(bytes);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    private static String passwordName(String role) {
        return "postgres/" + role + "-password";
    }

    private static String read(Path file) {
        try {
            return Files.readString(file).strip();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
