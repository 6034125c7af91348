package io.partwarden.shared;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import org.springframework.boot.context.properties.ConfigurationProperties;

/**
 * The directory of what this installation keeps outside a database ({@code PARTWARDEN_HOME}, {@code ~/.partwarden} unless set):
 * the embedded server's data, the first admin token, passwords. Made on first use; only its owner can read what is made here.
 */
@ConfigurationProperties("partwarden")
public record PartwardenHome(Path home) {

    private static final FileAttribute<?>[] OWNER_ONLY =
            Path.of("").getFileSystem().supportedFileAttributeViews().contains("posix")
                    ? new FileAttribute<?>[] {
                        PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"))
                    }
                    : new FileAttribute<?>[0];

    public PartwardenHome {
        home = home.toAbsolutePath().normalize();
    }

    /** Where a file or directory of that name is or would be; makes nothing. */
    public Path resolve(String name) {
        return home.resolve(name);
    }

    /** A directory below the home, made with mode 0700 if it is not there. */
    public Path directory(String name) {
        try {
            return Files.createDirectories(resolve(name), OWNER_ONLY);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Writes the whole file or leaves the old one, with mode 0600 from its first byte. */
    public Path writePrivately(String name, String text) {
        Path file = resolve(name);
        try {
            Path parent = Files.createDirectories(file.resolveSibling(""), OWNER_ONLY);
            // A temporary file has mode 0600 from the start; the move keeps it.
            Path draft = Files.createTempFile(parent, ".draft", "");
            Files.writeString(draft, text);
            return Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
