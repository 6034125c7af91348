package io.partwarden.execution;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.awaitility.Awaitility.await;

import io.partwarden.catalog.CatalogReader;
import io.partwarden.partition.Bound;
import io.partwarden.partition.Datum;
import io.partwarden.partition.NewPartition;
import io.partwarden.partition.Partition;
import io.partwarden.partition.PartitionPlanner;
import io.partwarden.partition.PartitionPlanner.Existing;
import io.partwarden.partition.RemovalPlanner;
import io.partwarden.partition.TableSnapshot;
import io.partwarden.sql.Plan;
import io.partwarden.sql.QualifiedName;
import io.partwarden.targets.Target;
import io.partwarden.targets.TargetBench;
import io.partwarden.targets.TargetSessions;
import io.partwarden.testing.PostgresServer;
import io.partwarden.testing.TestDatabase;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.postgresql.PGConnection;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;

/**
 * Partitions come and go beside clients that never stop, through the catalog, the planners and the executor as the service has them.
 * What the clients waited for is measured by the server: their lock_timeout is the lock budget.
 */
class LiveTrafficIT {

    private static final QualifiedName EVENTS = QualifiedName.of("public", "events");
    private static final Duration BUDGET = Duration.ofMillis(200);

    /**
     * For tables where others must wait for us. The budget bounds our wait for the lock and our hold until the commit is sent; the commit's
     * flush, the cancel request at its end and the rollback come on top, and on a loaded machine none of them, nor any process that
     * holds a lock, has an upper bound. A tighter limit would only test the machine.
     */
    private static final Duration BUDGET_ON_A_LOADED_MACHINE = BUDGET.multipliedBy(5);

    private static final int OLD = 50;
    private static final int NEW = 200;

    private final TestDatabase database = PostgresServer.version(version()).newDatabase();
    private final TargetBench targets = new TargetBench();

    /** The newest here; {@code LiveTraffic14IT} and the like are the others. */
    int version() {
        return PostgresServer.LATEST;
    }

    private final Target target = targets.target(database).build();
    private final AnnotationConfigApplicationContext context = new AnnotationConfigApplicationContext();

    @BeforeEach
    void start() {
        context.registerBean(TargetSessions.class, targets::sessions);
        context.registerBean(Clock.class, Clock::systemUTC);
        context.registerBean(ExecutionProperties.class, LiveTrafficIT::hurried);
        context.register(CatalogReader.class, PlanExecutor.class);
        context.refresh();
        database.execute(
                "CREATE TABLE public.events (at int NOT NULL, note text, PRIMARY KEY (at, note)) PARTITION BY RANGE (at)",
                "CREATE TABLE public.now PARTITION OF public.events FOR VALUES FROM (0) TO (1000)",
                "CREATE TABLE public.unrelated PARTITION OF public.events FOR VALUES FROM (1000) TO (2000)");
    }

    @AfterEach
    void stop() {
        context.close();
        targets.close();
    }

    @Test
    void clientsNoticeNeitherNewPartitionsNorConcurrentDetaches() throws Exception {
        database.execute(oldPartitions().toArray(String[]::new));
        Traffic traffic = traffic(BUDGET);

        ExecutionReport created = execute(create(2000, NEW));
        for (int i = 1; i <= OLD; i++) {
            execute(detach("old" + i));
        }
        traffic.end();

        assertThat(created.transactions()).hasSize(NEW / 20);
        assertThat(partitions()).hasSize(2 + NEW);
        assertThat(rows()).isEqualTo(traffic.inserted());
    }

    @Test
    void clientsWaitNoLongerThanTheBudgetBesideADefaultPartition() throws Exception {
        database.execute("CREATE TABLE public.rest PARTITION OF public.events DEFAULT");
        database.execute(oldPartitions().subList(0, 5).toArray(String[]::new));
        Traffic traffic = traffic(BUDGET_ON_A_LOADED_MACHINE);

        execute(create(2000, 20));
        for (int i = 1; i <= 5; i++) {
            execute(detach("old" + i));
        }
        traffic.end();

        assertThat(partitions()).hasSize(3 + 20);
        assertThat(rows()).isEqualTo(traffic.inserted());
    }

    @Test
    void aReaderThatKeepsTheTableMakesADetachGiveUpAndNobodyElse() throws Exception {
        database.execute("CREATE TABLE public.rest PARTITION OF public.events DEFAULT");
        givesUpBeside("SELECT FROM public.events", detach("unrelated"), "access_share");

        assertThat(partitions()).contains("unrelated");
    }

    @Test
    void maintenanceThatKeepsTheTableMakesAnAttachGiveUpAndNobodyElse() throws Exception {
        givesUpBeside(
                "LOCK TABLE ONLY public.events IN SHARE UPDATE EXCLUSIVE MODE",
                create(2000, 3),
                "share_update_exclusive");

        assertThat(database.query("SELECT relname FROM pg_class WHERE relname LIKE 'new%'"))
                .isEmpty();
    }

