package io.partwarden.embedded;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.jspecify.annotations.Nullable;

/**
 * Says that one JVM alone runs the server of a home directory; the operating system frees it when that JVM dies, however it dies.
 * A second instance is refused rather than attached: the server would go away with the first one, in the middle of its work.
 */
record HomeLock(FileChannel channel) implements AutoCloseable {

    static HomeLock take(Path file) {
        try {
            FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            if (tryLock(channel) == null) {
                channel.close();
                throw new EmbeddedFailure(
                        "Another Partwarden runs on the embedded PostgreSQL in " + file.getParent() + ".",
                        "Stop it, or give this one another PARTWARDEN_HOME, or let both use one PostgreSQL through"
                                + " SPRING_DATASOURCE_URL.");
            }
            return new HomeLock(channel);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static @Nullable FileLock tryLock(FileChannel channel) throws IOException {
        try {
            return channel.tryLock();
        } catch (OverlappingFileLockException e) {
            return null; // held by this very JVM
        }
    }

    @Override
    public void close() {
        try {
            channel.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
