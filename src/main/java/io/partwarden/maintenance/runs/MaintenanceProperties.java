package io.partwarden.maintenance.runs;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How policies are kept.
 *
 * @param scheduled whether this replica looks at targets by itself; runs that are asked for are made in any case
 * @param passEvery how often a target is looked at, about
 * @param targetsAtOnce so many targets are looked at together by one replica
 * @param workers so many tables of a target are worked on together
 * @param keepRuns how long the records of runs are kept
 */
@ConfigurationProperties("partwarden.maintenance")
record MaintenanceProperties(
        @DefaultValue("true") boolean scheduled,
        @DefaultValue("1m") Duration passEvery,
        @DefaultValue("4") int targetsAtOnce,
        @DefaultValue("2") int workers,
        @DefaultValue("90d") Duration keepRuns) {

    private static final int MOST_TARGETS = 32;

    /** A target's pool has four sessions, and a plan may take two. */
    private static final int MOST_WORKERS = 4;

    MaintenanceProperties {
        require(
                passEvery.compareTo(Duration.ofSeconds(1)) >= 0 && passEvery.compareTo(Duration.ofHours(1)) <= 0,
                "pass-every must be from 1s to 1h");
        require(
                targetsAtOnce >= 1 && targetsAtOnce <= MOST_TARGETS,
                "targets-at-once must be from 1 to " + MOST_TARGETS);
        require(workers >= 1 && workers <= MOST_WORKERS, "workers must be from 1 to " + MOST_WORKERS);
        require(keepRuns.compareTo(Duration.ofDays(1)) >= 0, "keep-runs must be 1d or more");
    }

    private static void require(boolean holds, String message) {
        if (!holds) {
            throw new IllegalArgumentException("partwarden.maintenance." + message);
        }
    }
}
