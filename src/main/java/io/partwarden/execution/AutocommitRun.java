package io.partwarden.execution;

import io.partwarden.execution.ExecutionReport.ExecutedStep;
import io.partwarden.execution.ExecutionReport.ExecutedTransaction;
import io.partwarden.execution.ExecutionReport.Outcome;
import io.partwarden.shared.Problem;
import io.partwarden.sql.LockMode;
import io.partwarden.sql.PlannedTransaction;
import io.partwarden.sql.QualifiedName;
import io.partwarden.sql.Step;
import io.partwarden.sql.TableLock;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.SingleConnectionDataSource;

/**
 * One statement outside any transaction, on a session of its own: the CONCURRENTLY forms. They hold nothing while they wait for the users
 * of a table, so their wait hurts nobody and is longer than a lock budget; but a DETACH that is interrupted in it leaves its partition
 * out of sight. So it is begun only when nobody keeps the table for long.
 */
final class AutocommitRun {

    private static final Logger LOG = LoggerFactory.getLogger(AutocommitRun.class);

    private static final String PENDING = """
            SELECT count(*)
              FROM pg_catalog.pg_inherits i
              JOIN pg_catalog.pg_class c ON c.oid = i.inhrelid
              JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
             WHERE i.inhdetachpending AND n.nspname = :schema AND c.relname = :name
            """;

    /** How often the users of the tables are looked at, within a quarter of what the statement itself may wait. */
    private static final int LOOKS = 25;

    private final Call call;
    private final PlannedTransaction transaction;
    private final Step step;
    private final List<Step> guards;
    private final int number;
    private int attempts;
    private List<ExecutedStep> steps = List.of();

    AutocommitRun(Call call, PlannedTransaction transaction, int number) {
        this.call = call;
        this.transaction = transaction;
        this.step = transaction.steps().get(transaction.steps().size() - 1);
        this.guards = transaction.steps().subList(0, transaction.steps().size() - 1);
        this.number = number;
    }

