package io.partwarden.execution;

import static io.partwarden.execution.Bench.atomic;
import static io.partwarden.execution.Bench.autocommit;
import static io.partwarden.execution.Bench.lock;
import static io.partwarden.execution.Bench.plan;
import static io.partwarden.execution.Bench.step;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.awaitility.Awaitility.await;

import io.partwarden.execution.ExecutionReport.ExecutedTransaction;
import io.partwarden.execution.ExecutionReport.Outcome;
import io.partwarden.shared.Problem;
import io.partwarden.shared.ProblemType;
import io.partwarden.sql.LockMode;
import io.partwarden.sql.Plan;
import io.partwarden.targets.Target;
import io.partwarden.targets.TargetBench;
import io.partwarden.testing.PostgresServer;
import io.partwarden.testing.TestDatabase;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FenceIT {

    private static final String PREFIX = "partwarden/0123456789abcdef/";
    private static final String LISTEN = "INSERT INTO public.heard SELECT current_setting('application_name')";
    private static final ProblemType LOST = new ProblemType("lost", 503, "Lost");

    private final TestDatabase database = PostgresServer.latest().newDatabase();
    private final TargetBench targets = new TargetBench();
    private final Target target = targets.target(database).build();
    private final PlanExecutor executor = new PlanExecutor(
            targets.sessions(), Bench.properties(Duration.ofMillis(200), Duration.ofSeconds(10)), Clock.systemUTC());
    private final Bench bench = new Bench(database);

    @BeforeEach
    void tables() {
        database.execute("CREATE TABLE public.events (at int)", "CREATE TABLE public.heard (name text)");
    }

    @AfterEach
    void close() {
        executor.destroy();
        targets.close();
    }

    @Test
    void aSessionBearsTheNameWhileItWorksAndNotAfterwards() {
        Plan plan = plan(atomic(step(LISTEN)), atomic(lock("events", LockMode.SHARE), step(LISTEN)));

        executor.execute(target, Bench.table("events"), plan, Patience.SHORT, new Named(PREFIX + "7"));

        assertThat(heard()).containsExactly(PREFIX + "7", PREFIX + "7");
        assertThat(sessionNames()).containsOnly("partwarden");
        executor.execute(target, Bench.table("events"), plan(atomic(step(LISTEN))), Patience.SHORT);
        assertThat(heard()).endsWith("partwarden");
    }

    @Test
    void soDoesASessionWhoseTransactionFails() {
        Plan plan = plan(atomic(step("SELECT 1/0")));

        assertThatThrownBy(() ->
                        executor.execute(target, Bench.table("events"), plan, Patience.SHORT, new Named(PREFIX + "7")))
                .isInstanceOf(ExecutionFailedException.class);

        assertThat(sessionNames()).containsOnly("partwarden");
    }

    @Test
    void aSessionOfItsOwnBearsItToo() {
        Plan plan = plan(autocommit(step(LISTEN)));

        executor.execute(target, Bench.table("events"), plan, Patience.SHORT, new Named(PREFIX + "7"));

        assertThat(heard()).containsExactly(PREFIX + "7");
        await().until(() -> sessionNames().stream().noneMatch(name -> name.startsWith(PREFIX)));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"too/long/for/a/session/since/postgresql/takes/no/more/than/63/bytes", "gr\u00fc\u00dfe", "a\nb"
            })
    void aNameThatPostgresqlWouldChangeIsRefused(String name) {
        assertThatThrownBy(() -> bench.run(plan(atomic(step(LISTEN))), new Named(name)))
                .isInstanceOf(IllegalArgumentException.class);
        assertThat(heard()).isEmpty();
    }

    @Test
    void aLostFenceStopsThePlanAfterWhatWasCommitted() {
        Plan plan = plan(atomic(step(LISTEN)), atomic(step("CREATE TABLE public.b (i int)")), atomic(step(LISTEN)));

        ExecutionFailedException failed = failure(plan, new Lasting(2));

        assertThat(failed.problem().type()).isEqualTo(LOST);
        assertThat(failed.problem().extras()).containsEntry("transactions", Map.of("committed", 1, "planned", 3));
        assertThat(failed.report().transactions())
                .extracting(ExecutedTransaction::outcome)
                .containsExactly(Outcome.COMMITTED, Outcome.ROLLED_BACK);
        assertThat(failed.report().transactions().get(1).attempts()).isZero();
        assertThat(heard()).hasSize(1);
        assertThat(database.query("SELECT to_regclass('public.b')")).containsExactly("null");
    }

    @Test
    void aFenceLostBeforeAStatementOutsideTransactionsStopsIt() {
        ExecutionFailedException failed = failure(plan(autocommit(step(LISTEN))), new Lasting(0));

        assertThat(failed.problem().type()).isEqualTo(LOST);
        assertThat(heard()).isEmpty();
    }

    /** Between the question and the session's first statement a process may be suspended for long. */
    @Test
    void isAskedAgainOnceTheSessionBearsTheName() {
        ExecutionFailedException inTransaction = failure(plan(atomic(step(LISTEN))), new Lasting(1));
        ExecutionFailedException outside = failure(plan(autocommit(step(LISTEN))), new Lasting(1));

        assertThat(List.of(inTransaction, outside)).allSatisfy(failed -> {
            assertThat(failed.problem().type()).isEqualTo(LOST);
            assertThat(failed.report().transactions()).singleElement().satisfies(transaction -> {
                assertThat(transaction.outcome()).isEqualTo(Outcome.ROLLED_BACK);
                assertThat(transaction.steps()).isEmpty();
            });
        });
        assertThat(heard()).isEmpty();
    }

    @Test
    void anotherAttemptNeedsTheFenceToo() throws SQLException {
        try (Connection user = database.connect();
                Statement statement = user.createStatement()) {
            user.setAutoCommit(false);
            statement.execute("SELECT FROM public.events");

            ExecutionFailedException failed =
                    failure(plan(atomic(lock("events", LockMode.ACCESS_EXCLUSIVE), step(LISTEN))), new Lasting(2));

            assertThat(failed.problem().type()).isEqualTo(LOST);
            assertThat(failed.report().transactions().get(0).attempts()).isEqualTo(1);
            assertThat(bench.pauses()).hasSize(1);
        }
    }

    /** What it left behind is for the successor, who may have begun to work on it. */
    @Test
    void withoutTheFenceThereIsNoSecondSessionAfterALostOne() {
        bench.dieAtCommit();
        Plan plan = new Plan(
                "A test.",
                List.of(atomic(step("INSERT INTO public.last_words VALUES (1)"))),
                List.of(atomic(step(LISTEN))),
                List.of(),
                "basis");

        ExecutionFailedException failed = failure(plan, new Lasting(2));

        assertThat(failed.problem().type()).isEqualTo(ExecutionProblem.SESSION_LOST);
        assertThat(failed.problem().extras()).containsEntry("cleanup", "failed");
        assertThat(heard()).isEmpty();
    }

    @Test
    void withTheFenceTheCleanupRuns() {
        bench.dieAtCommit();
        Plan plan = new Plan(
                "A test.",
                List.of(atomic(step("INSERT INTO public.last_words VALUES (1)"))),
                List.of(atomic(step(LISTEN))),
                List.of(),
                "basis");

        ExecutionFailedException failed = failure(plan, new Lasting(4));

        assertThat(failed.problem().extras()).containsEntry("cleanup", "done");
        assertThat(heard()).hasSize(1);
    }

    @Test
    void endsAPredecessorAndNobodyElse() throws Exception {
        Plan endless = plan(atomic(step(LISTEN), step("DO 'BEGIN PERFORM pg_sleep(600); END'")));
        FutureTask<ExecutionFailedException> predecessor = new FutureTask<>(() -> catchThrowableOfType(
                ExecutionFailedException.class,
                () -> executor.execute(
                        target, Bench.table("events"), endless, Patience.SHORT, new Named(PREFIX + "7"))));
        new Thread(predecessor, "predecessor").start();
        bench.awaitSleep();
        try (Connection mine = named(PREFIX + "8", database.username(), database.password());
                Connection other = named("partwarden/fedcba9876543210/7", database.username(), database.password());
                Connection foreign = named(PREFIX + "6", "postgres", "postgres")) {

            int ended = executor.endPredecessors(target, PREFIX, PREFIX + "8");

            assertThat(ended).isEqualTo(1);
            assertThat(predecessor.get().problem().type()).isEqualTo(ExecutionProblem.SESSION_LOST);
            assertThat(heard()).isEmpty();
            assertThat(List.of(mine, other, foreign))
                    .allSatisfy(session -> assertThat(session.isValid(5)).isTrue());
        }
    }

    /** The login's sessions are not the owner role's to end. */
    @Test
    void endsPredecessorsAlsoUnderAnOwnerRole() throws SQLException {
        String role = database.name() + "_owner";
        try (Connection superuser = database.connectAsSuperuser();
                Statement statement = superuser.createStatement()) {
            statement.execute("CREATE ROLE " + role);
            statement.execute("GRANT " + role + " TO " + database.username());
        }
        Target owned = targets.target(database).ownerRole(role).build();
        try (Connection old = named(PREFIX + "7", database.username(), database.password())) {

            assertThat(executor.endPredecessors(owned, PREFIX, PREFIX + "8")).isEqualTo(1);

            assertThat(old.isValid(5)).isFalse();
        }
    }

    @Test
    void withoutPredecessorsNothingIsEnded() {
        assertThat(executor.endPredecessors(target, PREFIX, PREFIX + "8")).isZero();
        assertThatThrownBy(() -> executor.endPredecessors(target, "", PREFIX + "8"))
                .isInstanceOf(IllegalArgumentException.class);
    }

    private ExecutionFailedException failure(Plan plan, Fence fence) {
        ExecutionFailedException failed =
                catchThrowableOfType(ExecutionFailedException.class, () -> bench.run(plan, fence));
        assertThat(failed).isNotNull();
        return failed;
    }

    private Connection named(String name, String username, String password) throws SQLException {
        Connection connection = DriverManager.getConnection(database.url(), username, password);
        try (Statement statement = connection.createStatement()) {
            statement.execute("SET application_name = '" + name + "'");
        }
        return connection;
    }

    private List<String> heard() {
        return database.query("SELECT name FROM public.heard");
    }

    /** Of the executor's pool, as its server sees them. */
    private List<String> sessionNames() {
        return database.query("SELECT application_name FROM pg_stat_activity WHERE datname = current_database()"
                + " AND pid <> pg_backend_pid() AND application_name LIKE 'partwarden%'");
    }

    private record Named(String sessionName) implements Fence {
        @Override
        public void requireHeld() {}
    }

    /** Is lost after it was asked so often; a transaction asks twice. */
    private static final class Lasting implements Fence {

        private int left;

        Lasting(int times) {
            left = times;
        }

        @Override
        public String sessionName() {
            return PREFIX + "7";
        }

        @Override
        public void requireHeld() {
            if (left == 0) {
                throw Problem.of(LOST, "Lost.");
            }
            left--;
        }
    }
}
