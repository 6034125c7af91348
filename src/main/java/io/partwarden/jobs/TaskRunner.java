package io.partwarden.jobs;

import com.github.kagkarlsson.scheduler.Scheduler;
import com.github.kagkarlsson.scheduler.SchedulerBuilder;
import com.github.kagkarlsson.scheduler.SchedulerName;
import com.github.kagkarlsson.scheduler.Waiter;
import com.github.kagkarlsson.scheduler.jdbc.PostgreSqlJdbcCustomization;
import com.github.kagkarlsson.scheduler.logging.LogLevel;
import com.github.kagkarlsson.scheduler.task.Task;
import com.github.kagkarlsson.scheduler.task.helper.Tasks;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.slf4j.MDC;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.web.server.context.WebServerApplicationContext;
import org.springframework.context.SmartLifecycle;
import org.springframework.jdbc.datasource.TransactionAwareDataSourceProxy;
import org.springframework.stereotype.Component;

/**
 * Runs what is due, with db-scheduler, from when the service is up until it stops. It is made anew at each start, so that a context that
 * was paused goes on; without any {@link RecurringTask} there is nothing to run and nothing is started.
 */
@Component
final class TaskRunner implements SmartLifecycle {

    /** So many of the threads are given work at once: all, since none may wait in this replica while another one has a thread free. */
    private static final double ALL = 1.0;

    private static final double HALF = 0.5;

    private final DataSource dataSource;
    private final ObjectProvider<RecurringTask> tasks;
    private final NextRun nextRun;
    private final DatabaseClock clock;
    private final JobProperties properties;
    private final ReplicaName replica;
    private volatile @Nullable Scheduler scheduler;

    /**
     * @param tasks asked at the start only, since tasks may themselves want others to run
     */
    TaskRunner(
            DataSource dataSource,
            ObjectProvider<RecurringTask> tasks,
            NextRun nextRun,
            DatabaseClock clock,
            JobProperties properties,
            ReplicaName replica) {
        this.dataSource = dataSource;
        this.tasks = tasks;
        this.nextRun = nextRun;
        this.clock = clock;
        this.properties = properties;
        this.replica = replica;
    }

    @Override
    public void start() {
        List<Task<?>> known = tasks.orderedStream().<Task<?>>map(this::task).toList();
        if (known.stream().map(Task::getName).distinct().count() < known.size()) {
            throw new IllegalStateException("Two recurring tasks have the same name: " + known);
        }
        if (!known.isEmpty()) {
            Scheduler made = scheduler(known);
            made.start();
            scheduler = made;
        }
    }

    private Scheduler scheduler(List<Task<?>> known) {
        // Its writes then take part in our transactions.
        return new PollingByElapsedTime(new TransactionAwareDataSourceProxy(dataSource), known)
                .tableName("partwarden.scheduled_tasks")
                .jdbcCustomization(new PostgreSqlJdbcCustomization(false, true))
                .serializer(DurationText.INSTANCE)
                .schedulerName(new SchedulerName.Fixed(replica.toString()))
                .clock(clock::now)
                .threads(properties.threads())
                .pollUsingLockAndFetch(HALF, ALL)
                .pollingInterval(properties.polling())
                .heartbeatInterval(properties.heartbeat())
                .missedHeartbeatsLimit(properties.missedHeartbeats())
                .shutdownMaxWait(properties.stopWait())
                .failureLogging(LogLevel.OFF, false)
                .build();
    }

    private Task<Duration> task(RecurringTask task) {
        return Tasks.custom(task.name(), Duration.class)
                .onFailure(nextRun::afterFailure)
                .onDeadExecution(nextRun::afterDeath)
                .execute((instance, context) -> {
                    run(task, instance.getId());
                    return nextRun::afterSuccess;
                });
    }

    private static void run(RecurringTask task, String instance) {
        MDC.put("task", task.name());
        MDC.put("instance", instance);
        try {
            task.run(instance);
        } finally {
            MDC.remove("task");
            MDC.remove("instance");
            // The thread was told to stop, and has. How the run ended must still be written, for which it waits for a
            // connection.
            Thread.interrupted();
        }
    }

    /** db-scheduler would wait for its clock to move on: too long for one that is set back, and for ever for one that stands still. */
    private static final class PollingByElapsedTime extends SchedulerBuilder {

        PollingByElapsedTime(DataSource dataSource, List<Task<?>> known) {
            super(dataSource, known);
        }

        @Override
        protected Waiter buildWaiter() {
            return new Waiter(poolingInterval, () -> Instant.ofEpochSecond(0, System.nanoTime()));
        }
    }

    /** Without waiting for the next look at what is due. */
    void lookNow() {
        Scheduler current = scheduler;
        if (current != null) {
            current.triggerCheckForDueExecutions();
        }
    }

    @Override
    public void stop() {
        Scheduler current = scheduler;
        scheduler = null;
        if (current != null) {
            current.stop();
        }
    }

    @Override
    public void stop(Runnable callback) {
        Runnable work = () -> {
            try {
                stop();
            } finally {
                callback.run();
            }
        };
        new Thread(work, "partwarden-tasks-stop").start();
    }

    @Override
    public boolean isRunning() {
        return scheduler != null;
    }

    /** Tasks and requests come to their end at the same time, not one after the other. */
    @Override
    public int getPhase() {
        return WebServerApplicationContext.GRACEFUL_SHUTDOWN_PHASE;
    }
}
