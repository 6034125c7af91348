package io.partwarden.shared;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

class PartwardenHomeTests {

    @TempDir
    private Path temporary;

    @Test
    void nothingIsMadeBeforeItIsNeeded() {
        PartwardenHome home = new PartwardenHome(temporary.resolve("home"));

        assertThat(home.resolve("admin-token")).isAbsolute().doesNotExist();
        assertThat(home.home()).doesNotExist();
    }

    @Test
    @DisabledOnOs(OS.WINDOWS)
    void whatIsWrittenIsForItsOwnerOnly() throws IOException {
        PartwardenHome home = new PartwardenHome(temporary.resolve("home"));

        Path file = home.writePrivately("secrets/one", "first");

        assertThat(file).isEqualTo(home.resolve("secrets/one"));
        assertThat(permissions(file)).isEqualTo("rw-------");
        assertThat(permissions(home.home())).isEqualTo("rwx------");
        assertThat(permissions(home.directory("data"))).isEqualTo("rwx------");
    }

    @Test
    void aSecondWriteReplacesTheFirstAndLeavesNothingElse() throws IOException {
        PartwardenHome home = new PartwardenHome(temporary);

        home.writePrivately("one", "first");
        home.writePrivately("one", "second");

        assertThat(home.resolve("one")).hasContent("second");
        try (var files = Files.list(temporary)) {
            assertThat(files).containsExactly(home.resolve("one"));
        }
    }

    private static String permissions(Path path) throws IOException {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
    }
}