    TransactionResult run() {
        QualifiedName first =
                step.locks().isEmpty() ? call.table() : step.locks().get(0).relation();
        Tools tools = call.tools();
        try {
            if (readsRows()) {
                return attempts();
            }
            // One concurrent detach per parent is all that PostgreSQL allows. Attaching beside it is fine, hence a
            // scope of its own.
            Optional<TableMutexes.Held> mutex = tools.mutexes()
                    .hold(
                            call.sessions().target() + "/concurrently",
                            List.of(first),
                            tools.properties().timeouts().statement());
            if (mutex.isEmpty()) {
                return ended(Outcome.ROLLED_BACK, Refusals.ownQueue(call));
            }
            try {
                return attempts();
            } finally {
                mutex.get().close();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return ended(Outcome.ROLLED_BACK, Refusals.interrupted().causedBy(e));
        } catch (Problem noSession) {
            // Or no fence any more.
            return ended(Outcome.ROLLED_BACK, noSession);
        }
    }

    private TransactionResult attempts() throws InterruptedException {
        Optional<TransactionResult> end = attempt();
        while (end.isEmpty()) {
            end = attempt();
        }
        return end.get();
    }

    /** Empty if another one is due. */
    private Optional<TransactionResult> attempt() throws InterruptedException {
        call.fence().requireHeld();
        attempts++;
        Optional<Duration> pause;
        try (Connection connection = call.sessions().openDirect()) {
            if (isClear(connection)) {
                SQLException failure = send(connection);
                if (failure == null) {
                    return Optional.of(ended(Outcome.COMMITTED, null));
                }
                Optional<TransactionResult> end = settled(connection, failure);
                if (end.isPresent()) {
                    return end;
                }
            }
            LOG.info("Attempt {} of transaction {} found the table in use", attempts, number);
            pause = call.budget().afterFailure();
            if (pause.isEmpty()) {
                return Optional.of(ended(Outcome.ROLLED_BACK, Refusals.lockNotObtained(call, attempts, step.locks())));
            }
        } catch (SQLException e) {
            throw new IllegalStateException("A session could not be closed", e);
        }
        call.tools().sleeper().sleep(pause.get());
        return Optional.empty();
    }

    /**
     * Whether the transactions that use the tables now all end soon. A detach that has to wait for one that stays would take the partition
     * out of sight and then time out.
     */
    private boolean isClear(Connection connection) throws InterruptedException {
        if (!isDetach()) {
            return true;
        }
        List<TableLock> everyUse = everyUse();
        List<Blocker> users = call.blockers().look(connection, everyUse);
        Instant begin = call.tools().clock().instant();
        for (int look = 0; look < LOOKS && stays(users, begin); look++) {
            call.tools().sleeper().sleep(lookPause());
            call.budget().spent(lookPause());
            users = call.blockers().look(connection, everyUse);
        }
        return !stays(users, begin);
    }

    private List<TableLock> everyUse() {
        return step.locks().stream()
                .map(lock -> new TableLock(lock.relation(), LockMode.ACCESS_EXCLUSIVE))
                .toList();
    }

    private static boolean stays(List<Blocker> users, Instant begin) {
        return users.stream()
                .anyMatch(user -> user.lock().granted() && !user.firstSeen().isAfter(begin));
    }

    private boolean isDetach() {
        return step.locks().stream().anyMatch(lock -> lock.mode() == LockMode.ACCESS_EXCLUSIVE);
    }

    private Duration lookPause() {
        return call.tools().properties().timeouts().concurrent().dividedBy(4L * LOOKS);
    }

    private @Nullable SQLException send(Connection connection) throws InterruptedException {
        ActiveStatements active = call.tools().active();
        active.checkNotStopping();
        try (Statement statement = connection.createStatement()) {
            statement.setEscapeProcessing(false);
            call.tools().properties().timeouts().guard(connection, statementTimeout());
            // As in a transaction: first the name, then the question.
            SessionName.of(call.fence()).giveForGood(connection);
            call.fence().requireHeld();
            statement.execute("SET lock_timeout = " + lockTimeout().toMillis());
            statement.execute("SET statement_timeout = " + statementTimeout().toMillis());
            active.begun(statement);
            long start = System.nanoTime();
            try {
                for (Step guard : guards) {
                    statement.execute(guard.ddl().sql());
                }
                statement.execute(step.ddl().sql());
                return null;
            } finally {
                active.ended(statement);
                Duration took = Duration.ofNanos(System.nanoTime() - start);
                steps = List.of(new ExecutedStep(step.ddl().sql(), took));
            }
        } catch (SQLException e) {
            return e;
        }
    }

    /**
     * Foreign keys make its last phase lock tables that have nothing to do with the detach: nobody there may wait for long. One setting
     * counts for its wait for the users of the parent too, so that gives up early as well, and whoever asked for the detach finalizes it.
     */
    private Duration lockTimeout() {
        ExecutionProperties properties = call.tools().properties();
        return step.locks().size() > 2
                ? properties.lockBudget()
                : properties.timeouts().concurrent();
    }

    private Duration statementTimeout() {
        ExecutionProperties.Timeouts timeouts = call.tools().properties().timeouts();
        return readsRows() ? timeouts.scan() : timeouts.concurrent();
    }

    /** Such as ANALYZE: it may take long, and is no detach, so no detach of ours has to wait for its end. */
    private boolean readsRows() {
        return step.rowsEstimate() > 0;
    }

    /** Empty if nothing was begun and it may be tried again. */
    private Optional<TransactionResult> settled(Connection connection, SQLException failure) {
        String state = SqlState.of(failure);
        if (SqlState.isLost(state)) {
            return Optional.of(
                    ended(Outcome.UNKNOWN, Refusals.lost(call, Outcome.UNKNOWN).causedBy(failure)));
        }
        Optional<QualifiedName> pending = pending(connection);
        if (pending.isPresent()) {
            call.blockers().look(connection, everyUse());
            return Optional.of(
                    ended(Outcome.PENDING, Refusals.pending(call, pending.get()).causedBy(failure)));
        }
        if (SqlState.isPassing(state) || state.equals(SqlState.QUERY_CANCELED)) {
            call.blockers().look(connection, step.locks());
            return Optional.empty();
        }
        return Optional.of(ended(
                Outcome.ROLLED_BACK,
                Failures.of(state, call.table(), List.of(step))
                        .with("failed_step", 1)
                        .causedBy(failure)));
    }

    private Optional<QualifiedName> pending(Connection connection) {
        if (readsRows()) {
            return Optional.empty();
        }
        JdbcClient jdbc = JdbcClient.create(new SingleConnectionDataSource(connection, true));
        return step.locks().stream()
                .map(TableLock::relation)
                .filter(table -> jdbc.sql(PENDING)
                                .param("schema", table.schema().value())
                                .param("name", table.name().value())
                                .query(Integer.class)
                                .single()
                        > 0)
                .findFirst();
    }

    private TransactionResult ended(Outcome outcome, @Nullable Problem problem) {
        return new TransactionResult(
                new ExecutedTransaction(number, transaction.mode(), outcome, attempts, Duration.ZERO, steps), problem);
    }
}
