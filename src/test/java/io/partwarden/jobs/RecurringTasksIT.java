package io.partwarden.jobs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.partwarden.jobs.JobsBench.Replica;
import io.partwarden.testing.TestClock;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(180)
class RecurringTasksIT {

    private static final Duration HOUR = Duration.ofHours(1);
    private static final Duration OFTEN = Duration.ofMillis(50);

    private final JobsBench bench = new JobsBench();

    @AfterEach
    void close() {
        bench.close();
    }

    @Test
    void twoReplicasRunEachInstanceOnce() {
        Counting counting = new Counting();
        Replica one = bench.replica(counting).started();
        Replica two = bench.replica(counting).started();
        List<String> instances =
                IntStream.range(0, 30).mapToObj(i -> "instance " + i).toList();
        for (String instance : instances) {
            one.tasks.ensure("counting", instance, HOUR);
            two.tasks.ensure("counting", instance, HOUR);
            two.tasks.runSoon("counting", instance);
        }

        eventually().until(() -> endedWell() == instances.size());

        assertThat(counting.runs.keySet()).containsExactlyInAnyOrderElementsOf(instances);
        assertThat(counting.runs.values()).allSatisfy(runs -> assertThat(runs).hasValue(1));
    }

    @Test
    void anInstanceRunsAgainAndAgain() {
        Counting counting = new Counting();
        Replica replica = bench.replica(counting).started();

        replica.tasks.ensure("counting", "a", OFTEN);

        eventually().until(() -> counting.of("a") >= 5);
    }

    @Test
    void theFirstRunComesWithinTheInterval() {
        TestClock clock = new TestClock(Instant.parse("2031-01-01T00:00:00Z"));
        Replica replica = bench.replica(JobsBench.PATIENT, clock);

        for (int i = 0; i < 20; i++) {
            replica.tasks.ensure("counting", "instance " + i, HOUR);
        }

        assertThat(bench.database()
                        .query("SELECT count(DISTINCT execution_time) > 1"
                                + " AND bool_and(execution_time >= '2031-01-01 00:00Z')"
                                + " AND bool_and(execution_time <= '2031-01-01 01:00Z')"
                                + " FROM partwarden.scheduled_tasks"))
                .containsExactly("t");
    }

    @Test
    void theNextRunIsAboutAnIntervalLater() {
        TestClock clock = new TestClock(Instant.parse("2031-01-01T00:00:00Z"));
        Counting counting = new Counting();
        Replica replica = bench.replica(JobsBench.PATIENT, clock, counting).started();
        replica.tasks.ensure("counting", "a", HOUR);
        clock.pass(HOUR);
        eventually().until(() -> endedWell() == 1);

        assertThat(bench.database()
                        .query("SELECT execution_time BETWEEN '2031-01-01 01:56Z' AND '2031-01-01 02:04Z'"
                                + " FROM partwarden.scheduled_tasks"))
                .containsExactly("t");
        assertThat(counting.of("a")).isEqualTo(1);
        clock.pass(HOUR.plusMinutes(5));
        eventually().until(() -> counting.of("a") == 2);
    }

    @Test
    void anotherIntervalCountsAtOnce() {
        Counting counting = new Counting();
        Replica replica = bench.replica(counting).started();
        replica.tasks.ensure("counting", "a", Duration.ofDays(30));

        replica.tasks.ensure("counting", "a", OFTEN);

        eventually().until(() -> counting.of("a") >= 3);
    }

    @Test
    void anotherIntervalCountsAlsoForAnInstanceThatRuns() {
        Blocking blocking = new Blocking();
        Replica replica = bench.replica(blocking).started();
        replica.tasks.ensure("blocking", "a", Duration.ofDays(30));
        replica.tasks.runSoon("blocking", "a");
        blocking.awaitBegun(1);

        replica.tasks.ensure("blocking", "a", OFTEN);
        blocking.end.countDown();

        blocking.awaitBegun(3);
    }

    @Test
    void whoIsAskedToRunSoonWhileRunningRunsOnceMore() {
        Blocking blocking = new Blocking();
        Replica replica = bench.replica(blocking).started();
        replica.tasks.ensure("blocking", "a", HOUR);
        replica.tasks.runSoon("blocking", "a");
        blocking.awaitBegun(1);

        replica.tasks.runSoon("blocking", "a");
        blocking.end.countDown();

        blocking.awaitBegun(2);
        eventually().until(() -> idle() == 1);
        assertThat(blocking.begun).hasValue(2);
    }

