package io.partwarden.execution;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.awaitility.Awaitility.await;

import io.partwarden.catalog.CatalogReader;
import io.partwarden.partition.Bound;
import io.partwarden.partition.Datum;
import io.partwarden.partition.DrainPlanner;
import io.partwarden.partition.NewPartition;
import io.partwarden.partition.TableSnapshot;
import io.partwarden.sql.Plan;
import io.partwarden.sql.QualifiedName;
import io.partwarden.sql.Step;
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
import java.util.List;
import java.util.Set;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;

/** Rows leave the default partition for their own one, through the catalog, the planner and the executor as the service has them. */
class DrainIT {

    private static final QualifiedName EVENTS = QualifiedName.of("public", "events");
    private static final String CONTENT = "SELECT e::text FROM public.events e ORDER BY 1";

    /** As in LiveTrafficIT: the lock budget, and what a loaded machine adds to it. */
    private static final Duration LONGEST_WAIT = Duration.ofSeconds(1);

    private final TargetBench targets = new TargetBench();
    private final AnnotationConfigApplicationContext context = new AnnotationConfigApplicationContext();
    private TestDatabase database = PostgresServer.latest().newDatabase();

    DrainIT() {
        context.registerBean(TargetSessions.class, targets::sessions);
        context.registerBean(Clock.class, Clock::systemUTC);
        context.registerBean(ExecutionProperties.class, LiveTrafficIT::hurried);
        context.register(CatalogReader.class, PlanExecutor.class);
        context.refresh();
    }

    @AfterEach
    void stop() {
        context.close();
        targets.close();
    }

    @Test
    void clientsSeeEachRowOnceWhileRowsMove() throws Exception {
        database.execute(
                "CREATE TABLE public.events (at int, note text) PARTITION BY RANGE (at)",
                "CREATE TABLE public.now PARTITION OF public.events FOR VALUES FROM (0) TO (10)",
                "CREATE TABLE public.rest PARTITION OF public.events DEFAULT",
                "INSERT INTO public.events SELECT 10 + i % 50, 'old' FROM generate_series(1, 500) i");
        Traffic writers = new Traffic(database, LONGEST_WAIT)
                .client("INSERT INTO public.events SELECT 10 + floor(random() * 50), 'new'")
                .client("INSERT INTO public.events SELECT 10 + floor(random() * 50), 'new'")
                .client(
                        "INSERT INTO public.events VALUES (5, 'beside')",
                        "INSERT INTO public.events VALUES (99, 'beside')");
        Traffic readers = new Traffic(database, LONGEST_WAIT)
                .client("DO 'BEGIN IF (SELECT count(*) FROM public.events WHERE at = 12 AND note = ''old'') <> 10"
                        + " THEN RAISE EXCEPTION ''missed''; END IF; END'");
        Census census = new Census(database, writers, 500);
        await().until(() -> writers.statements() > 100 && readers.statements() > 10);

        for (int from = 10; from < 60; from += 10) {
            assertThat(execute(drain("p" + from, from, from + 10, 100_000)).complete())
                    .isTrue();
        }
        census.end();
        readers.end();
        writers.end();

        assertThat(count("public.events")).isEqualTo(500 + writers.inserted());
        assertThat(database.query("SELECT count(*) FROM ONLY public.rest WHERE at < 60"))
                .containsExactly("0");
        assertThat(count("public.p10")).isGreaterThan(100);
    }

    /**
     * What ACCESS EXCLUSIVE on the parent is for: with less, this reader would count without the moved rows, and this writer would get
     * 23514.
     */
    @ParameterizedTest
    @ValueSource(ints = {14, 15, 16, 17, 18})
    void whoWaitsForTheMoveFindsTheRowsWhereTheyAre(int version) throws Exception {
        database = PostgresServer.version(version).newDatabase();
        database.execute(
                "CREATE TABLE public.events (at int) PARTITION BY RANGE (at)",
                "CREATE TABLE public.rest PARTITION OF public.events DEFAULT",
                "INSERT INTO public.events SELECT generate_series(1, 30)");
        Plan plan = drain("p10", 10, 20, 10);
        FutureTask<List<String>> reader = new FutureTask<>(() -> database.query("SELECT count(*) FROM public.events"));
        FutureTask<List<String>> writer = new FutureTask<>(
                () -> database.query("INSERT INTO public.events VALUES (15) RETURNING tableoid::regclass::text"));
        try (Connection mover = database.connect();
                Statement statement = mover.createStatement()) {
            mover.setAutoCommit(false);
            for (Step step : plan.steps()) {
                statement.execute(step.ddl().sql());
            }
            new Thread(reader, "reader").start();
            await().until(() -> waiting() == 1);
            new Thread(writer, "writer").start();
            await().until(() -> waiting() == 2);
            mover.commit();
        }

        assertThat(reader.get()).isSubsetOf("30", "31");
        assertThat(writer.get()).containsExactly("p10");
        assertThat(count("public.p10")).isEqualTo(11);
    }

