package io.partwarden.execution;

import io.partwarden.execution.ExecutionProperties.Limits;
import io.partwarden.execution.ExecutionProperties.Pause;
import java.time.Duration;
import java.util.Optional;
import java.util.random.RandomGenerator;

/** How many failed attempts and how much pausing one call still has, shared by its sessions. */
final class RetryBudget {

    private final Limits limits;
    private final Pause pause;
    private final RandomGenerator random;
    private int failures;
    private Duration paused = Duration.ZERO;

    RetryBudget(Limits limits, Pause pause, RandomGenerator random) {
        this.limits = limits;
        this.pause = pause;
        this.random = random;
    }

    /** Counts time that an attempt itself spent on waiting for others to go. */
    synchronized void spent(Duration waited) {
        paused = paused.plus(waited);
    }

    /** The pause before the next attempt, after one that failed; empty when it is time to give up. */
    synchronized Optional<Duration> afterFailure() {
        failures++;
        long spread = pause.max().minus(pause.min()).toMillis();
        Duration next = pause.min().plusMillis(random.nextLong(spread + 1));
        if (failures >= limits.attempts() || paused.plus(next).compareTo(limits.pauses()) > 0) {
            return Optional.empty();
        }
        paused = paused.plus(next);
        return Optional.of(next);
    }
}
