package io.partwarden.execution;

import io.partwarden.execution.Blocker.BlockingLock;
import io.partwarden.execution.Blocker.BlockingSession;
import io.partwarden.execution.Blocker.Kind;
import io.partwarden.sql.LockMode;
import io.partwarden.sql.QualifiedName;
import io.partwarden.sql.TableLock;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.SingleConnectionDataSource;

/**
 * Looks, right after a lock was not obtained, for who has it, and remembers across the attempts of one call since when each of them has
 * been in the way.
 */
final class BlockerWatch {

    private static final Logger LOG = LoggerFactory.getLogger(BlockerWatch.class);

    /** No list of everybody on a server with thousands of sessions. */
    private static final int MOST = 500;

    /** Enough to act on. */
    private static final int MOST_NAMED = 10;

    // pg_locks shows a prepared transaction as virtual transaction -1/xid, without a process. age(relfrozenxid) tells a
    // vacuum against
    // wraparound, which never gives way, from an ordinary one: its query text, which says so too, is hidden from a
    // plain owner.
    private static final String SQL = """
            SELECT l.pid, l.granted, l.mode, l.virtualtransaction, n.nspname, c.relname,
                   a.usename, a.application_name, a.state, a.xact_start, a.query,
                   p.gid, p.prepared,
                   v.pid IS NOT NULL AND a.usesysid IS NULL AS autovacuum,
                   age(c.relfrozenxid) > current_setting('autovacuum_freeze_max_age')::int
                       OR mxid_age(c.relminmxid) > current_setting('autovacuum_multixact_freeze_max_age')::int AS wraparound
              FROM unnest(:schemas, :tables, :modes) AS w(nspname, relname, mode)
              JOIN pg_catalog.pg_namespace n ON n.nspname = w.nspname
              JOIN pg_catalog.pg_class c ON c.relnamespace = n.oid AND c.relname = w.relname
              JOIN pg_catalog.pg_database d ON d.datname = current_database()
              JOIN pg_catalog.pg_locks l ON l.locktype = 'relation' AND l.database = d.oid AND l.relation = c.oid
                                        AND l.mode = w.mode AND l.pid IS DISTINCT FROM pg_backend_pid()
              LEFT JOIN pg_catalog.pg_stat_activity a ON a.pid = l.pid
              LEFT JOIN pg_catalog.pg_stat_progress_vacuum v ON v.pid = l.pid
              LEFT JOIN (pg_catalog.pg_prepared_xacts p
                         JOIN pg_catalog.pg_locks x ON x.locktype = 'transactionid' AND x.transactionid = p.transaction
                                                   AND x.granted)
                     ON l.pid IS NULL AND x.virtualtransaction = l.virtualtransaction
             ORDER BY l.granted DESC, coalesce(a.xact_start, p.prepared), l.pid, c.relname
             LIMIT :most
            """;

    private final Clock clock;
    private final Map<String, Instant> firstSeen = new ConcurrentHashMap<>();
    private volatile List<Blocker> last = List.of();

    BlockerWatch(Clock clock) {
        this.clock = clock;
    }

    /**
     * Who holds, or waits before us for, what the wanted locks conflict with. Asked as the login itself, since that may be in pg_monitor
     * where the owner role is not. The session must be in autocommit mode.
     */
    List<Blocker> look(Connection connection, Collection<TableLock> wanted) {
        List<TableLock> conflicting = new ArrayList<>();
        for (TableLock lock : wanted) {
            for (LockMode mode : lock.mode().conflicts()) {
                conflicting.add(new TableLock(lock.relation(), mode));
            }
        }
        try {
            List<Blocker> found =
                    asLogin(connection, conflicting.stream().distinct().toList());
            if (!found.isEmpty()) {
                last = found.stream()
                        .sorted(Comparator.comparing(Blocker::firstSeen))
                        .limit(MOST_NAMED)
                        .toList();
            }
            return found;
        } catch (SQLException | DataAccessException e) {
            LOG.warn("Who holds the lock could not be read", e);
            return List.of();
        }
    }

    private List<Blocker> asLogin(Connection connection, List<TableLock> conflicting) throws SQLException {
        connection.setAutoCommit(false);
        try (Statement statement = connection.createStatement()) {
            statement.execute("SET LOCAL ROLE NONE");
            return read(connection, conflicting);
        } finally {
            connection.rollback();
            connection.setAutoCommit(true);
        }
    }

    /** Of the latest look that found any, those who have been in the way for longest. */
    List<Blocker> last() {
        return last;
    }

    private List<Blocker> read(Connection connection, List<TableLock> conflicting) {
        JdbcClient jdbc = JdbcClient.create(new SingleConnectionDataSource(connection, true));
        Map<String, Blocker> strongest = new LinkedHashMap<>();
        jdbc.sql(SQL)
                .param(
                        "schemas",
                        texts(conflicting.stream()
                                .map(l -> l.relation().schema().value())))
                .param(
                        "tables",
                        texts(conflicting.stream().map(l -> l.relation().name().value())))
                .param("modes", texts(conflicting.stream().map(l -> l.mode().pgLocksName())))
                .param("most", MOST)
                .query((row, number) -> blocker(row))
                .list()
                .forEach(blocker -> strongest.putIfAbsent(key(blocker), blocker));
        return List.copyOf(strongest.values());
    }

    private static String[] texts(Stream<String> values) {
        return values.toArray(String[]::new);
    }

    /** One line per transaction and table, the first being its granted one. */
    private static String key(Blocker blocker) {
        return blocker.pid() + "/" + blocker.transactionSince() + "/"
                + blocker.lock().relation();
    }

    private Blocker blocker(ResultSet row) throws SQLException {
        Instant now = clock.instant();
        Instant since = firstSeen.computeIfAbsent(row.getString("virtualtransaction"), id -> now);
        QualifiedName relation = QualifiedName.of(row.getString("nspname"), row.getString("relname"));
        LockMode mode = LockMode.ofPgLocks(row.getString("mode")).orElseThrow();
        Integer pid = row.getObject("pid", Integer.class);
        return new Blocker(
                kind(pid, row.getBoolean("autovacuum"), row.getBoolean("wraparound")),
                pid,
                BlockingLock.of(relation, mode, row.getBoolean("granted")),
                since,
                Duration.between(since, now).toMillis(),
                instant(row, pid == null ? "prepared" : "xact_start"),
                pid == null ? prepared(row) : session(row));
    }

    private static Kind kind(@Nullable Integer pid, boolean autovacuum, boolean wraparound) {
        if (pid == null) {
            return Kind.PREPARED_TRANSACTION;
        }
        if (autovacuum) {
            return wraparound ? Kind.WRAPAROUND_VACUUM : Kind.AUTOVACUUM;
        }
        return Kind.SESSION;
    }

    private static BlockingSession prepared(ResultSet row) throws SQLException {
        return new BlockingSession(row.getString("gid"), null, "prepared", null);
    }

    private static BlockingSession session(ResultSet row) throws SQLException {
        String state = row.getString("state");
        String query = row.getString("query");
        // Without a state the server has put a notice in place of the query.
        return new BlockingSession(
                row.getString("usename"),
                row.getString("application_name"),
                state,
                state == null || query == null ? null : MaskedQuery.of(query));
    }

    private static @Nullable Instant instant(ResultSet row, String column) throws SQLException {
        OffsetDateTime time = row.getObject(column, OffsetDateTime.class);
        return time == null ? null : time.toInstant();
    }
}
