package io.partwarden.jobs;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How replicas share work.
 *
 * @param heartbeat how often the holder of a claim, and the runner of a task, shows that it lives
 * @param missedHeartbeats after so many of them in a row it is dead, and another replica takes over
 * @param threads how many instances of recurring tasks run at once in this replica
 * @param polling how long a task that is due may go unnoticed
 * @param firstRetry what the first failure of a task costs; each further one twice that, up to the task's interval
 * @param stopWait what a stopping replica lets its tasks go on for, and again once they were interrupted. Twice that fits into
 *     {@code spring.lifecycle.timeout-per-shutdown-phase}
 */
@ConfigurationProperties("partwarden.jobs")
record JobProperties(
        @DefaultValue("10s") Duration heartbeat,
        @DefaultValue("6") int missedHeartbeats,
        @DefaultValue("8") int threads,
        @DefaultValue("1s") Duration polling,
        @DefaultValue("5s") Duration firstRetry,
        @DefaultValue("8s") Duration stopWait) {

    private static final Duration LEAST = Duration.ofMillis(10);
    private static final int MOST_THREADS = 64;

    JobProperties {
        atLeast("heartbeat", heartbeat, LEAST);
        // One heartbeat may be lost and the next one late, and still nobody is dead.
        require(missedHeartbeats >= 3, "missed-heartbeats must be 3 or more");
        require(threads >= 1 && threads <= MOST_THREADS, "threads must be from 1 to " + MOST_THREADS);
        atLeast("polling", polling, LEAST);
        atLeast("first-retry", firstRetry, LEAST);
        atLeast("stop-wait", stopWait, Duration.ZERO);
    }

    private static void atLeast(String name, Duration value, Duration least) {
        require(value.compareTo(least) >= 0, name + " must be " + least.toMillis() + "ms or more");
    }

    private static void require(boolean holds, String message) {
        if (!holds) {
            throw new IllegalArgumentException("partwarden.jobs." + message);
        }
    }

    /** Who has been silent for so long is dead. */
    Duration silence() {
        return heartbeat.multipliedBy(missedHeartbeats);
    }
}
