package io.partwarden.execution;

import io.partwarden.sql.PlannedTransaction;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * The lock budget and what follows from it.
 *
 * @param lockBudget the longest that an attempt may make writers wait: its own wait for the lock and its hold together
 * @param lockTimeouts how long the attempts of a transaction wait for their first lock, in turn; the last one repeats
 * @param pause bounds of the pause between two attempts, drawn anew each time so that two services do not meet again
 * @param ladder bounds for {@link Patience#LADDER}, per call
 * @param brief bounds for {@link Patience#SHORT}, per call
 */
@ConfigurationProperties("partwarden.execution")
record ExecutionProperties(
        @DefaultValue("200ms") Duration lockBudget,
        @DefaultValue({"100ms", "100ms", "200ms"}) List<Duration> lockTimeouts,
        @DefaultValue Pause pause,
        @DefaultValue Ladder ladder,
        @DefaultValue Brief brief,
        @DefaultValue Timeouts timeouts) {

    /** Writers queue behind a waiting lock request: more than this is an outage, not a pause. */
    private static final Duration MAX_LOCK_BUDGET = Duration.ofSeconds(3);

    ExecutionProperties {
        lockTimeouts = List.copyOf(lockTimeouts);
        positive("lock-budget", lockBudget);
        require(
                lockBudget.compareTo(MAX_LOCK_BUDGET) <= 0,
                "lock-budget must not exceed 3s: every writer of the table waits that long");
        require(!lockTimeouts.isEmpty(), "lock-timeouts needs a value");
        for (Duration timeout : lockTimeouts) {
            positive("lock-timeouts", timeout);
            require(timeout.compareTo(lockBudget) <= 0, "lock-timeouts must not exceed lock-budget");
        }
    }

    /** PostgreSQL takes whole milliseconds, and 0 would mean no limit. */
    private static void positive(String name, Duration value) {
        require(value.toMillis() >= 1, name + " must be 1ms or more");
    }

    private static void require(boolean holds, String message) {
        if (!holds) {
            throw new IllegalArgumentException("partwarden.execution." + message);
        }
    }

    Duration lockTimeout(int attempt) {
        return lockTimeouts.get(Math.min(attempt, lockTimeouts.size()) - 1);
    }

    Limits limits(Patience patience) {
        return patience == Patience.SHORT ? brief : ladder;
    }

    /** What a stopping service waits for its last cleanups: their pauses, and as much again for what is no pause. */
    Duration stopTimeout() {
        return brief.pauses().multipliedBy(2);
    }

    /** Drawn evenly from {@code min} to {@code max}. */
    record Pause(
            @DefaultValue("3s") Duration min,
            @DefaultValue("5s") Duration max) {
        Pause {
            positive("pause.min", min);
            require(min.compareTo(max) <= 0, "pause.min must not exceed pause.max");
        }
    }

    /** When to give up. */
    sealed interface Limits {
        int attempts();

        Duration pauses();
    }

    record Ladder(
            @DefaultValue("10") int attempts,
            @DefaultValue("30s") Duration pauses) implements Limits {
        Ladder {
            require(attempts >= 1, "ladder.attempts must be 1 or more");
        }
    }

    record Brief(
            @DefaultValue("3") int attempts,
            @DefaultValue("12s") Duration pauses) implements Limits {
        Brief {
            require(attempts >= 1, "brief.attempts must be 1 or more");
        }
    }

    /**
     * @param statement for one that reads no rows
     * @param scan for one that reads or writes rows and blocks no writer
     * @param concurrent how long a CONCURRENTLY form may wait for the users of its table
     * @param retryAfter what a client is told to wait after a 503
     */
    record Timeouts(
            @DefaultValue("30s") Duration statement,
            @DefaultValue("1h") Duration scan,
            @DefaultValue("10s") Duration concurrent,
            @DefaultValue("30s") Duration retryAfter) {
        Timeouts {
            positive("timeouts.statement", statement);
            positive("timeouts.scan", scan);
            positive("timeouts.concurrent", concurrent);
            positive("timeouts.retry-after", retryAfter);
        }

        /** For a server that has gone without a word; a live one ends the statement itself, well before. The pool sets it back. */
        void guard(Connection connection, Duration timeout) throws SQLException {
            long millis = timeout.plus(statement).toMillis();
            connection.setNetworkTimeout(Runnable::run, (int) Math.min(millis, Integer.MAX_VALUE));
        }

        /** What one statement of a transaction may take. */
        Duration of(PlannedTransaction transaction) {
            return transaction.steps().stream().anyMatch(step -> step.rowsEstimate() > 0) ? scan : statement;
        }
    }
}
