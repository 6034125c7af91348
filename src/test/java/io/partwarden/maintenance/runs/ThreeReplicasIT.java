package io.partwarden.maintenance.runs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.partwarden.testing.BareService;
import io.partwarden.testing.PostgresServer;
import io.partwarden.testing.ReplicaProcess;
import io.partwarden.testing.TestDatabase;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Three replicas, processes of their own whose clocks are ten minutes apart, on one database. Whichever works is killed while two of its
 * sessions are in the middle of their work; both live on, as on a server that nobody told. {@code -Dreplicas.as-shipped=true}
 * measures what the service takes as it is shipped.
 */
@Tag("full")
@Timeout(600)
class ThreeReplicasIT {

    private static final Logger LOG = LoggerFactory.getLogger(ThreeReplicasIT.class);

    private static final boolean AS_SHIPPED = Boolean.getBoolean("replicas.as-shipped");
    private static final List<Duration> CLOCKS =
            List.of(Duration.ofMinutes(-10), Duration.ZERO, Duration.ofMinutes(10));
    private static final Duration PERIOD = Duration.ofMinutes(5);
    private static final int PREMAKE = 4;
    private static final int MORE = 8;

    /** Its default partition is big, so that a CHECK keeps rows out of it for a while; the first one, by its name. */
    private static final String BIG = "a_big";

    /** Some twelve MiB. */
    private static final int BIG_ROWS = 300_000;

    private static final List<String> TABLES = tables();

    private final TestDatabase metadata = PostgresServer.latest().newDatabase();
    private final TestDatabase target = PostgresServer.latest().newDatabase();
    private final List<ReplicaProcess> replicas = new ArrayList<>();

    @TempDir(cleanup = CleanupMode.ON_SUCCESS)
    Path home;

    @AfterEach
    void stop() throws InterruptedException {
        for (ReplicaProcess replica : replicas) {
            replica.stop();
        }
    }

    @Test
    void whatAKilledReplicaWasDoingIsDoneOnceByAnother() throws Exception {
        createTables();
        startReplicas();
        premake(PREMAKE);
        eventually().untilAsserted(() -> assertServed(PREMAKE));
        Writers writers = new Writers(target);
        TABLES.forEach(table -> writers.into(table, Clock.systemUTC()::instant, Duration.ofMillis(200)));
        holdInTheMiddle();

        premake(MORE);
        eventually().until(() -> held().size() == 2);
        Killed killed = killTheOneAtWork();

        int before = partitionsOfBig();
        letOthersPass(killed.sessions());
        eventually().until(() -> partitionsOfBig() > before);
        Duration first = killed.since();
        eventually().untilAsserted(() -> assertServed(MORE));
        Duration all = killed.since();
        writers.end();
        LOG.info(
                "As shipped {}: another replica's first partition {} after the kill, the last {}",
                AS_SHIPPED,
                first,
                all);

        assertNothingCameOfTheDeadOnes(killed);
        assertEachWasMadeOnce();
        assertNothingIsLeftBehind();
        assertThat(number("SELECT "
                        + String.join(
                                " + ",
                                TABLES.stream()
                                        .map(t -> "(SELECT count(*) FROM " + t + ")")
                                        .toList())))
                .isEqualTo(writers.rows().values().stream()
                                .mapToInt(Integer::intValue)
                                .sum()
                        + BIG_ROWS);
    }

    private static List<String> tables() {
        List<String> tables = new ArrayList<>(List.of(BIG));
        IntStream.range(10, 34).forEach(i -> tables.add("events" + i));
        return tables;
    }

    private void createTables() {
        for (String table : TABLES) {
            target.execute("CREATE TABLE " + table + " (id bigint, at timestamptz NOT NULL) PARTITION BY RANGE (at)");
        }
        target.execute(
                "CREATE TABLE " + BIG + "_rest PARTITION OF " + BIG + " DEFAULT",
                "INSERT INTO " + BIG + " SELECT i, '2001-01-01' FROM generate_series(1, " + BIG_ROWS + ") i",
                "ANALYZE " + BIG + "_rest");
    }