    @Test
    void moreRowsThanAllowedAreLeftWhereTheyAre() {
        database.execute(
                "CREATE TABLE public.events (at int) PARTITION BY RANGE (at)",
                "CREATE TABLE public.rest PARTITION OF public.events DEFAULT",
                "INSERT INTO public.events SELECT generate_series(1, 30)");
        Plan plan = drain("p10", 10, 20, 10);
        database.execute("INSERT INTO public.events VALUES (19)");

        ExecutionFailedException failed = catchThrowableOfType(ExecutionFailedException.class, () -> execute(plan));

        assertThat(failed.problem().type()).isEqualTo(ExecutionProblem.DEFAULT_TOO_FULL);
        assertThat(failed.report().transactions())
                .singleElement()
                .satisfies(t -> assertThat(t.attempts()).isEqualTo(1));
        assertThat(database.query("SELECT to_regclass('public.p10')")).containsExactly("null");
        assertThat(count("ONLY public.rest")).isEqualTo(31);

        execute(drain("p10", 10, 20, 11));
        assertThat(count("public.p10")).isEqualTo(11);
    }

    /** Also a key with the name of a variable of PL/pgSQL's, and a value that is stored out of line. */
    @ParameterizedTest
    @ValueSource(ints = {14, 18})
    void aMoveChangesNothingButThePlace(int version) {
        database = PostgresServer.version(version).newDatabase();
        database.execute(
                "CREATE TABLE public.hub (id int PRIMARY KEY)",
                "INSERT INTO public.hub VALUES (1)",
                "CREATE TABLE public.events (gone int, found int, no int GENERATED ALWAYS AS IDENTITY,"
                        + " twice int GENERATED ALWAYS AS (found * 2) STORED, \"a\"\"b?\" text CHECK (\"a\"\"b?\" <> ''),"
                        + " hub int NOT NULL DEFAULT 1 REFERENCES public.hub) PARTITION BY RANGE (found)",
                "ALTER TABLE public.events DROP COLUMN gone",
                "CREATE TABLE public.rest PARTITION OF public.events DEFAULT",
                "INSERT INTO public.events (found, \"a\"\"b?\") SELECT i, 'x' FROM generate_series(1, 30) i",
                "INSERT INTO public.events (found, \"a\"\"b?\") VALUES (NULL, 'nowhere'),"
                        + " (11, (SELECT string_agg(md5(i::text), '') FROM generate_series(1, 2000) i))",
                "ALTER TABLE public.rest ADD CONSTRAINT partwarden_keep_out_ab CHECK (found < 10) NOT VALID");
        List<String> before = database.query(CONTENT);

        execute(drain("p10", 10, 20, 11));

        assertThat(database.query(CONTENT)).isEqualTo(before);
        assertThat(count("public.p10")).isEqualTo(11);
        assertThat(database.query("SELECT count(*) FROM ONLY public.rest WHERE found IS NULL"))
                .containsExactly("1");
        assertThat(database.query("SELECT conname FROM pg_constraint WHERE conname LIKE 'partwarden%'"))
                .isEmpty();
        database.execute("INSERT INTO public.events (found, \"a\"\"b?\") VALUES (12, 'y'), (25, 'y')");
    }

    @Test
    void virtualColumnsMoveToo() {
        database.execute(
                "CREATE TABLE public.events (at int, twice int GENERATED ALWAYS AS (at * 2) VIRTUAL) PARTITION BY LIST (at)",
                "CREATE TABLE public.rest PARTITION OF public.events DEFAULT",
                "INSERT INTO public.events VALUES (1), (2), (NULL)");

        execute(create(new NewPartition(
                QualifiedName.of("public", "few"), new Bound.Values(List.of(Datum.of("1"), Datum.NULL)), null)));

        assertThat(database.query("SELECT concat_ws(' ', tableoid::regclass, at, twice) FROM public.events ORDER BY 1"))
                .containsExactly("few", "few 1 2", "rest 2 4");
    }

