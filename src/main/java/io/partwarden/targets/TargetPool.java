package io.partwarden.targets;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.partwarden.shared.Problem;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * The few pooled sessions of one target, made on first use. When its server does not answer, the first to ask waits for the connect
 * timeout and those behind it share its failure; beyond a bounded number of waiters one is turned away at once.
 */
final class TargetPool {

    /** So many may wait for one target; more of them, and its trouble would take the service's threads. */
    private static final int MAX_WAITING = 16;

    private static final Duration IDLE_SESSION = Duration.ofMinutes(1);
    /** A session's password may be rotated while it is open. */
    private static final Duration LONGEST_SESSION = Duration.ofMinutes(30);

    private final Target target;
    private final SessionSource source;
    private final TargetProperties.Sessions limits;
    private final Semaphore places = new Semaphore(MAX_WAITING);
    private final ReentrantLock opening = new ReentrantLock();
    private volatile @Nullable HikariDataSource pool;
    private volatile Failure lastFailure = new Failure(0, null);
    private Instant lastUsed;
    private int users;
    private boolean retired;

    TargetPool(Target target, SessionSource source, TargetProperties.Sessions limits, Instant now) {
        this.target = target;
        this.source = source;
        this.limits = limits;
        this.lastUsed = now;
    }

    /** Reserves the pool for {@link #connection}, until {@link #leave}; false if it is retired and another one must be made. */
    synchronized boolean enter(Instant now) {
        if (!retired) {
            users++;
            lastUsed = now;
        }
        return !retired;
    }

    synchronized void leave() {
        users--;
    }

    /** Lets nobody enter any more. Sessions in use go on; {@link #closeIfDrained} closes once they are back. */
    synchronized void retire() {
        retired = true;
    }

    synchronized boolean retireIfUnusedSince(Instant limit, Instant now) {
        if (!isDrained()) {
            lastUsed = now;
        } else if (!lastUsed.isAfter(limit)) {
            retired = true;
        }
        return retired;
    }

    synchronized boolean closeIfDrained() {
        boolean drained = isDrained();
        if (drained) {
            close();
        }
        return drained;
    }

    private boolean isDrained() {
        HikariDataSource current = pool;
        return users == 0 && (current == null || current.getHikariPoolMXBean().getActiveConnections() == 0);
    }

    void close() {
        HikariDataSource current = pool;
        if (current != null) {
            current.close();
        }
        source.close();
    }

    Connection connection() {
        if (!places.tryAcquire()) {
            throw busy();
        }
        try {
            return pooled().getConnection();
        } catch (SQLException e) {
            forgetDeadPool();
            throw e.getCause() == null && TargetProblems.state(e).isEmpty()
                    ? busy().causedBy(e)
                    : TargetProblems.of(target, e);
        } finally {
            places.release();
        }
    }

    private HikariDataSource pooled() throws SQLException {
        HikariDataSource current = pool;
        if (current != null) {
            return current;
        }
        long seen = lastFailure.number();
        lockForOpening();
        try {
            current = pool;
            Failure latest = lastFailure;
            if (current == null && latest.cause() != null && latest.number() != seen) {
                throw latest.cause();
            }
            return current == null ? openPool() : current;
        } finally {
            opening.unlock();
        }
    }

    private HikariDataSource openPool() throws SQLException {
        try {
            source.prime();
        } catch (SQLException e) {
            lastFailure = new Failure(lastFailure.number() + 1, e);
            throw e;
        }
        HikariDataSource opened = new HikariDataSource(configuration());
        pool = opened;
        return opened;
    }

    private void lockForOpening() {
        try {
            if (!opening.tryLock(limits.acquireTimeout().toMillis(), TimeUnit.MILLISECONDS)) {
                throw busy();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw busy().causedBy(e);
        }
    }

    /** Without this, each request would wait the whole acquire timeout for a server that went away after the pool was made. */
    private void forgetDeadPool() {
        HikariDataSource current = pool;
        if (current != null && current.getHikariPoolMXBean().getTotalConnections() == 0 && opening.tryLock()) {
            try {
                if (pool == current) {
                    pool = null;
                    current.close();
                }
            } finally {
                opening.unlock();
            }
        }
    }

    private HikariConfig configuration() {
        HikariConfig configuration = new HikariConfig();
        configuration.setPoolName("target " + target.name());
        configuration.setDataSource(source);
        configuration.setMaximumPoolSize(limits.poolSize());
        configuration.setMinimumIdle(0);
        configuration.setInitializationFailTimeout(-1);
        configuration.setConnectionTimeout(limits.acquireTimeout().toMillis());
        configuration.setValidationTimeout(Math.min(
                limits.connectTimeout().toMillis(), limits.acquireTimeout().toMillis()));
        configuration.setIdleTimeout(IDLE_SESSION.toMillis());
        configuration.setMaxLifetime(LONGEST_SESSION.toMillis());
        return configuration;
    }

    private Problem busy() {
        return Problem.of(
                        TargetProblems.BUSY,
                        "All sessions with target '" + target.name() + "' are in use, or too many requests wait for"
                                + " them. Try again shortly.")
                .with("target", target.name())
                .retryAfter(limits.acquireTimeout());
    }

    /** The latest failure to open the pool; who waited while it happened need not see for themselves. */
    private record Failure(long number, @Nullable SQLException cause) {}
}
