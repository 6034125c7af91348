package io.partwarden.embedded;

import io.zonky.test.db.postgres.embedded.DefaultPostgresBinaryResolver;
import io.zonky.test.db.postgres.embedded.PgBinaryResolver;
import io.zonky.test.db.postgres.util.LinuxUtils;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.springframework.util.FileSystemUtils;

/** The server's programs: the archive on the class path, and the directory that the library unpacks it into. */
record Binaries(Path directory) implements PgBinaryResolver {

    @Override
    public InputStream getPgBinary(String system, String machine) throws IOException {
        try {
            return DefaultPostgresBinaryResolver.INSTANCE.getPgBinary(system, machine);
        } catch (IllegalStateException e) {
            throw new EmbeddedFailure(
                    "No spring.datasource.url is set, and this jar carries no PostgreSQL for " + system + " on "
                            + machine + ".",
                    "Set SPRING_DATASOURCE_URL, SPRING_DATASOURCE_USERNAME and SPRING_DATASOURCE_PASSWORD to a PostgreSQL"
                            + " database for Partwarden's metadata, or build the jar on this platform.",
                    e);
        }
    }

    /** Removes what an unpacking that was killed has left: the library would trip over it for ever. */
    void removeHalfUnpacked() {
        try (Stream<Path> children = Files.list(directory)) {
            for (Path child : children.toList()) {
                if (!Files.exists(child.resolve(".exists"))) {
                    FileSystemUtils.deleteRecursively(child);
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The command line of pg_ctl; root runs it in a user namespace, since PostgreSQL refuses to run as root. */
    List<String> pgCtl(String... arguments) throws IOException {
        List<String> command = new ArrayList<>();
        if (LinuxUtils.isUnshareAvailable()) {
            command.addAll(List.of("unshare", "-U"));
        }
        command.add(program("pg_ctl").toString());
        command.addAll(List.of(arguments));
        return command;
    }

    private Path program(String name) throws IOException {
        try (Stream<Path> unpacked = Files.list(directory)) {
            return unpacked.flatMap(version -> Stream.of(name, name + ".exe").map(version.resolve("bin")::resolve))
                    .filter(Files::isRegularFile)
                    .findFirst()
                    .orElseThrow(() -> new IOException("No " + name + " below " + directory));
        }
    }
}
