package io.partwarden.testing;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Enumeration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;

/**
 * A real PostgreSQL of one major version on a free loopback port, started once per JVM from the embedded binaries and stopped with
 * it. Its time zone, the JVM's (which the driver gives to every session) and UTC all differ on purpose.
 */
public final class PostgresServer {

    public static final List<Integer> VERSIONS = List.of(14, 15, 16, 17, 18);
    public static final int LATEST = 18;

    private static final Map<Integer, PostgresServer> RUNNING = new ConcurrentHashMap<>();
    private static final AtomicInteger DATABASES = new AtomicInteger();

    private final int version;
    private final EmbeddedPostgres server;

    private PostgresServer(int version) {
        this.version = version;
        try {
            this.server = EmbeddedPostgres.builder()
                    .setPgBinaryResolver((system, architecture) -> binaries(version))
                    .setServerConfig("timezone", "Asia/Kathmandu")
                    .setServerConfig("max_connections", "400")
                    .setServerConfig("max_prepared_transactions", "10")
                    .setServerConfig("shared_preload_libraries", "")
                    .setOverrideWorkingDirectory(Path.of("target", "postgres", String.valueOf(version))
                            .toAbsolutePath()
                            .toFile())
                    .start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public static PostgresServer version(int major) {
        return RUNNING.computeIfAbsent(major, PostgresServer::new);
    }

    public static PostgresServer latest() {
        return version(LATEST);
    }

    public int version() {
        return version;
    }

    public int port() {
        return server.getPort();
    }

    /** A new, empty database that a new plain login role of the same name owns. */
    public TestDatabase newDatabase() {
        String name = "t" + DATABASES.incrementAndGet();
        try (Connection connection = superuser("postgres");
                Statement statement = connection.createStatement()) {
            statement.execute("CREATE ROLE " + name + " LOGIN PASSWORD 'pw-" + name + "'");
            statement.execute("CREATE DATABASE " + name + " OWNER " + name);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
        return new TestDatabase(this, name, name, "pw-" + name);
    }

    /** A session of the bootstrap superuser, for what a test must set up or look at from outside. */
    public Connection superuser(String database) throws SQLException {
        return DriverManager.getConnection(url(database), "postgres", "postgres");
    }

    String url(String database) {
        return "jdbc:postgresql://127.0.0.1:" + port() + "/" + database;
    }

    private static InputStream binaries(int version) throws IOException {
        String directory = System.getProperty("partwarden.test.postgres-binaries", "target/postgres-binaries");
        try (JarFile jar = new JarFile(Path.of(directory, version + ".jar").toFile())) {
            Enumeration<JarEntry> entries = jar.entries();
            while (entries.hasMoreElements()) {
                JarEntry entry = entries.nextElement();
                if (entry.getName().endsWith(".txz")) {
                    Path copy = Files.createTempFile("postgres-" + version, ".txz");
                    try (InputStream in = jar.getInputStream(entry)) {
                        Files.write(copy, in.readAllBytes());
                    }
                    copy.toFile().deleteOnExit();
                    return Files.newInputStream(copy);
                }
            }
        }
        throw new IOException("No PostgreSQL archive in " + directory + "/" + version + ".jar");
    }
}
