package io.partwarden.partition;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import io.partwarden.partition.TableDefinition.Column;
import io.partwarden.partition.TableDefinition.Identity;
import io.partwarden.partition.TableDefinition.Index;
import io.partwarden.sql.Plan;
import io.partwarden.testing.GoldenPlans;
import io.partwarden.testing.PostgresServer;
import io.partwarden.testing.TestDatabase;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Plans of definitions on real servers: the files that are kept, and what is drawn at random. */
class DefinitionPlansIT {

    private static final int DRAWN = 150;

    private static final List<String> TYPES = List.of(
            "int",
            "bigint",
            "smallint",
            "numeric(5,2)",
            "numeric",
            "text",
            "varchar(4)",
            "char(3)",
            "bit(3)",
            "varbit",
            "date",
            "timestamp",
            "timestamptz(2)",
            "time",
            "interval",
            "uuid",
            "json",
            "jsonb",
            "xml",
            "point",
            "inet",
            "bytea",
            "money",
            "float8",
            "real",
            "bool",
            "int4range",
            "tstzmultirange",
            "tsvector",
            "oid",
            "\"char\"",
            "name",
            "int[]",
            "json[]",
            "text[]",
            "point[]",
            "int4range[]",
            "app.status",
            "app.status[]",
            "app.positive",
            "app.pair",
            "app.pair[]",
            "app.tags",
            "pg_lsn",
            "macaddr",
            "box",
            "circle",
            "serial",
            "unknown",
            "regclass",
            "xid");

    private static final List<String> DEFAULTS = List.of(
            "1",
            "-1",
            "100000",
            "1.5",
            "1e3",
            "'1'",
            "'a'",
            "'abcdef'",
            "'2026-01-01'",
            "'{}'",
            "'{1,2}'",
            "'101'",
            "true",
            "null",
            "now()",
            "current_date",
            "localtimestamp",
            "current_user",
            "gen_random_uuid()",
            "uuidv7()",
            "now() at time zone 'utc'",
            "now() + interval '1 day'",
            "current_date + '1 day'::interval",
            "'a'::text",
            "'1'::int",
            "now()::date",
            "DATE '2026-01-01'",
            "ARRAY[1,2]",
            "ARRAY['a']",
            "ARRAY[]",
            "ARRAY[]::text[]",
            "'a'::app.status",
            "5::app.positive",
            "'1.5'::numeric",
            "interval '1 day'",
            "'00000000-0000-0000-0000-000000000000'",
            "now() at time zone 'utc' at time zone 'Asia/Kathmandu'",
            "'[1,2)'",
            "'(1,a)'",
            "clock_timestamp()",
            "ARRAY[now()]",
            "'1'::text::varchar",
            "'{}'::jsonb",
            "'{}'::json",
            "-1::smallint",
            "1::bool",
            "'x'::name");

    private final DefinitionPlanner planner = new DefinitionPlanner();

    @ParameterizedTest
    @ValueSource(ints = {14, 15, 16, 17, 18})
    void keptPlansAreWhatIsPlannedAndRunAsTheyAre(int version) throws SQLException {
        TestDatabase database = database(version);
        for (Map.Entry<String, TableDefinition> golden : GoldenDefinitions.all().entrySet()) {
            Plan plan = planner.plan(golden.getValue(), new ServerContext(database).of(golden.getValue()));
            if (version == PostgresServer.LATEST) {
                GoldenPlans.verify("define/" + golden.getKey(), plan);
            }
            GoldenPlans.execute("define/" + golden.getKey(), database);
        }

        assertThat(GoldenPlans.in("define")).hasSize(GoldenDefinitions.all().size());
        assertThat(database.query("SELECT relname FROM pg_class WHERE relkind = 'p' ORDER BY relname COLLATE \"C\""))
                .containsExactlyInAnyOrderElementsOf(GoldenDefinitions.all().values().stream()
                        .map(TableDefinition::table)
                        .toList());
    }

    @ParameterizedTest
    @ValueSource(ints = {14, 15, 16, 17, 18})
    void whatWeAcceptTheServerAccepts(int version) throws SQLException {
        TestDatabase database = database(version);
        ServerContext server = new ServerContext(database);
        Random random = new Random(20261121L + version);
        int accepted = 0;
        for (int i = 0; i < DRAWN; i++) {
            TableDefinition definition = draw(random, "drawn" + i);
            DefinitionContext context = server.of(definition);
            Plan plan;
            try {
                plan = planner.plan(definition, context);
            } catch (DefinitionRefusedException e) {
                assertThat(e.violations()).isNotEmpty();
                continue;
            }
            accepted++;
            assertThatCode(() -> GoldenPlans.execute(plan, database))
                    .as(definition.toString())
                    .doesNotThrowAnyException();
        }

        assertThat(accepted).isBetween(DRAWN / 20, DRAWN * 19 / 20);
    }

    private static TableDefinition draw(Random random, String table) {
        int columns = 1 + random.nextInt(4);
        List<Column> drawn = new ArrayList<>();
        for (int i = 0; i < columns; i++) {
            String defaultExpression = random.nextInt(3) == 0 ? one(random, DEFAULTS) : null;
            Identity identity = random.nextInt(12) == 0 ? one(random, List.of(Identity.values())) : null;
            drawn.add(new Column(
                    "c" + i,
                    one(random, TYPES),
                    random.nextInt(4) == 0 ? random.nextBoolean() : null,
                    defaultExpression,
                    identity));
        }
        List<Index> indexes = IntStream.range(0, random.nextInt(3))
                .mapToObj(i -> new Index(
                        names(random, columns),
                        random.nextInt(4) == 0,
                        null,
                        one(random, List.of(Index.Method.values()))))
                .toList();
        return new TableDefinition(
                "app",
                table,
                drawn,
                random.nextInt(3) == 0 ? names(random, columns) : List.of(),
                new TableDefinition.PartitionBy(one(random, List.of(Strategy.values())), names(random, columns)),
                indexes);
    }

    private static List<String> names(Random random, int columns) {
        List<String> names = new ArrayList<>();
        int wanted = 1 + random.nextInt(2);
        for (int i = 0; i < wanted; i++) {
            String name = "c" + random.nextInt(columns);
            if (!names.contains(name) || random.nextInt(20) == 0) {
                names.add(name);
            }
        }
        return names;
    }

    private static <T> T one(Random random, List<T> values) {
        return values.get(random.nextInt(values.size()));
    }

    private static TestDatabase database(int version) {
        TestDatabase database = PostgresServer.version(version).newDatabase();
        database.execute(GoldenDefinitions.SETUP);
        database.execute("CREATE DOMAIN app.tags AS text[]");
        return database;
    }
}
