package io.partwarden.maintenance.runs;

import static org.assertj.core.api.Assertions.assertThat;

import io.partwarden.testing.ServiceTest;
import io.partwarden.testing.TestClock;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.annotation.Import;
import org.springframework.test.context.TestPropertySource;
import tools.jackson.databind.JsonNode;

/**
 * Days of maintenance beside clients that write to twenty tables all the time, and among them everything that can be in its way at once.
 * A client's lock_timeout is the longest wait that is allowed to it, as the server measures it: the lock budget where there is no default
 * partition; five times that beside one, where others have to wait for us, and for the commit's flush on whatever machine this is.
 */
@ServiceTest
@Import({MovedClock.class, MaintenanceBench.Parts.class})
@TestPropertySource(
        properties = {
            "partwarden.execution.pause.min=50ms",
            "partwarden.execution.pause.max=100ms",
            "partwarden.execution.timeouts.concurrent=1s"
        })
@Timeout(300)
class WritersDuringMaintenanceIT {

    private static final Logger LOG = LoggerFactory.getLogger(WritersDuringMaintenanceIT.class);

    private static final Duration DAY = Duration.ofDays(1);
    private static final Duration BUDGET = Duration.ofMillis(200);
    private static final Duration BESIDE_A_DEFAULT = BUDGET.multipliedBy(5);

    private static final int PREMAKE = 3;
    private static final int DAYS = 5;
    private static final int MOST_DRAINED = 100;
    private static final int FEW = 20;

    private static final List<String> DETACHED = names("detached", 10);
    private static final List<String> DROPPED = names("dropped", 4);
    private static final List<String> DRAINED = names("drained", 4);
    private static final String FULL = "overfull";
    private static final String HELD = "held";
    private static final String BROKEN = "broken";

    private final MaintenanceBench bench;
    private final TestClock clock;
    private LocalDate first = LocalDate.MIN;

    WritersDuringMaintenanceIT(MaintenanceBench.Parts parts, TestClock clock) {
        this.bench = parts.newTarget();
        this.clock = clock;
    }

    private static List<String> names(String stem, int count) {
        return IntStream.range(0, count).mapToObj(i -> stem + i).toList();
    }

    @BeforeEach
    void tables() throws SQLException {
        first = today();
        DETACHED.forEach(table -> bench.table(table, keep("P1D")));
        bench.table(HELD, keep("P1D"));
        DROPPED.forEach(table -> bench.table(table, keep("P0D")));
        Stream.concat(DRAINED.stream(), Stream.of(FULL)).forEach(table -> {
            bench.table(
                    table, "{\"interval\":\"P1D\",\"premake\":" + PREMAKE + ",\"drain_rows\":" + MOST_DRAINED + "}");
            bench.database().execute("CREATE TABLE " + table + "_rest PARTITION OF " + table + " DEFAULT");
        });
        try (Connection superuser = bench.database().connectAsSuperuser();
                Statement statement = superuser.createStatement()) {
            statement.execute(
                    "CREATE TABLE " + BROKEN + " (id bigint, at timestamptz NOT NULL) PARTITION BY RANGE (at)");
        }
        bench.policy(BROKEN, MaintenanceBench.EVERY_DAY);
        bench.pass();
    }

    @Test
    void nobodyNoticesAndWhatIsInTheWayStopsOnlyItself() throws Exception {
        days();
    }

    @Tag("full")
    @RepeatedTest(10)
    void norEver() throws Exception {
        days();
    }

    private void days() throws Exception {
        Writers writers = new Writers(bench.database());
        Stream.of(DETACHED, DROPPED, List.of(HELD))
                .flatMap(List::stream)
                .forEach(table -> writers.into(table, clock::instant, BUDGET));
        Stream.concat(DRAINED.stream(), Stream.of(FULL))
                .forEach(table -> writers.into(table, clock::instant, BESIDE_A_DEFAULT));
        crossWise(writers);
        rowsAhead(FULL, MOST_DRAINED + 1);
        try (Connection idle = bench.database().connect();
                Statement statement = idle.createStatement()) {
            statement.execute("SET application_name = 'forgotten'");
            idle.setAutoCommit(false);
            statement.executeQuery("SELECT count(*) FROM " + HELD).close();
            for (int day = 1; day <= DAYS; day++) {
                DRAINED.forEach(table -> rowsAhead(table, FEW));
                clock.pass(DAY);
                passUntilAllIsDone();
            }
            assertTheSessionIsNamed(idle);
            assertThat(bench.partitions(HELD)).containsAll(days(HELD, 0, DAYS + PREMAKE));
        }
        clock.pass(DAY);
        bench.pass();
        passUntilAllIsDone();
        writers.end();
        LOG.info("Slowest statements beside maintenance, from the client and back: {}", writers.slowest());

        DETACHED.forEach(table -> assertOnlyYoungOnesAreLeft(table));
        DROPPED.forEach(table -> assertOnlyYoungOnesAreLeft(table));
        assertOnlyYoungOnesAreLeft(HELD);
        assertDefaultsLostNothing(writers.rows());
        assertBrokenIsSaid();
        assertThat(bench.database().query("SELECT deadlocks FROM pg_stat_database WHERE datname = current_database()"))
                .containsExactly("0");
    }

