package io.partwarden.maintenance.runs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.partwarden.targets.Targets;
import io.partwarden.testing.BareService;
import io.partwarden.testing.PostgresServer;
import io.partwarden.testing.TestClock;
import io.partwarden.testing.TestDatabase;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The whole service, day by day, on a clock that is moved, with stops and an outage between: a table is served without a person. */
@Timeout(900)
class SimulatedYearIT {

    private static final LocalDate FIRST = LocalDate.of(2027, 10, 20);
    private static final Duration HALF = Duration.ofHours(12);
    private static final int KEEP = 30;
    private static final int GRACE = 7;
    private static final int PREMAKE = 3;
    private static final int OUTAGE = 40;

    private final TestClock clock = new TestClock(FIRST.atTime(3, 0).toInstant(ZoneOffset.UTC));
    private final TestDatabase metadata = PostgresServer.latest().newDatabase();
    private final TestDatabase target = PostgresServer.latest().newDatabase();
    private final Connection client;
    private final Map<LocalDate, Integer> written = new HashMap<>();
    private BareService service;

    @TempDir
    Path home;

    SimulatedYearIT() throws SQLException {
        client = target.connect();
    }

    @BeforeEach
    void start() {
        Map<String, String> settings = new HashMap<>(BareService.settings(metadata, home));
        settings.put("partwarden.maintenance.scheduled", "false");
        service = BareService.start(clock, settings);
    }

    @AfterEach
    void stop() {
        service.close();
    }

    @AfterEach
    void disconnect() throws SQLException {
        client.close();
    }

    private void restart() {
        stop();
        start();
    }

    @Test
    void aSeasonWithARestart() throws SQLException {
        createTable();
        days(10);
        restart();
        days(32);

        assertJustWhatIsToBeThere();
    }

    @Test
    @Tag("full")
    void aYearWithRestartsAndAnOutage() throws SQLException {
        createTable();
        days(100);
        restart();
        days(60);
        outage();
        days(60);
        restart();
        days(365 - 100 - 60 - OUTAGE - 60);

        assertThat(today()).isEqualTo(FIRST.plusYears(1).minusDays(1));
        assertJustWhatIsToBeThere();
    }

    private void createTable() {
        BareService.addTarget(BareService.admin(service.port()), target, home);
        target.execute("CREATE TABLE events (id bigint, at timestamptz NOT NULL) PARTITION BY RANGE (at)");
        String document = "{\"interval\":\"P1D\",\"premake\":" + PREMAKE + ",\"retention\":{\"keep\":\"P" + KEEP
                + "D\",\"action\":\"drop\",\"grace\":\"P" + GRACE + "D\"}}";
        String now = clock.instant().toString();
        metadata.execute(
                "INSERT INTO partwarden.policy (target, schema_name, table_name, document, etag, in_force_since,"
                        + " created_at, updated_at) VALUES ('" + target.name() + "', 'public', 'events', '" + document
                        + "', 'one', '" + now + "', '" + now + "', '" + now + "')");
        pass();
    }

    /** Twice a day a pass, and every day rows from its first to its last moment. */
    private void days(int days) throws SQLException {
        for (int day = 0; day < days; day++) {
            for (int half = 0; half < 2; half++) {
                write();
                clock.pass(HALF);
                pass();
            }
            assertNothingYoungIsGone();
        }
    }

    private void write() throws SQLException {
        Instant now = clock.instant();
        LocalDate today = today();
        Instant midnight = today.atStartOfDay().toInstant(ZoneOffset.UTC);
        insert(now);
        insert(midnight);
        insert(midnight.plus(Duration.ofDays(1)).minusNanos(1_000));
        written.merge(today, 3, Integer::sum);
    }

    private void insert(Instant at) throws SQLException {
        try (PreparedStatement insert = client.prepareStatement("INSERT INTO events VALUES (1, ?::timestamptz)")) {
            insert.setString(1, at.toString());
            insert.executeUpdate();
        }
    }

    /** Nobody is there for longer than what was made ahead lasts; writes fail then, and nothing that is gone comes back. */
    private void outage() throws SQLException {
        service.close();
        clock.pass(Duration.ofDays(OUTAGE));
        assertThatThrownBy(this::write).hasMessageContaining("no partition");
        start();
        List<String> before = partitions();
        int newest = newest();

        pass();

        assertThat(partitions()).containsAll(names(today().minusDays(KEEP), today().plusDays(PREMAKE)));
        // A partition's oid tells when it was made; what lies ahead is needed first.
        List<String> made =
                target.query("SELECT relname FROM pg_class WHERE oid > " + newest + " AND relispartition ORDER BY oid");
        List<String> expected = new ArrayList<>(names(today(), today().plusDays(PREMAKE)));
        names(today().minusDays(KEEP), today().minusDays(1)).stream()
                .filter(name -> !before.contains(name))
                .forEach(expected::add);
        assertThat(made).containsExactlyElementsOf(expected);
        write();
    }

    private void pass() {
        service.bean(TargetPass.class).run(service.bean(Targets.class).require(target.name()));
    }

    private void assertNothingYoungIsGone() {
        LocalDate youngest = today().minusDays(KEEP);
        Map<LocalDate, Integer> there = target
                .query("SELECT (at AT TIME ZONE 'UTC')::date || ' ' || count(*) FROM events" + " WHERE at >= '"
                        + youngest + " 00:00Z' GROUP BY (at AT TIME ZONE 'UTC')::date")
                .stream()
                .map(row -> row.split(" ", 2))
                .collect(Collectors.toMap(row -> LocalDate.parse(row[0]), row -> Integer.parseInt(row[1])));
        Map<LocalDate, Integer> young = written.entrySet().stream()
                .filter(day -> !day.getKey().isBefore(youngest))
                .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
        assertThat(there).isEqualTo(young);
    }

    /** Attached from the oldest row that is kept to the last period ahead; detached and standing for a week; nothing else. */
    private void assertJustWhatIsToBeThere() {
        LocalDate oldest = max(FIRST, today().minusDays(KEEP));
        List<String> attached = names(oldest, today().plusDays(PREMAKE));
        List<String> waiting =
                oldest.isAfter(FIRST) ? names(max(FIRST, oldest.minusDays(GRACE)), oldest.minusDays(1)) : List.of();
        assertThat(partitions()).containsExactlyElementsOf(attached);
        assertThat(target.query(
                        "SELECT relname FROM pg_class WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace"
                                + " ORDER BY 1"))
                .containsExactlyElementsOf(
                        Stream.concat(waiting.stream(), attached.stream()).toList());
    }

    private List<String> partitions() {
        return target.query("SELECT relname FROM pg_class WHERE relispartition AND relkind = 'r' ORDER BY 1");
    }

    private int newest() {
        return Integer.parseInt(
                target.query("SELECT max(oid::int8) FROM pg_class").get(0));
    }

    private LocalDate today() {
        return clock.instant().atZone(ZoneOffset.UTC).toLocalDate();
    }

    private static List<String> names(LocalDate from, LocalDate to) {
        return from.datesUntil(to.plusDays(1))
                .map(day -> "events_p" + day.toString().replace("-", ""))
                .toList();
    }

    private static LocalDate max(LocalDate one, LocalDate other) {
        return one.isAfter(other) ? one : other;
    }
}
