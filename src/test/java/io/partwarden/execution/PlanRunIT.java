package io.partwarden.execution;

import static io.partwarden.execution.Bench.atomic;
import static io.partwarden.execution.Bench.lock;
import static io.partwarden.execution.Bench.on;
import static io.partwarden.execution.Bench.plan;
import static io.partwarden.execution.Bench.step;
import static io.partwarden.execution.Bench.unordered;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.assertj.core.api.Assertions.tuple;

import io.partwarden.execution.ExecutionReport.ExecutedTransaction;
import io.partwarden.execution.ExecutionReport.Outcome;
import io.partwarden.shared.Problem;
import io.partwarden.sql.LockMode;
import io.partwarden.sql.Plan;
import io.partwarden.sql.PlannedTransaction;
import io.partwarden.sql.Step;
import io.partwarden.testing.PostgresServer;
import io.partwarden.testing.TestDatabase;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.postgresql.PGConnection;

class PlanRunIT {

    private final TestDatabase database = PostgresServer.latest().newDatabase();
    private final Bench bench = new Bench(database);

    @BeforeEach
    void table() {
        database.execute("CREATE TABLE public.events (at int, note text) PARTITION BY RANGE (at)");
    }

    @Test
    void runsEveryTransactionInOrderAndReportsIt() {
        ExecutionReport report = bench.run(
                plan(
                        atomic(step("CREATE TABLE public.a (i int)"), step("ALTER TABLE public.a ADD j int")),
                        atomic(lock("events", LockMode.SHARE_UPDATE_EXCLUSIVE), step("DROP TABLE public.a"))),
                Patience.SHORT);

        assertThat(report.complete()).isTrue();
        assertThat(report.transactions())
                .extracting(ExecutedTransaction::number, ExecutedTransaction::outcome, ExecutedTransaction::attempts)
                .containsExactly(tuple(1, Outcome.COMMITTED, 1), tuple(2, Outcome.COMMITTED, 1));
        assertThat(report.transactions().get(0).steps())
                .extracting(ExecutionReport.ExecutedStep::sql)
                .containsExactly("CREATE TABLE public.a (i int)", "ALTER TABLE public.a ADD j int");
        assertThat(relations()).doesNotContain("a");
    }

    @Test
    void leavesNothingOfAFailedTransactionAndTellsWhatWasCommittedBefore() {
        ExecutionFailedException failed = failure(plan(
                atomic(step("CREATE TABLE public.a (i int)")),
                atomic(step("CREATE TABLE public.b (i int)"), step("CREATE TABLE public.a (i int)")),
                atomic(step("CREATE TABLE public.c (i int)"))));

        assertThat(failed.problem().type()).isEqualTo(ExecutionProblem.CHANGED_MEANWHILE);
        assertThat(failed.problem().extras())
                .containsEntry("sqlstate", "42P07")
                .containsEntry("failed_step", 2)
                .containsEntry("transactions", Map.of("committed", 1, "planned", 3));
        assertThat(failed.report().transactions())
                .extracting(ExecutedTransaction::outcome)
                .containsExactly(Outcome.COMMITTED, Outcome.ROLLED_BACK);
        assertThat(relations()).contains("a").doesNotContain("b", "c");
    }

    @Test
    void givesUpOnATableInUseAndNamesWhoUsesIt() throws SQLException {
        try (Connection blocker = database.connect();
                Statement statement = blocker.createStatement()) {
            blocker.setAutoCommit(false);
            statement.execute("SET application_name = 'nightly report'");
            statement.execute("SELECT note FROM public.events WHERE note = 'secret' AND at > 4711");

            ExecutionFailedException failed =
                    failure(plan(atomic(lock("events", LockMode.ACCESS_EXCLUSIVE), step("DROP TABLE public.events"))));

            Problem problem = failed.problem();
            assertThat(problem.type()).isEqualTo(ExecutionProblem.LOCK_NOT_OBTAINED);
            assertThat(problem.retryAfter()).contains(Duration.ofSeconds(30));
            assertThat(bench.pauses())
                    .hasSize(2)
                    .allSatisfy(pause -> assertThat(pause).isBetween(Duration.ofSeconds(3), Duration.ofSeconds(5)));
            Blocker found = blockers(problem).get(0);
            assertThat(found.pid()).isEqualTo(pid(blocker));
            assertThat(found.kind()).isEqualTo(Blocker.Kind.SESSION);
            assertThat(found.lock()).isEqualTo(new Blocker.BlockingLock("public.events", "access_share", true));
            assertThat(found.inTheWayMillis())
                    .isEqualTo(bench.pauses().stream()
                            .mapToLong(Duration::toMillis)
                            .sum());
            assertThat(found.transactionSince()).isNotNull();
            assertThat(found.session())
                    .isEqualTo(new Blocker.BlockingSession(
                            database.username(),
                            "nightly report",
                            "idle in transaction",
                            "SELECT note FROM public.events WHERE note = ? AND at > ?"));
            assertThat(problem.detail())
                    .contains("Process " + pid(blocker), "nightly report", "ACCESS SHARE", "public.events")
                    .doesNotContain("secret", "4711", "pg_monitor");
            assertThat(failed.report().transactions().get(0).attempts()).isEqualTo(3);
        }
    }

