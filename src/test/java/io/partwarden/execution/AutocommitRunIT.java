package io.partwarden.execution;

import static io.partwarden.execution.Bench.autocommit;
import static io.partwarden.execution.Bench.on;
import static io.partwarden.execution.Bench.plan;
import static io.partwarden.execution.Bench.step;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.partwarden.execution.ExecutionReport.ExecutedTransaction;
import io.partwarden.execution.ExecutionReport.Outcome;
import io.partwarden.sql.LockMode;
import io.partwarden.sql.Plan;
import io.partwarden.testing.PostgresServer;
import io.partwarden.testing.TestDatabase;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.postgresql.PGConnection;

class AutocommitRunIT {

    private static final String DETACH = "ALTER TABLE ONLY public.events DETACH PARTITION public.old CONCURRENTLY";

    private final TestDatabase database = PostgresServer.latest().newDatabase();
    private final Bench bench =
            new Bench(database).with(Bench.properties(Duration.ofMillis(200), Duration.ofSeconds(1)));

    @BeforeEach
    void table() {
        database.execute(
                "CREATE TABLE public.events (at int) PARTITION BY RANGE (at)",
                "CREATE TABLE public.old PARTITION OF public.events FOR VALUES FROM (0) TO (10)",
                "CREATE TABLE public.now PARTITION OF public.events FOR VALUES FROM (10) TO (20)");
    }

    @Test
    void detachesOutsideATransaction() {
        ExecutionReport report = bench.run(detach(LockMode.ACCESS_EXCLUSIVE), Patience.SHORT);

        assertThat(report.transactions())
                .extracting(ExecutedTransaction::outcome)
                .containsExactly(Outcome.COMMITTED);
        assertThat(children()).containsExactly("now f");
        assertThat(bench.pauses()).isEmpty();
    }

    @Test
    void isNotBegunWhileSomebodyStaysOnTheTable() throws SQLException {
        try (Connection reader = reading("public.events WHERE at = 15")) {
            ExecutionFailedException failed = failure(detach(LockMode.ACCESS_EXCLUSIVE));

            assertThat(failed.problem().type()).isEqualTo(ExecutionProblem.LOCK_NOT_OBTAINED);
            assertThat(failed.problem().detail()).contains("Process " + pid(reader));
            assertThat(failed.report().transactions().get(0).outcome()).isEqualTo(Outcome.ROLLED_BACK);
            assertThat(failed.report().transactions().get(0).steps()).isEmpty();
            assertThat(bench.pauses().stream().reduce(Duration.ZERO, Duration::plus))
                    .isLessThanOrEqualTo(Duration.ofSeconds(12));
            assertThat(children()).containsExactly("now f", "old f");
        }
    }

    @Test
    void waitsForTransactionsThatEndSoon() throws SQLException {
        Connection reader = reading("public.events WHERE at = 15");
        bench.duringPause(pause -> close(reader));

        ExecutionReport report = bench.run(detach(LockMode.ACCESS_EXCLUSIVE), Patience.SHORT);

        assertThat(report.transactions().get(0).attempts()).isEqualTo(1);
        assertThat(children()).containsExactly("now f");
    }

    @Test
    void aDetachThatCannotEndIsReportedAsPending() throws SQLException {
        try (Connection reader = reading("public.events WHERE at = 15")) {
            // Without an ACCESS EXCLUSIVE lock in the plan nobody looks first: as if the reader had come just after the
            // look.
            ExecutionFailedException failed = failure(detach(LockMode.SHARE_UPDATE_EXCLUSIVE));

            assertThat(failed.problem().type()).isEqualTo(ExecutionProblem.DETACH_PENDING);
            assertThat(failed.problem().extras()).containsEntry("pending", "public.old");
            assertThat(failed.problem().detail()).contains("Process " + pid(reader));
            assertThat(failed.report().transactions().get(0).outcome()).isEqualTo(Outcome.PENDING);
            assertThat(children()).containsExactly("now f", "old t");
            assertThat(reader.isClosed()).isFalse();
        }
    }

    @Test
    void anotherPendingDetachIsAConflict() throws SQLException {
        try (Connection reader = reading("public.events WHERE at = 15")) {
            failure(detach(LockMode.SHARE_UPDATE_EXCLUSIVE));
            assertThat(reader.isClosed()).isFalse();
        }
        Plan other = plan(autocommit(step(
                "ALTER TABLE ONLY public.events DETACH PARTITION public.now CONCURRENTLY",
                on("events", LockMode.SHARE_UPDATE_EXCLUSIVE),
                on("now", LockMode.ACCESS_EXCLUSIVE))));

        assertThat(failure(other).problem().type()).isEqualTo(ExecutionProblem.CHANGED_MEANWHILE);
    }

    private static Plan detach(LockMode onPartition) {
        return plan(autocommit(step(DETACH, on("events", LockMode.SHARE_UPDATE_EXCLUSIVE), on("old", onPartition))));
    }

    private Connection reading(String from) throws SQLException {
        Connection reader = database.connect();
        reader.setAutoCommit(false);
        try (Statement statement = reader.createStatement()) {
            statement.execute("SELECT FROM " + from);
        }
        return reader;
    }

    private ExecutionFailedException failure(Plan plan) {
        ExecutionFailedException failed =
                catchThrowableOfType(ExecutionFailedException.class, () -> bench.run(plan, Patience.SHORT));
        assertThat(failed).isNotNull();
        return failed;
    }

    private List<String> children() {
        return database
                .query("SELECT c.relname || ' ' || i.inhdetachpending FROM pg_inherits i"
                        + " JOIN pg_class c ON c.oid = i.inhrelid ORDER BY 1")
                .stream()
                .map(line -> line.replace("false", "f").replace("true", "t"))
                .toList();
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
