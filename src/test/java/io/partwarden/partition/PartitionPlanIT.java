package io.partwarden.partition;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.partwarden.sql.PartitionDdl;
import io.partwarden.sql.QualifiedName;
import io.partwarden.testing.GoldenPlans;
import io.partwarden.testing.PlanLocks;
import io.partwarden.testing.PostgresServer;
import io.partwarden.testing.TestDatabase;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The reviewed plans, run as they are on every server version. */
class PartitionPlanIT {

    private static final String BOUNDS = """
            SELECT format('%s %s', c.relname, pg_get_expr(c.relpartbound, c.oid))
            FROM pg_class c WHERE c.relispartition AND c.relkind IN ('r', 'p') ORDER BY 1
            """;

    private static final Map<Integer, TestDatabase> DATABASES = new HashMap<>();

    static Stream<Arguments> versionsAndScenarios() {
        return PostgresServer.VERSIONS.stream()
                .flatMap(v -> Stream.of(PlanScenario.values()).map(s -> Arguments.of(v, s)));
    }

    @ParameterizedTest
    @MethodSource("versionsAndScenarios")
    void theServerDoesWhatThePlanSays(int version, PlanScenario scenario) {
        TestDatabase database = run(version, scenario);

        assertThat(database.query(BOUNDS)).containsExactlyElementsOf(bounds(scenario));
        assertThat(database.query("SELECT conname FROM pg_constraint WHERE conname LIKE 'partwarden%'"))
                .isEmpty();
    }

    @ParameterizedTest
    @MethodSource("versionsAndScenarios")
    void theLocksAreTheOnesPredicted(int version, PlanScenario scenario) {
        TestDatabase database = setUp(version, scenario);
        PlanLocks.verify(scenario.plan(version), database, sql -> withOids(sql, database));
    }

    private static TestDatabase run(int version, PlanScenario scenario) {
        TestDatabase database = setUp(version, scenario);
        GoldenPlans.execute(scenario.golden(), database, script -> withOids(script, database));
        return database;
    }

    /** The server's oids for those of the fixtures: what a plan guards against is another table under the same name. */
    private static String withOids(String script, TestDatabase database) {
        String real = script;
        for (String row : database.query(
                "SELECT relname || ' ' || oid FROM pg_class WHERE relname IN ('events', 'select', 'rest', 'e1', 'e2', 'e3')")) {
            String[] nameAndOid = row.split(" ", -1);
            real = real.replace(String.valueOf(Tables.oid(nameAndOid[0])), nameAndOid[1]);
        }
        return real;
    }

    private static TestDatabase setUp(int version, PlanScenario scenario) {
        TestDatabase database = DATABASES.computeIfAbsent(
                version, v -> PostgresServer.version(v).newDatabase());
        database.execute("DROP OWNED BY CURRENT_USER");
        database.execute(scenario.setUp().toArray(String[]::new));
        return database;
    }

    private static List<String> bounds(PlanScenario scenario) {
        return switch (scenario) {
            case RANGE_ONE, BETWEEN_FOREIGN_KEYS, SUB_PARTITIONED, EVERYTHING_CARRIED_OVER ->
                List.of("e1 FOR VALUES FROM ('1') TO ('10')");
            case RANGE_MANY_BESIDE_ANOTHER ->
                List.of(
                        "e0 FOR VALUES FROM (MINVALUE) TO ('0')",
                        "e1 FOR VALUES FROM ('1') TO ('10')",
                        "e2 FOR VALUES FROM ('10') TO ('20')",
                        "e3 FOR VALUES FROM ('20') TO (MAXVALUE)");
            case RANGE_TWO_COLUMNS ->
                List.of(
                        "e1 FOR VALUES FROM ('1', MINVALUE) TO ('1', '5')",
                        "e2 FOR VALUES FROM ('1', '5') TO ('2', MAXVALUE)");
            case LIST_WITH_NULL -> List.of("e1 FOR VALUES IN ('1', '2')", "e2 FOR VALUES IN (NULL, '3')");
            case HASH_ALL ->
                List.of("e0 FOR VALUES WITH (modulus 2, remainder 0)", "e1 FOR VALUES WITH (modulus 2, remainder 1)");
            case THE_DEFAULT -> List.of("rest DEFAULT");
            case BESIDE_A_SMALL_DEFAULT ->
                List.of("e1 FOR VALUES FROM ('1') TO ('10')", "e2 FOR VALUES FROM ('10') TO ('20')", "rest DEFAULT");
            case BESIDE_A_BIG_DEFAULT ->
                List.of(
                        "e1 FOR VALUES FROM ('1') TO ('10')",
                        "e2 FOR VALUES FROM ('10') TO ('20')",
                        "e3 FOR VALUES FROM ('40') TO ('50')",
                        "rest DEFAULT");
            case DRAIN_A_RANGE -> List.of("e1 FOR VALUES FROM ('1') TO ('10')", "rest DEFAULT");
            case DRAIN_A_LIST -> List.of("e1 FOR VALUES IN (NULL, '1')", "rest DEFAULT");
            case HOSTILE_NAMES ->
                List.of("Ünï'\"\"--/* FOR VALUES IN ('x''); DROP TABLE \"s \"\"; drop\".\"select\"; --\\')");
            case DETACH, DROP_DETACHED_MANY, DROP_DETACHED_MANY_WITH_FOREIGN_KEYS, AFTER_DETACH -> List.of();
            case DETACH_MANY, DROP_MANY -> List.of("e3 FOR VALUES FROM ('20') TO ('30')");
            case ANALYZE ->
                List.of(
                        "e1 FOR VALUES FROM ('1') TO ('10')",
                        "e2 FOR VALUES FROM ('10') TO ('20')",
                        "e3 FOR VALUES FROM ('20') TO ('30')");
            case DETACH_BESIDE_A_DEFAULT -> List.of("rest DEFAULT");
        };
    }

