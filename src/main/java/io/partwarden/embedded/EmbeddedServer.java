package io.partwarden.embedded;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The running server. It belongs to this JVM: a start first ends what a killed JVM left running on the same data (PostgreSQL
 * recovers from its log as after any crash), and {@link #close} stops it with a checkpoint.
 */
final class EmbeddedServer implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(EmbeddedServer.class);
    private static final String SUPERUSER = "postgres";
    /** Crash recovery of a server that was killed under load is part of a start. */
    private static final Duration START_WAIT = Duration.ofMinutes(2);

    private final HomeLock lock;
    private final EmbeddedPostgres server;
    private final Postmaster postmaster;
    private final LocalDatabase metadata;
    private final LocalDatabase local;

    private EmbeddedServer(
            HomeLock lock,
            EmbeddedPostgres server,
            Postmaster postmaster,
            LocalDatabase metadata,
            LocalDatabase local) {
        this.lock = lock;
        this.server = server;
        this.postmaster = postmaster;
        this.metadata = metadata;
        this.local = local;
    }

    static EmbeddedServer start(ServerFiles files, int preferredPort) {
        HomeLock lock = HomeLock.take(files.lock());
        try {
            return start(files, preferredPort, lock);
        } catch (RuntimeException e) {
            lock.close();
            throw e;
        }
    }

    private static EmbeddedServer start(ServerFiles files, int preferredPort, HomeLock lock) {
        Binaries binaries = new Binaries(files.binaries());
        binaries.removeHalfUnpacked();
        Postmaster postmaster = new Postmaster(files.data(), binaries);
        postmaster.endIfLeftBehind();
        setAsideHalfInitialised(files);
        int port = ServerPort.choose(files.port(), preferredPort);
        EmbeddedPostgres server = launch(files, binaries, port);
        files.rememberPort(port);
        // Ours is made anew at each start and never written down; the user's stays, since they may have saved it.
        LocalDatabase metadata = database(port, Databases.METADATA, ServerFiles.randomPassword());
        LocalDatabase local = database(port, Databases.LOCAL, files.password(Databases.LOCAL));
        EmbeddedServer started = new EmbeddedServer(lock, server, postmaster, metadata, local);
        try {
            new Databases(server.getPostgresDatabase()).provision(metadata.password(), local.password());
            files.writePasswordFile(local);
            return started;
        } catch (SQLException | RuntimeException e) {
            started.close();
            throw failed(files, e);
        }
    }

    private static LocalDatabase database(int port, String name, String password) {
        return new LocalDatabase(ServerPort.HOST, port, name, name, password);
    }

    /** initdb that was killed leaves a directory on which no server can start, and in which none ever has. */
    private static void setAsideHalfInitialised(ServerFiles files) {
        Path data = files.data();
        if (!Files.exists(data) || Files.exists(files.initialised())) {
            return;
        }
        try {
            Path aside = Files.createTempDirectory(data.getParent(), data.getFileName() + ".incomplete-");
            Files.move(data, aside.resolve("data"));
            log.warn("The data directory was never completed; it is now {}", aside);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static EmbeddedPostgres launch(ServerFiles files, Binaries binaries, int port) {
        EmbeddedPostgres.Builder builder = EmbeddedPostgres.builder()
                .setPgBinaryResolver(binaries)
                .setOverrideWorkingDirectory(binaries.directory().toFile())
                .setDataDirectory(files.data())
                .setCleanDataDirectory(false)
                .setDataDirectoryCustomizer(data -> markInitialised(files))
                .setRegisterShutdownHook(false)
                .setPGStartupWait(START_WAIT)
                .setPort(port)
                .setConnectConfig("password", files.password(SUPERUSER))
                .setOutputRedirector(
                        ProcessBuilder.Redirect.appendTo(files.log().toFile()))
                // These two become initdb's --auth and --pwfile, after the library's own "-A trust".
                .setLocaleConfig("auth", "scram-sha-256")
                .setLocaleConfig("pwfile", files.passwordFile(SUPERUSER).toString());
        productionSettings(builder);
        try {
            return builder.start();
        } catch (EmbeddedFailure e) {
            throw e;
        } catch (IOException | RuntimeException e) {
            throw failed(files, e);
        }
    }

    private static void productionSettings(EmbeddedPostgres.Builder builder) {
        builder.setServerConfig("fsync", "on")
                .setServerConfig("synchronous_commit", "on")
                .setServerConfig("max_connections", "100")
                .setServerConfig("listen_addresses", ServerPort.HOST)
                // No socket: loopback and a password are the only way in.
                .setServerConfig("unix_socket_directories", "")
                // To files of its own, a week of them: the JVM's end of a pipe would go away with a killed JVM.
                .setServerConfig("logging_collector", "on")
                .setServerConfig("log_filename", "postgresql-%a.log")
                .setServerConfig("log_truncate_on_rotation", "on")
                .setServerConfig("log_rotation_size", "0");
    }

    private static void markInitialised(ServerFiles files) {
        try {
            Files.write(files.initialised(), new byte[0]);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static EmbeddedFailure failed(ServerFiles files, Exception cause) {
        return new EmbeddedFailure(
                "The embedded PostgreSQL did not start.",
                "Read " + files.log() + " and the newest file in "
                        + files.data().resolve("log")
                        + "; as root inside a container it cannot run at all. Or set SPRING_DATASOURCE_URL to a PostgreSQL"
                        + " database of yours for Partwarden's metadata.",
                cause);
    }

    /** Our own database and the role that owns it. */
    LocalDatabase metadata() {
        return metadata;
    }

    LocalDatabase local() {
        return local;
    }

    @Override
    public void close() {
        try {
            server.close();
            // The library gives a shutdown checkpoint five seconds and then looks away.
            if (postmaster.runs()) {
                postmaster.stop();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } finally {
            lock.close();
        }
    }
}