    @Test
    void whatGetsInTheWayAfterThePlanIsSeen() {
        database.execute(
                "CREATE TABLE public.events (at int) PARTITION BY RANGE (at)",
                "CREATE TABLE public.rest PARTITION OF public.events DEFAULT",
                "INSERT INTO public.events SELECT generate_series(1, 30)");
        Plan plan = drain("p10", 10, 20, 10);
        database.execute(
                "CREATE FUNCTION public.never() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NULL; END'",
                "CREATE TRIGGER never BEFORE DELETE ON public.rest FOR EACH ROW EXECUTE FUNCTION public.never()");

        ExecutionFailedException failed = catchThrowableOfType(ExecutionFailedException.class, () -> execute(plan));

        assertThat(failed.problem().type()).isEqualTo(ExecutionProblem.CHANGED_MEANWHILE);
        assertThat(count("ONLY public.rest")).isEqualTo(30);
    }

    /** Row security forced on the owner hides rows from the DELETE; the ATTACH sees them all the same. */
    @Test
    void rowsThatAreHiddenFromUsStopTheMove() {
        database.execute(
                "CREATE TABLE public.events (at int) PARTITION BY RANGE (at)",
                "CREATE TABLE public.rest PARTITION OF public.events DEFAULT",
                "INSERT INTO public.events SELECT generate_series(1, 30)",
                "ALTER TABLE public.rest ENABLE ROW LEVEL SECURITY",
                "ALTER TABLE public.rest FORCE ROW LEVEL SECURITY",
                "CREATE POLICY most ON public.rest USING (at <> 15)");

        ExecutionFailedException failed =
                catchThrowableOfType(ExecutionFailedException.class, () -> execute(drain("p10", 10, 20, 10)));

        assertThat(failed.problem().type()).isEqualTo(ExecutionProblem.ROWS_IN_THE_WAY);
        assertThat(count("public.events")).isEqualTo(30);
        assertThat(database.query("SELECT to_regclass('public.p10')")).containsExactly("null");
    }

    private Target target() {
        return targets.target(database).build();
    }

    private ExecutionReport execute(Plan plan) {
        return context.getBean(PlanExecutor.class).execute(target(), EVENTS, plan, Patience.LADDER);
    }

    private Plan drain(String name, int from, int to, long maxRows) {
        Bound bound = new Bound.Range(List.of(Datum.of("" + from)), List.of(Datum.of("" + to)));
        return create(
                new NewPartition(QualifiedName.of("public", name), bound, null), Set.of("" + from, "" + to), maxRows);
    }

    private Plan create(NewPartition wanted) {
        return create(wanted, Set.of("1"), 10);
    }

    private Plan create(NewPartition wanted, Set<String> values, long maxRows) {
        CatalogReader catalog = context.getBean(CatalogReader.class);
        TableSnapshot table = catalog.snapshot(target(), EVENTS).orElseThrow();
        return new DrainPlanner().create(table, catalog.keySpace(target(), table, List.of(values)), wanted, maxRows);
    }

    private int count(String table) {
        return Integer.parseInt(database.query("SELECT count(*) FROM " + table).get(0));
    }

    private int waiting() {
        return Integer.parseInt(database.query(
                        "SELECT count(*) FROM pg_locks WHERE NOT granted AND locktype = 'relation' AND database ="
                                + " (SELECT oid FROM pg_database WHERE datname = current_database())")
                .get(0));
    }

    /** Counts all the time, and knows the fewest and the most rows that there can be: what was inserted before and after it looked. */
    private static final class Census {

        private final FutureTask<Integer> work;
        private volatile boolean over;

        Census(TestDatabase database, Traffic writers, int atFirst) {
            work = new FutureTask<>(() -> run(database, writers, atFirst));
            new Thread(work, "census").start();
        }

        private int run(TestDatabase database, Traffic writers, int atFirst) throws SQLException {
            int looks = 0;
            try (Connection connection = database.connect();
                    Statement statement = connection.createStatement()) {
                statement.execute("SET lock_timeout = " + LONGEST_WAIT.toMillis());
                while (!over) {
                    int fewest = atFirst + writers.inserted();
                    try (var row = statement.executeQuery("SELECT count(*) FROM public.events")) {
                        row.next();
                        // Each of the three writers may have committed a row that it has not yet counted.
                        assertThat(row.getInt(1)).isBetween(fewest, atFirst + writers.inserted() + 3);
                    }
                    looks++;
                }
            }
            return looks;
        }

        void end() throws Exception {
            over = true;
            assertThat(work.get()).isPositive();
        }
    }
}