    @Test
    void anotherRolesDoingsAreHiddenAndTheRemedyIsNamed() throws SQLException {
        try (Connection blocker = database.connectAsSuperuser();
                Statement statement = blocker.createStatement()) {
            blocker.setAutoCommit(false);
            statement.execute("SELECT note FROM public.events");

            Problem problem = failure(
                            plan(atomic(lock("events", LockMode.ACCESS_EXCLUSIVE), step("DROP TABLE public.events"))))
                    .problem();

            Blocker found = blockers(problem).get(0);
            assertThat(found.pid()).isEqualTo(pid(blocker));
            assertThat(found.inTheWayMillis()).isPositive();
            assertThat(found.transactionSince()).isNull();
            assertThat(found.session()).isNotNull();
            assertThat(found.session().query()).isNull();
            assertThat(problem.detail()).contains("grant pg_monitor");
        }
    }

    @Test
    void namesAPreparedTransaction() throws SQLException {
        try (Connection blocker = database.connect();
                Statement statement = blocker.createStatement()) {
            statement.execute("BEGIN");
            statement.execute("SELECT note FROM public.events");
            statement.execute("PREPARE TRANSACTION 'transfer 7'");

            Problem problem = failure(
                            plan(atomic(lock("events", LockMode.ACCESS_EXCLUSIVE), step("DROP TABLE public.events"))))
                    .problem();
            statement.execute("ROLLBACK PREPARED 'transfer 7'");

            Blocker found = blockers(problem).get(0);
            assertThat(found.kind()).isEqualTo(Blocker.Kind.PREPARED_TRANSACTION);
            assertThat(found.pid()).isNull();
            assertThat(problem.detail()).contains("A prepared transaction transfer 7");
        }
    }

    @Test
    void triesAgainUntilTheTableIsFree() throws SQLException {
        Connection blocker = database.connect();
        blocker.setAutoCommit(false);
        try (Statement statement = blocker.createStatement()) {
            statement.execute("SELECT note FROM public.events");
        }
        bench.duringPause(pause -> close(blocker));

        ExecutionReport report = bench.run(
                plan(atomic(
                        step("CREATE TABLE public.a (i int)"),
                        step("CREATE TABLE public.b (i int)"),
                        lock("events", LockMode.ACCESS_EXCLUSIVE),
                        step("DROP TABLE public.events"))),
                Patience.SHORT);

        assertThat(report.complete()).isTrue();
        assertThat(report.transactions().get(0).attempts()).isEqualTo(2);
        assertThat(report.transactions().get(0).steps()).hasSize(4);
        assertThat(report.lockWait()).isPositive();
        assertThat(relations()).contains("a", "b").doesNotContain("events");
    }

    @Test
    void theWholeLadderIsTenAttemptsOrThirtySecondsOfPauses() throws SQLException {
        try (Connection blocker = database.connect();
                Statement statement = blocker.createStatement()) {
            blocker.setAutoCommit(false);
            statement.execute("SELECT note FROM public.events");
            Plan plan = plan(atomic(lock("events", LockMode.ACCESS_EXCLUSIVE), step("DROP TABLE public.events")));

            ExecutionFailedException failed =
                    catchThrowableOfType(ExecutionFailedException.class, () -> bench.run(plan, Patience.LADDER));

            assertThat(failed.problem().type()).isEqualTo(ExecutionProblem.LOCK_NOT_OBTAINED);
            assertThat(bench.pauses().stream().reduce(Duration.ZERO, Duration::plus))
                    .isBetween(Duration.ofSeconds(25), Duration.ofSeconds(30));
        }
    }