    private void startReplicas() throws IOException {
        Map<String, String> settings = new HashMap<>(BareService.settings(metadata, home));
        if (!AS_SHIPPED) {
            settings.put("partwarden.jobs.heartbeat", "1s");
            settings.put("partwarden.jobs.polling", "250ms");
            settings.put("partwarden.maintenance.pass-every", "1s");
        }
        for (Duration clock : CLOCKS) {
            replicas.add(ReplicaProcess.start(home.resolve("replica" + replicas.size() + ".log"), clock, settings));
        }
        List<Integer> ports = replicas.stream().map(ReplicaProcess::port).toList();
        BareService.addTarget(BareService.admin(ports.get(0)), target, home);
    }

    /** As policies that are put over HTTP, all at once, so that one pass finds all of them. */
    private void premake(int premake) {
        String document = "{\"interval\":\"" + PERIOD + "\",\"premake\":" + premake + "}";
        metadata.execute(
                "INSERT INTO partwarden.policy (target, schema_name, table_name, document, etag, in_force_since,"
                        + " created_at, updated_at) SELECT '" + target.name() + "', 'public', name, '" + document
                        + "', md5('"
                        + document + "'), now(), now(), now() FROM unnest(ARRAY['" + String.join("', '", TABLES)
                        + "']) name"
                        + " ON CONFLICT (target, schema_name, table_name) DO UPDATE SET document = excluded.document,"
                        + " etag = excluded.etag; UPDATE partwarden.policy_state SET fingerprint = NULL, due_at = NULL");
    }

    /**
     * The CHECK on the big default and, once a third of the tables are done, every attach stay half done, until go_on says which
     * sessions' do.
     */
    private void holdInTheMiddle() throws SQLException {
        int enough = TABLES.size() * (PREMAKE + 1) + TABLES.size() / 3 * (MORE - PREMAKE);
        target.execute("CREATE TABLE go_on (but_not text[])");
        try (Connection superuser = target.connectAsSuperuser();
                Statement statement = superuser.createStatement()) {
            statement.execute("CREATE FUNCTION public.hold() RETURNS event_trigger LANGUAGE plpgsql AS $$ BEGIN"
                    + " IF current_query() LIKE '%VALIDATE CONSTRAINT%' OR (SELECT count(*) FROM pg_inherits) > "
                    + enough
                    + " THEN WHILE NOT EXISTS (SELECT FROM public.go_on WHERE current_setting('application_name') <> ALL (but_not))"
                    + " LOOP PERFORM pg_sleep(0.01); END LOOP; END IF; END $$");
            statement.execute("CREATE EVENT TRIGGER hold ON ddl_command_start WHEN TAG IN ('ALTER TABLE')"
                    + " EXECUTE FUNCTION public.hold()");
        }
    }

    private List<String> held() {
        return target.query("SELECT application_name FROM pg_stat_activity WHERE datname = current_database()"
                + " AND application_name LIKE 'partwarden/%' AND wait_event = 'PgSleep'");
    }

    /** @param transactions of its sessions that were at work */
    private record Killed(List<String> sessions, List<String> transactions, long at) {
        Duration since() {
            return Duration.ofNanos(System.nanoTime() - at);
        }
    }

    private Killed killTheOneAtWork() throws InterruptedException {
        List<String> sessions = held();
        List<String> transactions =
                target.query("SELECT backend_xid::text FROM pg_stat_activity WHERE backend_xid IS NOT NULL"
                        + " AND application_name IN ('" + String.join("', '", sessions) + "')");
        List<String> holders = metadata.query("SELECT DISTINCT split_part(holder, '/', 2) FROM partwarden.claim"
                + " WHERE holder IS NOT NULL AND subject LIKE 'maintenance/%'");
        assertThat(holders).hasSize(1);
        ReplicaProcess atWork = replicas.stream()
                .filter(replica -> replica.pid() == Long.parseLong(holders.get(0)))
                .findFirst()
                .orElseThrow();
        long now = System.nanoTime();
        atWork.kill();
        assertThat(held()).as("sessions of the dead one").containsExactlyInAnyOrderElementsOf(sessions);
        return new Killed(sessions, transactions, now);
    }