    @Test
    void whatATableHasItsNewPartitionHas() {
        TestDatabase database = run(PostgresServer.LATEST, PlanScenario.EVERYTHING_CARRIED_OVER);

        assertThat(database.query("SELECT array_to_string(relacl, ' ') FROM pg_class WHERE relname = 'e1'"))
                .singleElement()
                .asString()
                .contains("pg_monitor=r*/" + database.username());
        assertThat(database.query("SELECT attacl::text FROM pg_attribute"
                        + " WHERE attrelid = 'e1'::regclass AND attname = 'id'"))
                .containsExactly("{=a/" + database.username() + "}");
        assertThat(database.query("SELECT format('%s %s %s', relrowsecurity, relforcerowsecurity, relreplident)"
                        + " FROM pg_class WHERE relname = 'e1'"))
                .containsExactly("t t i");
        assertThat(database.query("SELECT format('%s %s %s %s', policyname, permissive, cmd, roles)"
                        + " FROM pg_policies WHERE tablename = 'e1' ORDER BY 1"))
                .containsExactly("mine PERMISSIVE SELECT {public}", "theirs RESTRICTIVE INSERT {pg_monitor}");
        assertThat(database.query("SELECT reloptions::text FROM pg_class WHERE relname = 'e1'"))
                .containsExactly("{fillfactor=70}");
        assertThat(database.query("SELECT attstattarget FROM pg_attribute"
                        + " WHERE attrelid = 'e1'::regclass AND attname = 'id'"))
                .containsExactly("500");
        assertThat(database.query("SELECT obj_description('e1'::regclass, 'pg_class')"))
                .containsExactly("a table's \"comment\"; --");
    }

    @Test
    void anInterruptedDetachIsFinalizedAndTheTableDroppedOnlyIfItIsTheSame() {
        TestDatabase database = PostgresServer.latest().newDatabase();
        database.execute(
                "CREATE TABLE events (id int8) PARTITION BY RANGE (id)",
                "CREATE TABLE e1 PARTITION OF events FOR VALUES FROM (1) TO (10)");
        long oid = Long.parseLong(database.query("SELECT 'e1'::regclass::oid").get(0));
        Partition e1 = new Partition(
                oid,
                QualifiedName.of("public", "e1"),
                Tables.range(1, 10),
                Partition.Kind.TABLE,
                Partition.State.ATTACHED);
        TableSnapshot plain = Tables.of(PlanScenario.BY_ID, e1);
        long parent =
                Long.parseLong(database.query("SELECT 'events'::regclass::oid").get(0));
        TableSnapshot table = new TableSnapshot(
                plain.serverVersion(),
                new TableSnapshot.Parent(parent, Tables.EVENTS, PlanScenario.BY_ID, TableSnapshot.DefaultContents.NONE),
                plain.partitions(),
                plain.leafTraits(),
                plain.foreignKeys(),
                plain.takenNames(),
                plain.fingerprint());

        GoldenPlans.execute(new RemovalPlanner().drop(table, e1), database);

        assertThat(database.query("SELECT to_regclass('e1') IS NULL")).containsExactly("t");
        database.execute("CREATE TABLE e1 (id int8)");
        assertThatThrownBy(
                        () -> GoldenPlans.execute(new RemovalPlanner().dropDetached(table, e1.name(), oid), database))
                .cause()
                .extracting(e -> ((SQLException) e).getSQLState())
                .isEqualTo(PartitionDdl.CHANGED_MEANWHILE);
        assertThat(database.query("SELECT to_regclass('e1') IS NULL")).containsExactly("f");
    }
}
