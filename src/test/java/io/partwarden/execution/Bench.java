package io.partwarden.execution;

import static org.awaitility.Awaitility.await;

import io.partwarden.sql.LockMode;
import io.partwarden.sql.Plan;
import io.partwarden.sql.PlannedTransaction;
import io.partwarden.sql.PlannedTransaction.Mode;
import io.partwarden.sql.QualifiedName;
import io.partwarden.sql.RawDdl;
import io.partwarden.sql.Step;
import io.partwarden.sql.TableLock;
import io.partwarden.testing.TestClock;
import io.partwarden.testing.TestDatabase;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;

/**
 * Runs plans on a test database the way {@link PlanExecutor} does on a target, with pauses that take no time: they are written down and
 * move the clock, and a test may say what happens during one.
 */
final class Bench {

    private static final ScheduledExecutorService TIMER = Executors.newSingleThreadScheduledExecutor(run -> {
        Thread thread = new Thread(run, "lock-budget");
        thread.setDaemon(true);
        return thread;
    });

    private final TestDatabase database;
    private final TestClock clock = new TestClock(Instant.parse("2026-01-01T00:00:00Z"));
    private final List<Duration> pauses = Collections.synchronizedList(new ArrayList<>());
    private final ActiveStatements active = new ActiveStatements();
    private final TableMutexes mutexes = new TableMutexes();
    private ExecutionProperties properties = properties(Duration.ofMillis(200), Duration.ofSeconds(10));
    private Sleeper duringPause = pause -> {};

    Bench(TestDatabase database) {
        this.database = database;
    }

    static ExecutionProperties properties(Duration lockBudget, Duration concurrent) {
        return new ExecutionProperties(
                lockBudget,
                List.of(lockBudget.dividedBy(2), lockBudget.dividedBy(2), lockBudget),
                new ExecutionProperties.Pause(Duration.ofSeconds(3), Duration.ofSeconds(5)),
                new ExecutionProperties.Ladder(10, Duration.ofSeconds(30)),
                new ExecutionProperties.Brief(3, Duration.ofSeconds(12)),
                new ExecutionProperties.Timeouts(
                        Duration.ofSeconds(30), Duration.ofHours(1), concurrent, Duration.ofSeconds(30)));
    }

    Bench with(ExecutionProperties other) {
        properties = other;
        return this;
    }

    /** Happens in every pause. */
    Bench duringPause(Sleeper event) {
        duringPause = event;
        return this;
    }

    /** As when the service stops. */
    void stop() {
        active.stop();
    }

    /** Makes a table {@code last_words}: who writes to it loses its session in the commit. */
    void dieAtCommit() {
        database.execute(
                "CREATE TABLE public.last_words (i int)",
                "CREATE FUNCTION public.die() RETURNS trigger LANGUAGE plpgsql AS"
                        + " 'BEGIN PERFORM pg_terminate_backend(pg_backend_pid()); PERFORM pg_sleep(1); RETURN NULL; END'",
                "CREATE CONSTRAINT TRIGGER die AFTER INSERT ON public.last_words DEFERRABLE INITIALLY DEFERRED"
                        + " FOR EACH ROW EXECUTE FUNCTION public.die()");
    }

    /** Until a statement is seen in {@code pg_sleep}. */
    void awaitSleep() {
        await().until(() -> !database.query("SELECT pid FROM pg_stat_activity WHERE wait_event = 'PgSleep'"
                        + " AND datname = current_database()")
                .isEmpty());
    }

    List<Duration> pauses() {
        return List.copyOf(pauses);
    }

    ExecutionReport run(Plan plan, Patience patience) {
        return run(new DirectSessions(database), plan, patience);
    }

    ExecutionReport run(Sessions sessions, Plan plan, Patience patience) {
        return run(sessions, plan, patience, Fence.NONE);
    }

    ExecutionReport run(Plan plan, Fence fence) {
        return run(new DirectSessions(database), plan, Patience.SHORT, fence);
    }

    ExecutionReport run(Sessions sessions, Plan plan, Patience patience, Fence fence) {
        Tools tools = new Tools(properties, mutexes, TIMER, clock, this::pause, new Random(7), active);
        return new PlanRun(Call.of(sessions, table("events"), patience, fence, tools), plan).run();
    }

    private void pause(Duration pause) throws InterruptedException {
        pauses.add(pause);
        clock.pass(pause);
        duringPause.sleep(pause);
    }

    static QualifiedName table(String name) {
        return QualifiedName.of("public", name);
    }

    static TableLock on(String table, LockMode mode) {
        return new TableLock(table(table), mode);
    }

    static Step step(String sql, TableLock... locks) {
        return Step.of(RawDdl.of(sql), locks);
    }

    /** An explicit lock step that may wait. */
    static Step lock(String table, LockMode mode) {
        String sql = "LOCK TABLE ONLY " + table(table).quoted() + " IN " + mode.sql() + " MODE";
        return new Step(RawDdl.of(sql), true, List.of(on(table, mode)), 0);
    }

    static PlannedTransaction atomic(Step... steps) {
        return new PlannedTransaction(Mode.ATOMIC, List.of(steps));
    }

    static PlannedTransaction unordered(Step... steps) {
        return new PlannedTransaction(Mode.ATOMIC_UNORDERED, List.of(steps));
    }

    static PlannedTransaction autocommit(Step step) {
        return new PlannedTransaction(Mode.AUTOCOMMIT, List.of(step));
    }

    static Plan plan(PlannedTransaction... transactions) {
        return new Plan("A test.", Arrays.asList(transactions), List.of(), "basis");
    }

    /** A new session each time. */
    record DirectSessions(TestDatabase database) implements Sessions {

        @Override
        public String target() {
            return database.name();
        }

        @Override
        public Connection open() {
            try {
                return database.connect();
            } catch (SQLException e) {
                throw new IllegalStateException(e);
            }
        }

        @Override
        public Connection openDirect() {
            return open();
        }
    }
}
