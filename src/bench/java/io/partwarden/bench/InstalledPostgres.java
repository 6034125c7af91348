package io.partwarden.bench;

import java.io.Closeable;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import org.springframework.util.FileSystemUtils;

/**
 * A new cluster of the PostgreSQL 15 that the system's packages installed, since only that one has the peer's extension. It never runs as
 * root: where the bench does, the server runs as {@code postgres}, through runuser. It goes with the bench, data and all.
 */
final class InstalledPostgres implements Closeable {

    private static final Path BINARIES = Path.of(System.getProperty("bench.postgres", "/usr/lib/postgresql/15/bin"));
    private static final String INSTALL =
            " The benches of maintenance compare with pg_partman; on Debian: apt-get install postgresql-15 postgresql-15-partman."
                    + " Elsewhere name the server's directory: -Dbench.postgres=/path/to/bin."
                    + " Without it: -Dbench=partitions runs the others alone.";

    private final Path home;
    private final int port;
    private final Thread atExit = new Thread(this::stop);

    InstalledPostgres(String password, List<String> settings) throws IOException, InterruptedException {
        if (!Files.isExecutable(BINARIES.resolve("postgres"))) {
            throw new IOException("There is no PostgreSQL in " + BINARIES + "." + INSTALL);
        }
        home = Files.createTempDirectory(
                "partwarden-bench-pg",
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwxr-xr-x")));
        Path secret = Files.writeString(home.resolve("password"), password);
        if (isRoot()) {
            var postgres = home.getFileSystem().getUserPrincipalLookupService().lookupPrincipalByName("postgres");
            Files.setOwner(home, postgres);
            Files.setOwner(secret, postgres);
        }
        port = freePort();
        run(
                "initdb",
                "-D",
                data(),
                "-U",
                "postgres",
                "--auth=scram-sha-256",
                "--pwfile=" + secret,
                "--no-locale",
                "-EUTF8");
        Files.delete(secret);
        StringBuilder options = new StringBuilder("-p " + port + " -c listen_addresses=127.0.0.1");
        options.append(" -c unix_socket_directories= -c timezone=UTC");
        settings.forEach(setting -> options.append(" -c ").append(setting));
        Runtime.getRuntime().addShutdownHook(atExit);
        run("pg_ctl", "start", "-w", "-D", data(), "-l", home.resolve("log").toString(), "-o", options.toString());
    }

    int port() {
        return port;
    }

    static IOException withoutPeer() {
        return new IOException("The PostgreSQL in " + BINARIES + " has no pg_partman." + INSTALL);
    }

    private String data() {
        return home.resolve("data").toString();
    }

    private static boolean isRoot() {
        return "root".equals(System.getProperty("user.name"));
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    private void run(String program, String... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>();
        if (isRoot()) {
            command.addAll(List.of("runuser", "-u", "postgres", "--"));
        }
        command.add(BINARIES.resolve(program).toString());
        command.addAll(List.of(arguments));
        Path output = Files.createTempFile("bench-" + program, ".log");
        int exit = new ProcessBuilder(command)
                .directory(home.toFile())
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start()
                .waitFor();
        String said = Files.readString(output);
        Files.delete(output);
        if (exit != 0) {
            throw new IOException(program + " ended with " + exit + ": " + said);
        }
    }

    /** By the pid that the server wrote into its data directory. */
    private void stop() {
        try {
            run("pg_ctl", "stop", "-w", "-m", "fast", "-D", data());
            FileSystemUtils.deleteRecursively(home);
        } catch (IOException e) {
            System.err.println("The bench's server in " + home + " was not stopped: " + e.getMessage());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        Runtime.getRuntime().removeShutdownHook(atExit);
        stop();
    }
}