    @Test
    void holdsTablesThatWritersNeedNoLongerThanTheBudget() {
        ExecutionFailedException failed = failure(plan(atomic(
                lock("events", LockMode.ACCESS_EXCLUSIVE),
                step("DO 'BEGIN FOR i IN 1..600 LOOP PERFORM pg_sleep(0.05); END LOOP; END'"))));

        assertThat(failed.problem().type()).isEqualTo(ExecutionProblem.LOCK_NOT_OBTAINED);
        assertThat(failed.problem().detail()).contains("lock budget of 200 ms");
        assertThat(failed.report().transactions().get(0).attempts()).isEqualTo(3);
    }

    @Test
    void tablesThatMustNotBeLockedBeforehandAreHeldNoLongerThanTheBudget() {
        database.execute("CREATE TABLE public.hub (i int)");

        ExecutionFailedException failed = failure(plan(atomic(
                lock("events", LockMode.SHARE_UPDATE_EXCLUSIVE),
                step(
                        "DO 'BEGIN LOCK TABLE public.hub IN SHARE ROW EXCLUSIVE MODE; PERFORM pg_sleep(30); END'",
                        on("events", LockMode.SHARE_UPDATE_EXCLUSIVE),
                        on("hub", LockMode.SHARE_ROW_EXCLUSIVE)))));

        assertThat(failed.problem().type()).isEqualTo(ExecutionProblem.LOCK_NOT_OBTAINED);
        assertThat(failed.problem().detail()).contains("lock budget of 200 ms");
    }

    @Test
    void manyShortStatementsTogetherAreBoundByTheBudgetToo() {
        List<Step> steps = new ArrayList<>();
        steps.add(lock("events", LockMode.ACCESS_EXCLUSIVE));
        for (int i = 0; i < 200; i++) {
            steps.add(step("DO 'BEGIN PERFORM pg_sleep(0.05); END'"));
        }

        ExecutionFailedException failed = failure(plan(atomic(steps.toArray(Step[]::new))));

        assertThat(failed.problem().type()).isEqualTo(ExecutionProblem.LOCK_NOT_OBTAINED);
    }

    @Test
    void twoSessionsOfOneCallNeverMeetInTheServersQueue() {
        List<PlannedTransaction> batches = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            batches.add(unordered(
                    step(
                            "CREATE TABLE public.p" + i + " (LIKE public.events INCLUDING ALL)",
                            on("events", LockMode.ACCESS_SHARE)),
                    lock("events", LockMode.SHARE_UPDATE_EXCLUSIVE),
                    step("ALTER TABLE ONLY public.events ATTACH PARTITION public.p" + i + " FOR VALUES FROM (" + i
                            + ") TO (" + (i + 1) + ")"),
                    step("DO 'BEGIN PERFORM pg_sleep(0.15); END'")));
        }

        ExecutionReport report = bench.run(plan(batches.toArray(PlannedTransaction[]::new)), Patience.SHORT);