    /** Two whose transactions use the same tables in opposite orders; whoever came between them for long would be in a deadlock. */
    private void crossWise(Writers writers) {
        List<String> there = List.of(DRAINED.get(0), DRAINED.get(1));
        List<String> back = List.of(DRAINED.get(1), DRAINED.get(0));
        writers.together(there, clock::instant, BESIDE_A_DEFAULT);
        writers.together(back, clock::instant, BESIDE_A_DEFAULT);
    }

    /** Into the default partition, for the day that the next pass makes. */
    private void rowsAhead(String table, int rows) {
        bench.database()
                .execute("INSERT INTO " + table + " SELECT -i, '"
                        + clock.instant().plus(DAY.multipliedBy(PREMAKE + 1)) + "' FROM generate_series(1, " + rows
                        + ") i");
    }

    /** A busy table may need another try; the three that cannot get on may not keep it from being made. */
    private void passUntilAllIsDone() {
        for (int i = 0; i < 20; i++) {
            bench.pass();
            if (Stream.of(DETACHED, DROPPED, DRAINED)
                    .flatMap(List::stream)
                    .allMatch(table -> bench.state(table, "failures").equals("0"))) {
                return;
            }
            clock.pass(Duration.ofMinutes(5));
        }
        throw new AssertionError("Some tables fail for good");
    }

    private void assertTheSessionIsNamed(Connection idle) throws SQLException {
        JsonNode run = bench.runs(HELD)
                .valueStream()
                .filter(one -> one.get("job").asString().equals("retire"))
                .findFirst()
                .orElseThrow();
        JsonNode blocker = run.get("skipped").get(0).get("blockers").get(0);
        assertThat(blocker.get("pid").asInt())
                .isEqualTo(idle.unwrap(org.postgresql.PGConnection.class).getBackendPID());
        assertThat(blocker.get("session").get("name").asString())
                .isEqualTo(bench.database().username());
        assertThat(blocker.get("session").get("application").asString()).isEqualTo("forgotten");
        assertThat(blocker.get("session").get("state").asString()).isEqualTo("idle in transaction");
        assertThat(blocker.get("transaction_since").asString()).isNotEmpty();
    }

    private void assertOnlyYoungOnesAreLeft(String table) {
        assertThat(bench.partitions(table))
                .as(table)
                .containsExactlyElementsOf(days(table, DAYS - 1, DAYS + 1 + PREMAKE));
    }

    /** Nothing retires there, so what was written is what is there; and the rows that were ahead are where they belong. */
    private void assertDefaultsLostNothing(Map<String, Integer> written) {
        for (String table : DRAINED) {
            assertThat(bench.partitions(table))
                    .containsExactlyElementsOf(with(days(table, 0, DAYS + 1 + PREMAKE), table + "_rest"));
            assertThat(rows(table)).as(table).isEqualTo(written.getOrDefault(table, 0) + DAYS * FEW);
            assertThat(rows(table + "_rest")).as(table).isZero();
        }
        List<String> allButOne = new ArrayList<>(with(days(FULL, 0, DAYS + 1 + PREMAKE), FULL + "_rest"));
        allButOne.removeAll(days(FULL, PREMAKE + 1, PREMAKE + 1));
        assertThat(bench.partitions(FULL)).containsExactlyElementsOf(allButOne);
        assertThat(rows(FULL)).isEqualTo(written.getOrDefault(FULL, 0) + MOST_DRAINED + 1);
        assertThat(bench.runs(FULL).toString()).contains("default-holds-rows");
    }

    private void assertBrokenIsSaid() {
        assertThat(bench.partitions(BROKEN)).isEmpty();
        assertThat(Integer.parseInt(bench.state(BROKEN, "failures"))).isGreaterThanOrEqualTo(DAYS);
        assertThat(bench.state(BROKEN, "failure->>'detail'")).isNotEmpty();
    }

    private int rows(String table) {
        return Integer.parseInt(
                bench.database().query("SELECT count(*) FROM " + table).get(0));
    }

    private LocalDate today() {
        return clock.instant().atZone(ZoneOffset.UTC).toLocalDate();
    }

    private List<String> days(String table, int from, int to) {
        return IntStream.rangeClosed(from, to)
                .mapToObj(day -> table + "_p" + first.plusDays(day).toString().replace("-", ""))
                .toList();
    }

    private static List<String> with(List<String> names, String other) {
        return Stream.concat(names.stream(), Stream.of(other)).sorted().toList();
    }

    private static String keep(String grace) {
        return "{\"interval\":\"P1D\",\"premake\":" + PREMAKE
                + ",\"retention\":{\"keep\":\"P2D\",\"action\":\"drop\",\"grace\":\"" + grace + "\"}}";
    }
}