    /** What the other cases rest on: a client does fail when it waits for longer. */
    @Test
    void aLongerWaitWouldShow() throws Exception {
        Traffic traffic = traffic(BUDGET);
        try (Connection rude = database.connect();
                Statement statement = rude.createStatement()) {
            rude.setAutoCommit(false);
            statement.execute("LOCK TABLE public.events IN ACCESS EXCLUSIVE MODE");

            assertThatThrownBy(traffic::end).hasStackTraceContaining("lock timeout");
        }
    }

    private void givesUpBeside(String blocking, Plan plan, String mode) throws SQLException, InterruptedException {
        Traffic traffic = new Traffic(database, BUDGET_ON_A_LOADED_MACHINE)
                .client("INSERT INTO public.events VALUES (1, gen_random_uuid()::text)")
                .client("SELECT count(*) FROM public.unrelated");
        try (Connection blocker = database.connect();
                Statement statement = blocker.createStatement()) {
            blocker.setAutoCommit(false);
            statement.execute(blocking);

            ExecutionFailedException failed = catchThrowableOfType(ExecutionFailedException.class, () -> execute(plan));

            assertThat(failed.problem().type()).isEqualTo(ExecutionProblem.LOCK_NOT_OBTAINED);
            assertThat(failed.problem().extras().get("blockers"))
                    .asInstanceOf(InstanceOfAssertFactories.list(Blocker.class))
                    .anySatisfy(found -> {
                        assertThat(found.pid())
                                .isEqualTo(blocker.unwrap(PGConnection.class).getBackendPID());
                        assertThat(found.lock()).isEqualTo(new Blocker.BlockingLock("public.events", mode, true));
                        assertThat(found.inTheWayMillis()).isPositive();
                        assertThat(found.transactionSince()).isNotNull();
                    });
            long soFar = traffic.statements();
            await().until(() -> traffic.statements() > soFar + 10);
        }
        traffic.end();
        assertThat(rows()).isEqualTo(traffic.inserted());
    }

    private Traffic traffic(Duration longestWait) {
        Traffic traffic = new Traffic(database, longestWait)
                .client(
                        "INSERT INTO public.events VALUES (1, gen_random_uuid()::text)",
                        "SELECT count(*) FROM public.events WHERE at BETWEEN 1 AND 3")
                .client("INSERT INTO public.events VALUES (2, gen_random_uuid()::text)")
                .client("SELECT count(*) FROM public.events WHERE at = 1500")
                .client("INSERT INTO public.unrelated VALUES (1500, gen_random_uuid()::text)");
        await().until(() -> traffic.statements() > 100);
        return traffic;
    }

    private ExecutionReport execute(Plan plan) {
        return context.getBean(PlanExecutor.class).execute(target, EVENTS, plan, Patience.LADDER);
    }

    private Plan create(int from, int count) {
        List<NewPartition> wanted = new ArrayList<>();
        Set<String> values = new HashSet<>();
        for (int i = from; i < from + count; i++) {
            Bound bound = new Bound.Range(List.of(Datum.of("" + i)), List.of(Datum.of("" + (i + 1))));
            wanted.add(new NewPartition(QualifiedName.of("public", "new" + i), bound, null));
            values.add("" + i);
            values.add("" + (i + 1));
        }
        TableSnapshot table = snapshot();
        var keys = context.getBean(CatalogReader.class).keySpace(target, table, List.of(values));
        return new PartitionPlanner().create(table, keys, wanted, Existing.REFUSE);
    }

    private Plan detach(String name) {
        TableSnapshot table = snapshot();
        Partition partition = table.partition(QualifiedName.of("public", name)).orElseThrow();
        return new RemovalPlanner().detach(table, partition);
    }

    private TableSnapshot snapshot() {
        return context.getBean(CatalogReader.class).snapshot(target, EVENTS).orElseThrow();
    }

    private static List<String> oldPartitions() {
        List<String> statements = new ArrayList<>();
        for (int i = 1; i <= OLD; i++) {
            statements.add("CREATE TABLE public.old" + i + " PARTITION OF public.events FOR VALUES FROM (" + -i
                    + ") TO (" + (1 - i) + ")");
        }
        return statements;
    }

    private List<String> partitions() {
        return database.query("SELECT c.relname FROM pg_inherits i JOIN pg_class c ON c.oid = i.inhrelid"
                + " WHERE i.inhparent = 'public.events'::regclass AND NOT i.inhdetachpending");
    }

    private int rows() {
        return Integer.parseInt(
                database.query("SELECT count(*) FROM public.events").get(0));
    }

    /** The real lock budget, with short pauses. */
    static ExecutionProperties hurried() {
        return new ExecutionProperties(
                BUDGET,
                List.of(Duration.ofMillis(100), Duration.ofMillis(100), BUDGET),
                new ExecutionProperties.Pause(Duration.ofMillis(50), Duration.ofMillis(150)),
                new ExecutionProperties.Ladder(10, Duration.ofSeconds(30)),
                new ExecutionProperties.Brief(3, Duration.ofSeconds(12)),
                new ExecutionProperties.Timeouts(
                        Duration.ofSeconds(30), Duration.ofHours(1), Duration.ofSeconds(10), Duration.ofSeconds(30)));
    }
}