    private void letOthersPass(List<String> dead) {
        target.execute("INSERT INTO go_on VALUES (ARRAY['" + String.join("', '", dead) + "'])");
    }

    private void assertServed(int premake) {
        assertThat(TABLES).allMatch(table -> isServed(table, premake));
    }

    /** Without a gap, from the period in which its policy came into force to just so many after the one of now. */
    private boolean isServed(String table, int premake) {
        String period = "interval '" + PERIOD + "'";
        return target.query("SELECT min(lower(r)) <= (SELECT now())"
                        + " AND max(upper(r)) = date_bin(" + period + ", now(), 'epoch') + " + (premake + 1) + " * "
                        + period
                        + " AND sum(upper(r) - lower(r)) = max(upper(r)) - min(lower(r))"
                        + " AND bool_and(upper(r) - lower(r) = " + period + ")"
                        + " FROM (SELECT tstzrange(substring(bound, 'FROM \\(''(.*?)''\\)')::timestamptz,"
                        + " substring(bound, 'TO \\(''(.*?)''\\)')::timestamptz) AS r"
                        + " FROM (SELECT pg_get_expr(c.relpartbound, c.oid) AS bound FROM pg_inherits i JOIN pg_class c ON c.oid = i.inhrelid"
                        + " WHERE i.inhparent = '" + table + "'::regclass) b WHERE bound <> 'DEFAULT') p")
                .equals(List.of("t"));
    }

    private void assertNothingCameOfTheDeadOnes(Killed killed) {
        assertThat(held()).isEmpty();
        assertThat(target.query("SELECT pid FROM pg_stat_activity WHERE application_name IN ('"
                        + String.join("', '", killed.sessions()) + "')"))
                .isEmpty();
        assertThat(killed.transactions())
                .isNotEmpty()
                .allSatisfy(xid -> assertThat(target.query("SELECT pg_xact_status('" + xid + "'::xid8)"))
                        .containsExactly("aborted"));
    }

    private void assertEachWasMadeOnce() {
        assertThat(metadata.query("SELECT made->'partition'->>'name' FROM partwarden.maintenance_run,"
                        + " jsonb_array_elements(record->'done'->'created') made GROUP BY 1 HAVING count(*) > 1"))
                .isEmpty();
        assertThat(metadata.query("SELECT DISTINCT outcome FROM partwarden.maintenance_run"))
                .containsExactly("changed");
    }

    private void assertNothingIsLeftBehind() {
        assertThat(target.query("SELECT conname FROM pg_constraint WHERE conname LIKE 'partwarden%'"))
                .isEmpty();
        assertThat(target.query("SELECT relname FROM pg_class WHERE relkind = 'r' AND NOT relispartition"
                        + " AND relnamespace = 'public'::regnamespace"))
                .containsExactly("go_on");
        assertThat(metadata.query("SELECT subject FROM partwarden.claim c WHERE holder LIKE '%/"
                        + replicas.stream()
                                .filter(r -> !r.isAlive())
                                .findFirst()
                                .orElseThrow()
                                .pid() + "/%'"))
                .isEmpty();
    }

    private int partitionsOfBig() {
        return number("SELECT count(*) FROM pg_inherits WHERE inhparent = '" + BIG + "'::regclass");
    }

    private int number(String sql) {
        return Integer.parseInt(target.query(sql).get(0));
    }

    private static ConditionFactory eventually() {
        return await().atMost(Duration.ofMinutes(5)).pollInterval(Duration.ofMillis(50));
    }
}
