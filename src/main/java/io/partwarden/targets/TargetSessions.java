package io.partwarden.targets;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Function;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.SingleConnectionDataSource;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;

/**
 * Sessions on targets, always with the same settings: search_path pg_catalog, time zone UTC, ISO times, cautious timeouts, the
 * target's owner role. Close what you open. Failures to open are {@link TargetProblems}; pass an SQLException of your own statements
 * to {@link TargetProblems#of}. Change settings with SET LOCAL only, since a pooled session is used again.
 */
@Component
public final class TargetSessions implements DisposableBean {

    private final TargetConnector connector;
    private final SessionSetup setup;
    private final TargetProperties.Sessions limits;
    private final Clock clock;
    private final Map<Key, TargetPool> pools = new ConcurrentHashMap<>();
    private final ConcurrentLinkedQueue<TargetPool> retired = new ConcurrentLinkedQueue<>();

    TargetSessions(TargetConnector connector, OwnMetadata metadata, TargetProperties properties, Clock clock) {
        this.connector = connector;
        this.limits = properties.sessions();
        this.setup = new SessionSetup(limits, metadata);
        this.clock = clock;
    }

    /** A session from the target's pool, in autocommit; waits for a free one for a few seconds at most. */
    public Connection open(Target target) {
        Key key = Key.of(target);
        while (true) {
            Instant now = clock.instant();
            TargetPool pool = pools.computeIfAbsent(
                    key, k -> new TargetPool(target, new SessionSource(target, connector, setup), limits, now));
            if (pool.enter(now)) {
                try {
                    return pool.connection();
                } finally {
                    pool.leave();
                }
            }
            pools.remove(key, pool);
        }
    }

    /**
     * A session of its own outside the pool, for statements that cannot run in a transaction and so need SET: whoever opens it sets its
     * timeouts and closes it.
     */
    public Connection openDirect(Target target) {
        try {
            return new SessionSource(target, connector, setup).getConnection();
        } catch (SQLException e) {
            throw TargetProblems.of(target, e);
        }
    }

    /** Reads in one read-only transaction, as the target's owner role where it has one. */
    public <T> T read(Target target, Function<JdbcClient, T> work) {
        return inTransaction(target, "SET TRANSACTION READ ONLY", work);
    }

    /** Reads as the login itself, without the owner role: for what membership in pg_monitor shows, such as other sessions' queries. */
    public <T> T watch(Target target, Function<JdbcClient, T> work) {
        return inTransaction(target, "SET TRANSACTION READ ONLY; SET LOCAL ROLE NONE", work);
    }

    private <T> T inTransaction(Target target, String begin, Function<JdbcClient, T> work) {
        try (Connection connection = open(target)) {
            connection.setAutoCommit(false);
            // The server gives up first; this is for one that has gone without a word.
            connection.setNetworkTimeout(Runnable::run, (int)
                    limits.statementTimeout().plus(limits.connectTimeout()).toMillis());
            try (Statement statement = connection.createStatement()) {
                statement.execute(begin);
            }
            T result = work.apply(JdbcClient.create(new SingleConnectionDataSource(connection, true)));
            connection.commit();
            return result;
        } catch (SQLException e) {
            throw TargetProblems.of(target, e);
        } catch (DataAccessException e) {
            throw e.getRootCause() instanceof SQLException sql ? TargetProblems.of(target, sql) : e;
        }
    }

    /** Ends the pools of a target that is gone or was changed; sessions in use go on until they are closed. */
    void retire(String name) {
        pools.forEach((key, pool) -> {
            if (key.name().equals(name) && pools.remove(key, pool)) {
                pool.retire();
                retired.add(pool);
            }
        });
        retired.removeIf(TargetPool::closeIfDrained);
    }

    /** Closes the pools that nobody has used for the idle time. */
    @Scheduled(fixedDelayString = "PT30S")
    void closeIdle() {
        Instant now = clock.instant();
        pools.forEach((key, pool) -> {
            if (pool.retireIfUnusedSince(now.minus(limits.idlePoolTimeout()), now) && pools.remove(key, pool)) {
                retired.add(pool);
            }
        });
        retired.removeIf(TargetPool::closeIfDrained);
    }

    int openPools() {
        return pools.size();
    }

    @Override
    public void destroy() {
        List<TargetPool> all = new ArrayList<>(retired);
        all.addAll(pools.values());
        all.forEach(TargetPool::retire);
        all.forEach(TargetPool::close);
    }

    /** What sessions depend on: with other settings there are other sessions. */
    private record Key(String name, Endpoint endpoint, Login login, Tls tls, TargetMode mode) {

        static Key of(Target target) {
            TargetSettings settings = target.settings();
            return new Key(target.name(), settings.endpoint(), settings.login(), settings.tls(), settings.mode());
        }
    }
}
