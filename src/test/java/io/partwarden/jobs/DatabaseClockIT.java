package io.partwarden.jobs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.partwarden.jobs.JobsBench.Replica;
import io.partwarden.testing.TestClock;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class DatabaseClockIT {

    private final JobsBench bench = new JobsBench();

    @AfterEach
    void close() {
        bench.close();
    }

    @Test
    void replicasWhoseHostsAreTenMinutesOffAgree() {
        DatabaseClock early = clock(Clock.offset(Clock.systemUTC(), Duration.ofMinutes(-10)));
        DatabaseClock late = clock(Clock.offset(Clock.systemUTC(), Duration.ofMinutes(10)));

        assertThat(early.now()).isCloseTo(databaseTime(), within(1, ChronoUnit.MINUTES));
        assertThat(late.now()).isCloseTo(databaseTime(), within(1, ChronoUnit.MINUTES));
    }

    @Test
    void followsAHostWhoseClockIsSet() {
        SettableClock host = new SettableClock();
        DatabaseClock clock = clock(host);

        host.error = Duration.ofHours(3);
        assertThat(clock.now()).isCloseTo(databaseTime().plus(3, ChronoUnit.HOURS), within(1, ChronoUnit.MINUTES));
        clock.refresh();

        assertThat(clock.now()).isCloseTo(databaseTime(), within(1, ChronoUnit.MINUTES));
    }

    @Test
    void keepsWhatItKnowsWhileTheDatabaseIsAway() {
        Replica replica = bench.replica(JobsBench.PATIENT, Clock.offset(Clock.systemUTC(), Duration.ofMinutes(10)));

        replica.cutOff();
        replica.clock.refresh();

        assertThat(replica.clock.now()).isCloseTo(databaseTime(), within(1, ChronoUnit.MINUTES));
    }

    @Test
    void aClockThatATestMovesIsTakenAsItIs() {
        TestClock moved = new TestClock(Instant.parse("2031-01-01T00:00:00Z"));
        DatabaseClock clock = clock(moved);

        moved.pass(Duration.ofDays(1));
        clock.refresh();

        assertThat(clock.now()).isEqualTo(Instant.parse("2031-01-02T00:00:00Z"));
    }

    @Test
    void isAClockInEveryZone() {
        TestClock moved = new TestClock(Instant.parse("2031-01-01T00:00:00Z"));
        Clock clock = clock(moved).asClock();
        Clock elsewhere = clock.withZone(ZoneId.of("Asia/Tokyo"));

        moved.pass(Duration.ofHours(1));

        assertThat(clock.getZone()).isEqualTo(ZoneOffset.UTC);
        assertThat(clock.instant()).isEqualTo(Instant.parse("2031-01-01T01:00:00Z"));
        assertThat(OffsetDateTime.now(elsewhere)).isEqualTo("2031-01-01T10:00:00+09:00");
    }

    private DatabaseClock clock(Clock own) {
        return bench.replica(JobsBench.PATIENT, own).clock;
    }

    private Instant databaseTime() {
        return Instant.parse(bench.database()
                .query("SELECT to_char(clock_timestamp() AT TIME ZONE 'UTC', 'YYYY-MM-DD\"T\"HH24:MI:SS.US\"Z\"')")
                .get(0));
    }

    /** A host's clock that somebody sets. */
    private static final class SettableClock extends Clock {

        private volatile Duration error = Duration.ZERO;

        @Override
        public Instant instant() {
            return Clock.systemUTC().instant().plus(error);
        }

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            throw new UnsupportedOperationException("Times are in UTC");
        }
    }
}
