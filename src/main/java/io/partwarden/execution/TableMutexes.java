package io.partwarden.execution;

import io.partwarden.sql.QualifiedName;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Stream;

/**
 * Keeps our own transactions from meeting in the server's lock queue: from its first lock step to its end a transaction is alone, in
 * this process, on each table that it locks. Tables share a fixed number of locks, taken in one order, so nothing grows and nothing can
 * deadlock; two tables that meet by chance only wait for each other.
 */
final class TableMutexes {

    private static final int STRIPES = 256;

    private final ReentrantLock[] stripes =
            Stream.generate(() -> new ReentrantLock(true)).limit(STRIPES).toArray(ReentrantLock[]::new);

    /** Given back by closing, by the thread that took it. */
    interface Held extends AutoCloseable {
        @Override
        void close();
    }

    /**
     * Empty if another of our transactions kept a table for longer than {@code patience}.
     *
     * @param scope tables of one name in different scopes have nothing to do with each other
     */
    Optional<Held> hold(String scope, Collection<QualifiedName> tables, Duration patience) throws InterruptedException {
        int[] wanted = tables.stream()
                .mapToInt(table -> Math.floorMod(31 * scope.hashCode() + table.hashCode(), STRIPES))
                .distinct()
                .sorted()
                .toArray();
        Deque<ReentrantLock> held = new ArrayDeque<>();
        boolean all = false;
        try {
            for (int stripe : wanted) {
                if (!stripes[stripe].tryLock(patience.toMillis(), TimeUnit.MILLISECONDS)) {
                    return Optional.empty();
                }
                held.push(stripes[stripe]);
            }
            all = true;
            return Optional.of(() -> held.forEach(ReentrantLock::unlock));
        } finally {
            if (!all) {
                held.forEach(ReentrantLock::unlock);
            }
        }
    }
}
