package io.partwarden.execution;

import io.partwarden.execution.ExecutionReport.ExecutedStep;
import io.partwarden.sql.LockMode;
import io.partwarden.sql.PlannedTransaction;
import io.partwarden.sql.QualifiedName;
import io.partwarden.sql.Step;
import io.partwarden.sql.TableLock;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * One go at an atomic transaction on one session. Whatever happens, the session is out of the transaction afterwards, and what others
 * waited for is free.
 */
final class Attempt {

    /** How it ended; on anything but COMMITTED nothing is left on the target, except that UNKNOWN may have been committed. */
    enum End {
        COMMITTED,
        /** A lock was not to be had in time, or the server chose us to give way. */
        LOCKED_OUT,
        FAILED,
        /** It held tables that writers need for longer than the lock budget. */
        OVER_BUDGET,
        /** Another of our transactions kept the tables busy. */
        OWN_QUEUE,
        LOST,
        UNKNOWN
    }

    private final PlannedTransaction transaction;
    private final Terms terms;
    private final List<ExecutedStep> executed = new ArrayList<>();
    private Duration lockWait = Duration.ZERO;
    private List<Step> sent = List.of();
    private int sentFrom;
    private boolean bounded;
    private boolean committing;
    private @Nullable SQLException failure;

    /**
     * What an attempt is bound to.
     *
     * @param pipelined whether steps between locks share a round trip; then a failure does not tell which of them it was
     */
    record Terms(String target, Fence fence, Tools tools, Duration lockTimeout, boolean pipelined) {}

    Attempt(PlannedTransaction transaction, Terms terms) {
        this.transaction = transaction;
        this.terms = terms;
    }

    /** The session must be in autocommit mode, and is again afterwards. */
    End run(Connection connection) throws InterruptedException {
        try {
            connection.setAutoCommit(false);
            properties().timeouts().guard(connection, timeout());
            try (Statement statement = connection.createStatement()) {
                // Names in our SQL are quoted; braces in them are not JDBC escapes.
                statement.setEscapeProcessing(false);
                return runCancellably(connection, statement);
            }
        } catch (SQLException e) {
            failure = e;
            return endAfter(SqlState.of(e));
        } finally {
            leave(connection);
        }
    }

    private End runCancellably(Connection connection, Statement statement) throws SQLException, InterruptedException {
        ActiveStatements active = terms.tools().active();
        active.begun(statement);
        try {
            return runInTransaction(connection, statement);
        } catch (SQLException e) {
            if (active.stopping() && SqlState.of(e).equals(SqlState.QUERY_CANCELED)) {
                failure = e;
                throw new InterruptedException();
            }
            throw e;
        } finally {
            active.ended(statement);
        }
    }

    private End runInTransaction(Connection connection, Statement statement) throws SQLException, InterruptedException {
        takeUp(connection);
        int firstLock = firstLock();
        statement.addBatch("SET LOCAL lock_timeout = " + terms.lockTimeout().toMillis());
        statement.addBatch("SET LOCAL statement_timeout = " + timeout().toMillis());
        sendAll(statement, HoldLimit.NONE, 0, firstLock);
        if (firstLock == transaction.steps().size()) {
            return commit(connection);
        }
        Optional<TableMutexes.Held> mutex = terms.tools()
                .mutexes()
                .hold(terms.target(), lockedTables(), properties().timeouts().statement());
        if (mutex.isEmpty()) {
            return End.OWN_QUEUE;
        }
        try {
            return runLocked(connection, statement, firstLock);
        } finally {
            // First out of the transaction, which costs nothing after a commit: our next one must find the tables free.
            rollback(connection);
            mutex.get().close();
        }
    }

    /** In this order: a successor either finds this session by its name, or came before, and then the fence says so. */
    private void takeUp(Connection connection) throws SQLException {
        SessionName.of(terms.fence()).giveForTransaction(connection);
        terms.fence().requireHeld();
    }

    private ExecutionProperties properties() {
        return terms.tools().properties();
    }

    private Duration timeout() {
        return blocksWriters()
                ? properties().timeouts().statement()
                : properties().timeouts().of(transaction);
    }