        assertThat(report.transactions())
                .hasSize(8)
                .allSatisfy(transaction -> {
                    assertThat(transaction.outcome()).isEqualTo(Outcome.COMMITTED);
                    assertThat(transaction.attempts()).isEqualTo(1);
                })
                .isSortedAccordingTo(Comparator.comparingInt(ExecutedTransaction::number));
        assertThat(bench.pauses()).isEmpty();
    }

    @Test
    void anInterruptionRollsBackAndIsPassedOn() throws SQLException {
        try (Connection blocker = database.connect();
                Statement statement = blocker.createStatement()) {
            blocker.setAutoCommit(false);
            statement.execute("SELECT note FROM public.events");
            bench.duringPause(pause -> {
                throw new InterruptedException();
            });

            ExecutionFailedException failed =
                    failure(plan(atomic(lock("events", LockMode.ACCESS_EXCLUSIVE), step("DROP TABLE public.events"))));

            assertThat(failed.problem().type()).isEqualTo(ExecutionProblem.INTERRUPTED);
            assertThat(Thread.interrupted()).isTrue();
        }
    }

    @Test
    void aStoppingServiceEndsWhatRunsAndRollsItBack() throws Exception {
        Plan plan = plan(atomic(step("CREATE TABLE public.a (i int)"), step("DO 'BEGIN PERFORM pg_sleep(600); END'")));
        FutureTask<ExecutionFailedException> run = new FutureTask<>(() -> failure(plan));
        new Thread(run, "run").start();
        bench.awaitSleep();

        bench.stop();

        assertThat(run.get().problem().type()).isEqualTo(ExecutionProblem.INTERRUPTED);
        assertThat(relations()).doesNotContain("a");
        assertThat(failure(plan(atomic(step("CREATE TABLE public.b (i int)"))))
                        .problem()
                        .type())
                .isEqualTo(ExecutionProblem.INTERRUPTED);
    }

    @Test
    void aPooledSessionIsGivenBackAsItWas() throws SQLException {
        try (Connection session = database.connect()) {
            bench.run(new OneSession(session), plan(atomic(step("CREATE TABLE public.a (i int)"))), Patience.SHORT);
            assertThatThrownBy(() -> bench.run(
                            new OneSession(session),
                            plan(atomic(step("CREATE TABLE public.a (i int)"))),
                            Patience.SHORT))
                    .isInstanceOf(ExecutionFailedException.class);

            assertThat(session.getAutoCommit()).isTrue();
            assertThat(database.query("SELECT state FROM pg_stat_activity WHERE pid = " + pid(session)))
                    .containsExactly("idle");
            try (Statement statement = session.createStatement();
                    ResultSet row = statement.executeQuery(
                            "SELECT current_setting('lock_timeout') || current_setting('statement_timeout')")) {
                assertThat(row.next()).isTrue();
                assertThat(row.getString(1)).isEqualTo("00");
            }
        }
    }

    /** A pool of one, whose session outlives being closed. */
    private record OneSession(Connection session) implements Sessions {

        @Override
        public String target() {
            return "one";
        }

        @Override
        public Connection open() {
            return (Connection) Proxy.newProxyInstance(
                    getClass().getClassLoader(),
                    new Class<?>[] {Connection.class},
                    (proxy, method, arguments) ->
                            method.getName().equals("close") ? null : method.invoke(session, arguments));
        }

        @Override
        public Connection openDirect() {
            return open();
        }
    }

    @Test
    void aSessionLostBeforeItsCommitHasDoneNothing() {
        ExecutionFailedException failed = failure(plan(atomic(
                step("CREATE TABLE public.a (i int)"),
                step("DO 'BEGIN PERFORM pg_terminate_backend(pg_backend_pid()); PERFORM pg_sleep(1); END'"))));

        assertThat(failed.problem().type()).isEqualTo(ExecutionProblem.SESSION_LOST);
        assertThat(failed.problem().extras()).containsEntry("outcome", "rolled_back");
        assertThat(relations()).doesNotContain("a");
    }

    @Test
    void aSessionLostInItsCommitMayHaveDoneItAll() {
        bench.dieAtCommit();

        ExecutionFailedException failed = failure(plan(atomic(step("INSERT INTO public.last_words VALUES (1)"))));

        assertThat(failed.problem().type()).isEqualTo(ExecutionProblem.SESSION_LOST);
        assertThat(failed.problem().extras()).containsEntry("outcome", "unknown");
        assertThat(failed.report().transactions().get(0).outcome()).isEqualTo(Outcome.UNKNOWN);
    }

    @Test
    void guardsThatFindTheTableChangedAreAConflict() {
        ExecutionFailedException failed = failure(
                plan(atomic(step("DO 'BEGIN RAISE EXCEPTION USING ERRCODE = ''PW001'', MESSAGE = ''row 42''; END'"))));

        assertThat(failed.problem().type()).isEqualTo(ExecutionProblem.CHANGED_MEANWHILE);
        assertThat(failed.problem().detail()).doesNotContain("42");
    }

    private ExecutionFailedException failure(Plan plan) {
        ExecutionFailedException failed =
                catchThrowableOfType(ExecutionFailedException.class, () -> bench.run(plan, Patience.SHORT));
        assertThat(failed).isNotNull();
        return failed;
    }

    private List<String> relations() {
        return database.query("SELECT relname FROM pg_class WHERE relnamespace = 'public'::regnamespace");
    }

    @SuppressWarnings("unchecked")
    private static List<Blocker> blockers(Problem problem) {
        return (List<Blocker>) problem.extras().getOrDefault("blockers", List.of());
    }

    private static int pid(Connection connection) throws SQLException {
        return connection.unwrap(PGConnection.class).getBackendPID();
    }

    private static void close(Connection connection) {
        try {
            connection.close();
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }
}
