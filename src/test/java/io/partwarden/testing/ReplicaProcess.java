package io.partwarden.testing;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** A {@link BareService} in a JVM of its own, which can be killed, with a clock that is wrong by as much as one likes. */
public final class ReplicaProcess {

    private static final Duration START = Duration.ofMinutes(3);
    private static final String LISTENS = "replica-listens-on ";

    private final Process process;
    private final Path output;

    private ReplicaProcess(Process process, Path output) {
        this.process = process;
        this.output = output;
    }

    public static void main(String[] args) {
        Map<String, String> settings = new HashMap<>();
        for (int i = 1; i < args.length; i++) {
            int equals = args[i].indexOf('=');
            settings.put(args[i].substring(0, equals), args[i].substring(equals + 1));
        }
        Clock clock = Clock.offset(Clock.systemUTC(), Duration.parse(args[0]));
        System.out.println(LISTENS + BareService.start(clock, settings).port());
    }

    /**
     * Returns while it still starts.
     *
     * @param output where what it says goes
     * @param clock how far its clock is ahead of this JVM's
     */
    public static ReplicaProcess start(Path output, Duration clock, Map<String, String> settings) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx256m",
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-Dpartwarden.dotenv=false",
                "-cp",
                System.getProperty("java.class.path"),
                ReplicaProcess.class.getName(),
                clock.toString()));
        settings.forEach((name, value) -> command.add(name + "=" + value));
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();
        return new ReplicaProcess(process, output);
    }

    /** Waits until it is up. */
    public int port() {
        await().atMost(START).pollInterval(Duration.ofMillis(100)).until(() -> !process.isAlive() || hasPort());
        return said().filter(line -> line.startsWith(LISTENS))
                .map(line -> Integer.parseInt(line.substring(LISTENS.length())))
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("The replica did not start, see " + output));
    }

    private boolean hasPort() {
        return said().anyMatch(line -> line.startsWith(LISTENS));
    }

    /** Its lines so far. */
    public Stream<String> said() {
        try {
            return Files.readAllLines(output).stream();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public long pid() {
        return process.pid();
    }

    public boolean isAlive() {
        return process.isAlive();
    }

    /** With SIGKILL: it gets to do nothing any more. */
    public void kill() throws InterruptedException {
        process.destroyForcibly().waitFor();
    }

    /** As an operator does, with time to end what it does. */
    public void stop() throws InterruptedException {
        process.destroy();
        if (!process.waitFor(1, TimeUnit.MINUTES)) {
            kill();
        }
    }
}
