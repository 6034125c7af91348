package io.partwarden.jobs;

import io.partwarden.shared.DatabaseTime;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;

/**
 * What time it is for all replicas: the application's {@link Clock}, put right by what it is off the metadata database's. That is measured
 * at start and once a minute, to half a round trip. Between two measurements it follows the application's clock, errors included.
 *
 * <p>A clock that stands still while the database answers runs on nobody's time but its owner's, which is a test's: it is taken as it is,
 * so that whoever moves it moves this one by just as much.
 */
@Component
public final class DatabaseClock implements DatabaseTime {

    private static final Logger LOG = LoggerFactory.getLogger(DatabaseClock.class);

    /** Such an answer says little about the time, and what was measured before is better. */
    private static final Duration LONGEST_ROUND_TRIP = Duration.ofSeconds(1);

    /** What an operator should hear of: from here on logs of replicas are hard to read beside each other. */
    private static final Duration REMARKABLE = Duration.ofSeconds(2);

    private final Clock clock;
    private final DatabaseTimeRepository database;
    private final boolean running;
    private volatile Duration offset = Duration.ZERO;

    DatabaseClock(Clock clock, DatabaseTimeRepository database) {
        this.clock = clock;
        this.database = database;
        Measurement first = measure();
        this.running = !first.roundTrip().isZero();
        if (running) {
            follow(first.offset());
        }
    }

    @Override
    public Instant now() {
        return clock.instant().plus(offset);
    }

    /** The same time as a {@link Clock} in UTC. */
    public Clock asClock() {
        return new View(ZoneOffset.UTC);
    }

    @Scheduled(initialDelayString = "PT1M", fixedDelayString = "PT1M")
    void refresh() {
        if (!running) {
            return;
        }
        try {
            Measurement measured = measure();
            if (measured.roundTrip().compareTo(LONGEST_ROUND_TRIP) <= 0) {
                follow(measured.offset());
            }
        } catch (DataAccessException e) {
            LOG.warn(
                    "The database could not be asked for the time; it is taken to be {} from ours, as before",
                    offset,
                    e);
        }
    }

    private Measurement measure() {
        Instant before = clock.instant();
        Instant there = database.now();
        Duration roundTrip = Duration.between(before, clock.instant());
        return new Measurement(Duration.between(before.plus(roundTrip.dividedBy(2)), there), roundTrip);
    }

    private void follow(Duration measured) {
        if (measured.minus(offset).abs().compareTo(REMARKABLE) > 0) {
            LOG.warn("The database's clock is {} from this host's; the database's counts", measured);
        }
        offset = measured;
    }

    private record Measurement(Duration offset, Duration roundTrip) {}

    private final class View extends Clock {

        private final ZoneId zone;

        View(ZoneId zone) {
            this.zone = zone;
        }

        @Override
        public ZoneId getZone() {
            return zone;
        }

        @Override
        public Clock withZone(ZoneId other) {
            return new View(other);
        }

        @Override
        public Instant instant() {
            return now();
        }
    }
}
