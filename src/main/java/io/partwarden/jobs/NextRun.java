package io.partwarden.jobs;

import com.github.kagkarlsson.scheduler.task.Execution;
import com.github.kagkarlsson.scheduler.task.ExecutionComplete;
import com.github.kagkarlsson.scheduler.task.ExecutionOperations;
import io.partwarden.jobs.ScheduleRepository.Schedule;
import java.time.Duration;
import java.time.Instant;
import java.util.Random;
import java.util.function.Function;
import java.util.random.RandomGenerator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * When an instance runs again, after it ran, failed, or its replica died. What was asked of it meanwhile counts: another interval, a run
 * soon, its end.
 */
@Component
final class NextRun {

    private static final Logger LOG = LoggerFactory.getLogger(NextRun.class);

    /** Intervals vary by so much, up and down, that instances drift apart. */
    private static final double JITTER = 0.05;

    private static final int MOST_DOUBLINGS = 20;

    private final ScheduleRepository schedules;
    private final TransactionTemplate transactions;
    private final DatabaseClock clock;
    private final Duration firstRetry;
    private final RandomGenerator random = new Random();

    NextRun(
            ScheduleRepository schedules,
            PlatformTransactionManager transactionManager,
            DatabaseClock clock,
            JobProperties properties) {
        this.schedules = schedules;
        this.transactions = new TransactionTemplate(transactionManager);
        this.clock = clock;
        this.firstRetry = properties.firstRetry();
    }

    void afterSuccess(ExecutionComplete complete, ExecutionOperations<Duration> operations) {
        reschedule(complete, operations, schedule -> varied(schedule.every()));
    }

    void afterFailure(ExecutionComplete complete, ExecutionOperations<Duration> operations) {
        Execution execution = complete.getExecution();
        if (execution.consecutiveFailures == 0) {
            LOG.warn("Task {} failed for {}", execution.getTaskName(), execution.getId(), cause(complete));
        } else {
            LOG.warn(
                    "Task {} failed for {}, {} times in a row: {}",
                    execution.getTaskName(),
                    execution.getId(),
                    execution.consecutiveFailures + 1,
                    String.valueOf(cause(complete)));
        }
        reschedule(complete, operations, schedule -> {
            Duration retry = firstRetry.multipliedBy(1L << Math.min(execution.consecutiveFailures, MOST_DOUBLINGS));
            return varied(retry.compareTo(schedule.every()) < 0 ? retry : schedule.every());
        });
    }

    private static Throwable cause(ExecutionComplete complete) {
        return complete.getCause().orElseThrow();
    }

    /** At once, and once: of the replicas that find it, the first one to get there. */
    void afterDeath(ExecutionComplete complete, ExecutionOperations<Duration> operations) {
        Execution execution = complete.getExecution();
        LOG.warn(
                "{} died while it ran task {} for {}; it runs again",
                execution.pickedBy,
                execution.getTaskName(),
                execution.getId());
        reschedule(complete, operations, schedule -> Duration.ZERO);
    }

    private void reschedule(
            ExecutionComplete complete, ExecutionOperations<Duration> operations, Function<Schedule, Duration> pause) {
        Execution execution = complete.getExecution();
        // The row is ours until the end of the transaction: what is asked of the instance comes before or after it, not
        // in between.
        transactions.executeWithoutResult(status -> schedules
                .lock(execution.getTaskName(), execution.getId())
                .filter(schedule -> schedule.version() == execution.version)
                .ifPresentOrElse(
                        schedule -> {
                            boolean askedMeanwhile = !schedule.due().equals(execution.executionTime);
                            Instant now = clock.now();
                            operations.reschedule(complete, askedMeanwhile ? now : now.plus(pause.apply(schedule)));
                        },
                        () -> LOG.info(
                                "Task {} for {} was cancelled or taken over while it ran",
                                execution.getTaskName(),
                                execution.getId())));
    }

    private Duration varied(Duration pause) {
        return Duration.ofMillis(Math.round(pause.toMillis() * random.nextDouble(1 - JITTER, 1 + JITTER)));
    }
}
