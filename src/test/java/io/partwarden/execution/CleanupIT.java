package io.partwarden.execution;

import static io.partwarden.execution.Bench.atomic;
import static io.partwarden.execution.Bench.lock;
import static io.partwarden.execution.Bench.step;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.partwarden.execution.ExecutionReport.ExecutedTransaction;
import io.partwarden.execution.ExecutionReport.Outcome;
import io.partwarden.sql.LockMode;
import io.partwarden.sql.Plan;
import io.partwarden.sql.PlannedTransaction;
import io.partwarden.testing.PostgresServer;
import io.partwarden.testing.TestDatabase;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a plan leaves in anybody's way when it stops half-way: nothing, whatever stopped it. */
class CleanupIT {

    private final TestDatabase database = PostgresServer.latest().newDatabase();
    private final Bench bench = new Bench(database);

    @BeforeEach
    void table() {
        database.execute("CREATE TABLE public.events (at int, note text) PARTITION BY RANGE (at)");
    }

    @Test
    void cleansUpAfterAFailureOnceSomethingWasCommitted() {
        Plan plan = new Plan(
                "A test.",
                List.of(
                        atomic(step("CREATE TABLE public.helper (i int)")),
                        atomic(step("CREATE TABLE public.events ()"))),
                List.of(atomic(step("DROP TABLE public.helper"))),
                List.of(),
                "basis");

        ExecutionFailedException failed = failure(plan);

        assertThat(failed.problem().extras()).containsEntry("cleanup", "done");
        assertThat(failed.report().cleanup())
                .extracting(ExecutedTransaction::outcome)
                .containsExactly(Outcome.COMMITTED);
        assertThat(relations()).doesNotContain("helper");
    }

    @Test
    void cleansUpAlsoWhenTheServiceStops() throws Exception {
        FutureTask<ExecutionFailedException> run =
                new FutureTask<>(() -> failure(withHelper(atomic(step("DO 'BEGIN PERFORM pg_sleep(600); END'")))));
        new Thread(run, "run").start();
        bench.awaitSleep();

        bench.stop();

        assertThat(run.get().problem().type()).isEqualTo(ExecutionProblem.INTERRUPTED);
        assertThat(run.get().problem().extras()).containsEntry("cleanup", "done");
        assertThat(relations()).doesNotContain("helper");
    }

    @Test
    void cleansUpAlsoWhenTheThreadIsInterrupted() throws SQLException {
        try (Connection blocker = database.connect();
                Statement statement = blocker.createStatement()) {
            blocker.setAutoCommit(false);
            statement.execute("SELECT note FROM public.events");
            bench.duringPause(pause -> {
                throw new InterruptedException();
            });

            ExecutionFailedException failed =
                    failure(withHelper(atomic(lock("events", LockMode.ACCESS_EXCLUSIVE), step("SELECT"))));

            assertThat(failed.problem().extras()).containsEntry("cleanup", "done");
            assertThat(Thread.interrupted()).isTrue();
            assertThat(relations()).doesNotContain("helper");
        }
    }

    @Test
    void cleansUpAlsoAfterACommitThatMayHaveHappened() {
        bench.dieAtCommit();
        database.execute("CREATE TABLE public.helper (i int)");
        Plan plan = new Plan(
                "A test.",
                List.of(atomic(step("INSERT INTO public.last_words VALUES (1)"))),
                List.of(atomic(step("DROP TABLE public.helper"))),
                List.of(),
                "basis");

        ExecutionFailedException failed = failure(plan);

        assertThat(failed.problem().extras())
                .containsEntry("outcome", "unknown")
                .containsEntry("cleanup", "done");
        assertThat(relations()).doesNotContain("helper");
    }

    private static Plan withHelper(PlannedTransaction second) {
        return new Plan(
                "A test.",
                List.of(atomic(step("CREATE TABLE public.helper (i int)")), second),
                List.of(atomic(lock("events", LockMode.SHARE_UPDATE_EXCLUSIVE), step("DROP TABLE public.helper"))),
                List.of(),
                "basis");
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
}
