package io.partwarden.execution;

import static io.partwarden.execution.Bench.atomic;
import static io.partwarden.execution.Bench.lock;
import static io.partwarden.execution.Bench.step;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.partwarden.sql.LockMode;
import io.partwarden.sql.Plan;
import io.partwarden.targets.Target;
import io.partwarden.targets.TargetBench;
import io.partwarden.targets.TargetSessions;
import io.partwarden.testing.PostgresServer;
import io.partwarden.testing.TestDatabase;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.Test;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;

class PlanExecutorIT {

    private final TestDatabase database = PostgresServer.latest().newDatabase();

    /** The sessions close after the executor, so it must not go before the cleanup is done. */
    @Test
    void aStoppingServiceLeavesNothingInTheWay() throws Exception {
        AnnotationConfigApplicationContext context = new AnnotationConfigApplicationContext();
        try (TargetBench targets = new TargetBench()) {
            context.registerBean(TargetSessions.class, targets::sessions);
            context.registerBean(Clock.class, Clock::systemUTC);
            context.registerBean(
                    ExecutionProperties.class, () -> Bench.properties(Duration.ofMillis(200), Duration.ofSeconds(10)));
            context.register(PlanExecutor.class);
            context.refresh();
            database.execute("CREATE TABLE public.events (at int)");
            Plan plan = new Plan(
                    "A test.",
                    List.of(
                            atomic(step("ALTER TABLE public.events ADD CONSTRAINT keep_out CHECK (at < 5)")),
                            atomic(step("DO 'BEGIN PERFORM pg_sleep(600); END'"))),
                    List.of(atomic(
                            lock("events", LockMode.ACCESS_EXCLUSIVE),
                            step("ALTER TABLE public.events DROP CONSTRAINT keep_out"))),
                    List.of(),
                    "basis");
            Target target = targets.target(database).build();
            PlanExecutor executor = context.getBean(PlanExecutor.class);
            FutureTask<ExecutionFailedException> run = new FutureTask<>(() -> catchThrowableOfType(
                    ExecutionFailedException.class,
                    () -> executor.execute(target, Bench.table("events"), plan, Patience.LADDER)));
            new Thread(run, "run").start();
            new Bench(database).awaitSleep();

            context.close();

            assertThat(database.query("SELECT conname FROM pg_constraint WHERE conname = 'keep_out'"))
                    .isEmpty();
            assertThat(run.get().problem().type()).isEqualTo(ExecutionProblem.INTERRUPTED);
        }
    }
}