    @Test
    void aCancelledInstanceDoesNotComeAgain() {
        Blocking blocking = new Blocking();
        Counting counting = new Counting();
        Replica replica = bench.replica(blocking, counting).started();
        replica.tasks.ensure("blocking", "a", OFTEN);
        blocking.awaitBegun(1);

        replica.tasks.cancel("blocking", "a");
        replica.tasks.cancel("blocking", "unknown");
        blocking.end.countDown();

        replica.tasks.ensure("counting", "later", OFTEN);
        eventually().until(() -> counting.of("later") >= 3);
        assertThat(replica.tasks.instances("blocking")).isEmpty();
        assertThat(blocking.begun).hasValue(1);
    }

    @Test
    void runSoonMakesNoInstance() {
        Replica replica = bench.replica();

        replica.tasks.runSoon("counting", "unknown");

        assertThat(replica.tasks.instances("counting")).isEmpty();
    }

    @Test
    void listsInstancesOfOneTask() {
        Replica replica = bench.replica();
        replica.tasks.ensure("counting", "b", HOUR);
        replica.tasks.ensure("counting", "a", HOUR);
        replica.tasks.ensure("other", "c", HOUR);

        assertThat(replica.tasks.instances("counting")).containsExactly("a", "b");
    }

    @Test
    void anIntervalIsLongerThanNothing() {
        Replica replica = bench.replica();

        assertThatThrownBy(() -> replica.tasks.ensure("counting", "a", Duration.ZERO))
                .isInstanceOf(IllegalArgumentException.class);
    }

    /** With one thread, whatever a failure holds up would hold up everything. */
    @Test
    void aFailingInstanceDelaysNoOther() {
        Failing failing = new Failing();
        Replica replica = bench.replica(
                        new JobProperties(
                                Duration.ofMillis(100),
                                600,
                                1,
                                Duration.ofMillis(20),
                                Duration.ofMillis(20),
                                Duration.ofMillis(200)),
                        Clock.systemUTC(),
                        failing)
                .started();
        replica.tasks.ensure("failing", "bad", OFTEN);
        replica.tasks.ensure("failing", "good", OFTEN);

        eventually().until(() -> failing.of("good") >= 5 && failing.of("bad") >= 5);

        assertThat(bench.database()
                        .query("SELECT consecutive_failures >= 4 AND last_success IS NULL"
                                + " FROM partwarden.scheduled_tasks WHERE task_instance = 'bad'"))
                .containsExactly("t");
    }

    @Test
    void failuresAreRetriedEverMoreSlowlyUpToTheInterval() {
        TestClock clock = new TestClock(Instant.parse("2031-01-01T00:00:00Z"));
        Failing failing = new Failing();
        JobProperties properties = new JobProperties(
                Duration.ofMillis(100), 600, 4, Duration.ofMillis(20), Duration.ofSeconds(10), Duration.ofMillis(200));
        Replica replica = bench.replica(properties, clock, failing).started();
        replica.tasks.ensure("failing", "bad", Duration.ofSeconds(60));
        replica.tasks.runSoon("failing", "bad");

        for (int expected : new int[] {10, 20, 40, 60, 60}) {
            eventually().until(() -> idle() == 1 && secondsUntilNext(clock) > 0);
            double wait = secondsUntilNext(clock);
            assertThat(wait).isBetween(expected * 0.94, expected * 1.06);
            clock.pass(Duration.ofMillis(Math.round(wait * 1000) + 1));
        }
    }

    @Test
    void anInstanceThatHangsHoldsUpNoOther() {
        Blocking blocking = new Blocking();
        Counting counting = new Counting();
        Replica replica = bench.replica(blocking, counting).started();
        replica.tasks.ensure("blocking", "a", HOUR);
        replica.tasks.runSoon("blocking", "a");
        blocking.awaitBegun(1);

        replica.tasks.ensure("counting", "b", OFTEN);

        eventually().until(() -> counting.of("b") >= 5);
        blocking.end.countDown();
    }

    @Test
    void aLiveRunIsNotRunElsewhere() {
        Blocking blocking = new Blocking();
        Replica one = bench.replica(blocking).started();
        one.tasks.ensure("blocking", "a", HOUR);
        one.tasks.runSoon("blocking", "a");
        blocking.awaitBegun(1);
        Counting counting = new Counting();
        Replica two = bench.replica(counting, new Blocking()).started();
        String first = heartbeat();

        two.tasks.ensure("counting", "b", OFTEN);
        eventually().until(() -> counting.of("b") >= 5 && !heartbeat().equals(first));

        assertThat(bench.database()
                        .query("SELECT version FROM partwarden.scheduled_tasks WHERE task_name = 'blocking'"))
                .containsExactly("2");
        blocking.end.countDown();
    }

