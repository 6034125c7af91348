package io.partwarden.embedded;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The server process that a data directory's postmaster.pid names. A JVM that is killed leaves it running, and a power cut leaves
 * the file behind, where after a reboot its process id may be anybody's.
 */
record Postmaster(Path data, Binaries binaries) {

    private static final Logger log = LoggerFactory.getLogger(Postmaster.class);
    private static final String STOP_SECONDS = "60";

    /** Ends a server that still runs on our data, with its own shutdown checkpoint; clears a file that names none. */
    void endIfLeftBehind() {
        Path file = data.resolve("postmaster.pid");
        if (!Files.exists(file)) {
            return;
        }
        if (runs(file)) {
            log.info("The embedded PostgreSQL of an earlier run is still up; stopping it");
            stop();
            return;
        }
        try {
            // PostgreSQL itself takes any live process of that id for its predecessor and refuses to start.
            Files.deleteIfExists(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    boolean runs() {
        return runs(data.resolve("postmaster.pid"));
    }

    /** Fast mode: sessions are ended, a checkpoint is written. */
    void stop() {
        try {
            Process process = new ProcessBuilder(
                            binaries.pgCtl("stop", "-D", data.toString(), "-m", "fast", "-t", STOP_SECONDS, "-w"))
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start();
            if (!process.waitFor(2L * Integer.parseInt(STOP_SECONDS), TimeUnit.SECONDS) || process.exitValue() != 0) {
                throw stillRunning(null);
            }
        } catch (IOException e) {
            throw stillRunning(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw stillRunning(e);
        }
    }

    private EmbeddedFailure stillRunning(@Nullable Exception cause) {
        return new EmbeddedFailure(
                "A PostgreSQL is still running on " + data + " and could not be stopped.",
                "Stop the process that the first line of " + data.resolve("postmaster.pid")
                        + " names, then start again.",
                cause);
    }

    private boolean runs(Path file) {
        try {
            List<String> lines = Files.exists(file) ? Files.readAllLines(file) : List.of();
            return !lines.isEmpty()
                    && ProcessHandle.of(Long.parseLong(lines.get(0).strip()))
                            .flatMap(process -> process.info().command())
                            .filter(command -> Path.of(command).startsWith(binaries.directory()))
                            .isPresent();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
