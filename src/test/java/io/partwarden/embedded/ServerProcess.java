package io.partwarden.embedded;

import io.partwarden.shared.PartwardenHome;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/** A JVM of its own that runs the embedded server of a home, for tests that kill it. */
final class ServerProcess {

    private ServerProcess() {}

    public static void main(String[] args) throws InterruptedException {
        EmbeddedServer.start(new ServerFiles(new PartwardenHome(Path.of(args[0]))), Integer.parseInt(args[1]));
        System.out.println("started");
        Thread.currentThread().join();
    }

    /** Returns once the server is up. */
    static Process start(Path home, int port) throws IOException {
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        ServerProcess.class.getName(),
                        home.toString(),
                        String.valueOf(port))
                .redirectErrorStream(true)
                .start();
        // Left open: closing our end would not matter to it, but reading on would wait for the postmaster as well.
        BufferedReader output =
                new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
        StringBuilder said = new StringBuilder();
        for (String line = output.readLine(); line != null; line = output.readLine()) {
            if (line.equals("started")) {
                return process;
            }
            said.append(line).append('\n');
        }
        throw new IOException(said.toString());
    }
}