    @Test
    void whatAKilledReplicaRanIsRunByAnother() {
        Blocking blocking = new Blocking();
        Replica one = bench.replica(blocking).started();
        one.tasks.ensure("blocking", "a", HOUR);
        one.tasks.runSoon("blocking", "a");
        blocking.awaitBegun(1);
        one.cutOff();
        eventually().until(one::wasRefused);
        Blocking elsewhere = new Blocking();
        bench.replica(elsewhere).started();

        bench.silentTasks(Duration.ofMinutes(2));

        elsewhere.awaitBegun(1);
        // Even if the dead was only deaf, its end changes nothing for the run that goes on elsewhere.
        one.reconnect();
        blocking.end.countDown();
        one.stop();
        assertThat(bench.database().query("SELECT picked FROM partwarden.scheduled_tasks"))
                .containsExactly("t");
        elsewhere.end.countDown();
        eventually().until(() -> endedWell() == 1);
    }

    @Test
    void aStoppingReplicaEndsWhatRunsAndLeavesItToOthers() {
        Blocking blocking = new Blocking();
        Replica one = bench.replica(blocking).started();
        one.tasks.ensure("blocking", "a", OFTEN);
        blocking.awaitBegun(1);

        one.stop();

        assertThat(one.running()).isFalse();
        assertThat(bench.database().query("SELECT picked FROM partwarden.scheduled_tasks"))
                .containsExactly("f");
        Counting counting = new Counting("blocking");
        bench.replica(counting).started();
        eventually().until(() -> counting.of("a") >= 1);
    }

    @Test
    void startsAgainAfterAStop() {
        Counting counting = new Counting();
        Replica replica = bench.replica(counting).started();
        replica.stop();
        replica.tasks.ensure("counting", "a", OFTEN);

        replica.started();

        eventually().until(() -> counting.of("a") >= 2);
    }

    @Test
    void withoutTasksNothingIsStarted() {
        Replica replica = bench.replica().started();

        assertThat(replica.running()).isFalse();
    }

    @Test
    void twoTasksOfOneNameAreRefused() {
        Replica replica = bench.replica(new Counting(), new Counting());

        assertThatThrownBy(replica::started)
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("counting");
    }

    /** However busy the machine is. */
    private static ConditionFactory eventually() {
        return await().atMost(Duration.ofMinutes(1));
    }

    private long endedWell() {
        return count("NOT picked AND last_success IS NOT NULL");
    }

    private long idle() {
        return count("NOT picked AND execution_time > clock_timestamp()");
    }

    private long count(String condition) {
        return Long.parseLong(bench.database()
                .query("SELECT count(*) FROM partwarden.scheduled_tasks WHERE " + condition)
                .get(0));
    }

    private double secondsUntilNext(TestClock clock) {
        return Double.parseDouble(bench.database()
                .query("SELECT extract(epoch FROM execution_time - timestamptz '" + clock.instant()
                        + "') FROM partwarden.scheduled_tasks")
                .get(0));
    }

    private String heartbeat() {
        return bench.database()
                .query("SELECT last_heartbeat FROM partwarden.scheduled_tasks WHERE task_name = 'blocking'")
                .get(0);
    }

    private static class Counting implements RecurringTask {

        final Map<String, AtomicInteger> runs = new ConcurrentHashMap<>();
        private final String name;

        Counting() {
            this("counting");
        }

        Counting(String name) {
            this.name = name;
        }

        @Override
        public String name() {
            return name;
        }

        @Override
        public void run(String instance) {
            runs.computeIfAbsent(instance, i -> new AtomicInteger()).incrementAndGet();
        }

        int of(String instance) {
            AtomicInteger count = runs.get(instance);
            return count == null ? 0 : count.get();
        }
    }

    /** Fails for the instance {@code bad}. */
    private static final class Failing extends Counting {

        Failing() {
            super("failing");
        }

        @Override
        public void run(String instance) {
            super.run(instance);
            if (instance.equals("bad")) {
                throw new IllegalStateException("As always");
            }
        }
    }

    /** Runs until the test lets it end, or it is interrupted. */
    private static final class Blocking implements RecurringTask {

        final CountDownLatch end = new CountDownLatch(1);
        final AtomicInteger begun = new AtomicInteger();

        @Override
        public String name() {
            return "blocking";
        }

        @Override
        public void run(String instance) {
            begun.incrementAndGet();
            try {
                end.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IllegalStateException("Told to stop", e);
            }
        }

        void awaitBegun(int runs) {
            eventually().until(() -> begun.get() >= runs);
        }
    }
}
