package io.partwarden.jobs;

import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.random.RandomGenerator;
import org.springframework.stereotype.Component;

/**
 * What runs again and again: instances of {@link RecurringTask}s, each on one replica at a time. They are stored, so they are there after
 * a restart; when a replica dies, another one runs what it ran, about a minute later. All of it may be called at any time, also from a
 * transaction, with which it then commits.
 */
@Component
public final class RecurringTasks {

    private final ScheduleRepository schedules;
    private final TaskRunner runner;
    private final DatabaseClock clock;

    /** Unlike others of its kind it may be used by many threads. */
    private final RandomGenerator random = new Random();

    RecurringTasks(ScheduleRepository schedules, TaskRunner runner, DatabaseClock clock) {
        this.schedules = schedules;
        this.runner = runner;
        this.clock = clock;
    }

    /**
     * From now on that instance runs about {@code every} so often, counted from the end of each run; first at some time within one
     * {@code every}, so that many instances do not meet. Changes nothing if it is so already; another interval replaces the one before.
     *
     * @param task the name of a {@link RecurringTask}
     */
    public void ensure(String task, String instance, Duration every) {
        if (every.isNegative() || every.isZero()) {
            throw new IllegalArgumentException("A task comes again after some time, not after " + every);
        }
        long wait = random.nextLong(Math.max(1, every.toMillis()));
        schedules.ensure(task, instance, every, clock.now().plusMillis(wait));
    }

    /** A run under way goes on to its end; there is no other one. */
    public void cancel(String task, String instance) {
        schedules.cancel(task, instance);
    }

    /** As soon as a thread is free; if it runs now, then once more when that has ended. Nothing for an instance that is not there. */
    public void runSoon(String task, String instance) {
        schedules.runSoon(task, instance, clock.now());
        runner.lookNow();
    }

    /** Those that are there, in order. */
    public List<String> instances(String task) {
        return schedules.instances(task);
    }
}
