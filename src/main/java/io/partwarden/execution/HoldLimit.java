package io.partwarden.execution;

import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Ends what runs on a statement when the lock budget is spent. statement_timeout cannot: it counts anew for each statement, and a batch
 * of many short ones holds its locks for all of them together.
 */
final class HoldLimit implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(HoldLimit.class);

    /** For what makes nobody wait. */
    static final HoldLimit NONE = new HoldLimit(CompletableFuture.completedFuture(null));

    private final Future<?> alarm;
    private volatile boolean spent;

    private HoldLimit(Future<?> alarm) {
        this.alarm = alarm;
    }

    private HoldLimit(ScheduledExecutorService timer, Statement statement, Duration budget) {
        this.alarm = timer.schedule(() -> cancel(statement), budget.toMillis(), TimeUnit.MILLISECONDS);
    }

    static HoldLimit start(ScheduledExecutorService timer, Statement statement, Duration budget) {
        return new HoldLimit(timer, statement, budget);
    }

    private void cancel(Statement statement) {
        spent = true;
        try {
            statement.cancel();
        } catch (SQLException e) {
            // The statement's own timeout, which the server keeps, ends it a little later.
            LOG.warn("A statement over its lock budget could not be cancelled", e);
        }
    }

    boolean spent() {
        return spent;
    }

    @Override
    public void close() {
        alarm.cancel(false);
    }
}