    /** From here on others may wait for us. */
    private End runLocked(Connection connection, Statement statement, int firstLock)
            throws SQLException, InterruptedException {
        bounded = blocksWriters();
        if (bounded) {
            statement.addBatch(
                    "SET LOCAL statement_timeout = " + properties().lockBudget().toMillis());
        }
        try (HoldLimit limit = bounded
                ? HoldLimit.start(terms.tools().timer(), statement, properties().lockBudget())
                : HoldLimit.NONE) {
            if (!sendAll(statement, limit, firstLock, transaction.steps().size())) {
                return End.OVER_BUDGET;
            }
        }
        return commit(connection);
    }

    /** Each lock by itself, so that its failure is known, and what stands between two locks in one round trip. */
    private boolean sendAll(Statement statement, HoldLimit limit, int from, int end)
            throws SQLException, InterruptedException {
        List<Step> steps = transaction.steps();
        int at = from;
        while (at < end) {
            if (limit.spent()) {
                return false;
            }
            int to = at + 1;
            while (terms.pipelined()
                    && to < end
                    && !steps.get(at).lock()
                    && !steps.get(to).lock()) {
                to++;
            }
            send(statement, at, to);
            at = to;
        }
        return true;
    }

    private End commit(Connection connection) throws SQLException {
        committing = true;
        connection.commit();
        return End.COMMITTED;
    }

    private void send(Statement statement, int from, int to) throws SQLException, InterruptedException {
        terms.tools().active().checkNotStopping();
        sent = transaction.steps().subList(from, to);
        sentFrom = from;
        for (Step step : sent) {
            statement.addBatch(step.ddl().sql());
        }
        long start = System.nanoTime();
        try {
            statement.executeBatch();
        } finally {
            Duration took = Duration.ofNanos(System.nanoTime() - start);
            sent.forEach(step -> executed.add(new ExecutedStep(step.ddl().sql(), took)));
            if (sent.get(0).lock()) {
                lockWait = lockWait.plus(took);
            }
        }
    }

    private End endAfter(String state) {
        if (SqlState.isLost(state)) {
            return committing ? End.UNKNOWN : End.LOST;
        }
        boolean cancelled = bounded && state.equals(SqlState.QUERY_CANCELED);
        if (SqlState.isPassing(state) || (cancelled && sent.get(0).lock())) {
            return End.LOCKED_OUT;
        }
        return cancelled ? End.OVER_BUDGET : End.FAILED;
    }

    private void leave(Connection connection) {
        rollback(connection);
        try {
            connection.setAutoCommit(true);
        } catch (SQLException e) {
            keep(e);
        }
    }

    private void rollback(Connection connection) {
        try {
            connection.rollback();
        } catch (SQLException e) {
            // The session is gone, and its transaction with it; its pool notices.
            keep(e);
        }
    }

    private void keep(SQLException e) {
        if (failure == null) {
            failure = e;
        } else {
            failure.addSuppressed(e);
        }
    }

    private List<QualifiedName> lockedTables() {
        return heldLocks().map(TableLock::relation).toList();
    }

    /** Whether anyone who writes to a table that is locked here has to wait for the commit. */
    private boolean blocksWriters() {
        return heldLocks().anyMatch(lock -> lock.mode().conflicts().contains(LockMode.ROW_EXCLUSIVE));
    }

    /** Also of steps that are no lock steps: a table that our role may not lock beforehand is locked by the DDL itself. */
    private Stream<TableLock> heldLocks() {
        return transaction.steps().stream().skip(firstLock()).flatMap(step -> step.locks().stream());
    }

    private int firstLock() {
        List<Step> steps = transaction.steps();
        for (int i = 0; i < steps.size(); i++) {
            if (steps.get(i).lock()) {
                return i;
            }
        }
        return steps.size();
    }

    List<ExecutedStep> executed() {
        return List.copyOf(executed);
    }

    Duration lockWait() {
        return lockWait;
    }

    /** The steps of the last round trip, of which one has failed if any did. */
    List<Step> lastSent() {
        return sent;
    }

    /** Index of the first of {@link #lastSent()} in the transaction. */
    int lastSentFrom() {
        return sentFrom;
    }

    Optional<SQLException> failure() {
        return Optional.ofNullable(failure);
    }
}
