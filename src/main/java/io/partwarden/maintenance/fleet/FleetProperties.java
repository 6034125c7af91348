package io.partwarden.maintenance.fleet;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How the fleet is looked at.
 *
 * @param refreshEvery how often metrics and findings are made anew, counted from the end of the last time
 * @param freshFor how long a target's reading does for everybody who asks
 * @param patience how long a request waits for targets that are read just now; it is answered with what was known before of the others
 * @param targetsAtOnce so many targets are read together
 * @param metricTables no more tables than these have metrics of their own, those with a policy first
 */
@ConfigurationProperties("partwarden.fleet")
record FleetProperties(
        @DefaultValue("1m") Duration refreshEvery,
        @DefaultValue("5s") Duration freshFor,
        @DefaultValue("5s") Duration patience,
        @DefaultValue("4") int targetsAtOnce,
        @DefaultValue("2000") int metricTables) {

    private static final int MOST_TARGETS = 32;
    private static final int MOST_TABLES = 100_000;

    FleetProperties {
        between("refresh-every", refreshEvery, Duration.ofSeconds(1), Duration.ofMinutes(10));
        between("fresh-for", freshFor, Duration.ZERO, Duration.ofMinutes(1));
        between("patience", patience, Duration.ofMillis(100), Duration.ofSeconds(30));
        require(
                targetsAtOnce >= 1 && targetsAtOnce <= MOST_TARGETS,
                "targets-at-once must be from 1 to " + MOST_TARGETS);
        require(metricTables >= 0 && metricTables <= MOST_TABLES, "metric-tables must be from 0 to " + MOST_TABLES);
    }

    private static void between(String name, Duration value, Duration least, Duration most) {
        require(
                value.compareTo(least) >= 0 && value.compareTo(most) <= 0,
                name + " must be from " + least.toMillis() + "ms to " + most.toSeconds() + "s");
    }

    private static void require(boolean holds, String message) {
        if (!holds) {
            throw new IllegalArgumentException("partwarden.fleet." + message);
        }
    }
}
