package io.partwarden.partition;

import static org.assertj.core.api.Assertions.assertThat;

import io.partwarden.testing.PostgresServer;
import io.partwarden.testing.TestDatabase;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLWarning;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** A bound's condition takes exactly the rows that PostgreSQL routes there, and PostgreSQL can prove its own constraint from it. */
class BoundSqlIT {

    private static final PartitionKey RANGE = new PartitionKey(
            Strategy.RANGE,
            List.of(Tables.column("a", "int8", KeyFamily.INTEGER), Tables.column("b", "int8", KeyFamily.INTEGER)));
    private static final PartitionKey LIST =
            new PartitionKey(Strategy.LIST, List.of(Tables.column("a", "int8", KeyFamily.INTEGER)));

    static Stream<Arguments> versionsAndBounds() {
        return PostgresServer.VERSIONS.stream()
                .flatMap(version -> bounds(version).map(bound -> Arguments.of(version, bound)));
    }

    private static Stream<Bound> bounds(int seed) {
        List<Bound> bounds = new ArrayList<>(List.of(
                Tables.list(2),
                Tables.list(1, 3),
                Tables.list(Datum.NULL),
                Tables.list(Datum.NULL, 1, 2),
                new Bound.Range(Tables.tuple(1, 2), Tables.tuple(1, 4)),
                new Bound.Range(Tables.tuple(1, Datum.MINVALUE), Tables.tuple(1, Datum.MAXVALUE)),
                new Bound.Range(Tables.tuple(Datum.MINVALUE, Datum.MINVALUE), Tables.tuple(2, Datum.MAXVALUE)),
                new Bound.Range(Tables.tuple(1, Datum.MAXVALUE), Tables.tuple(3, Datum.MINVALUE)),
                new Bound.Range(Tables.tuple(2, 2), Tables.tuple(Datum.MAXVALUE, Datum.MAXVALUE))));
        Random random = new Random(seed);
        for (int i = 0; i < 6; i++) {
            long from = random.nextInt(20);
            long to = from + 1 + random.nextInt(10);
            bounds.add(new Bound.Range(Tables.tuple(from / 5, from % 5), Tables.tuple(to / 5, to % 5)));
        }
        return bounds.stream();
    }

    @ParameterizedTest
    @MethodSource("versionsAndBounds")
    void theConditionIsPostgresqlsOwn(int version, Bound bound) throws SQLException {
        PartitionKey key = bound instanceof Bound.Range ? RANGE : LIST;
        String condition = BoundSql.condition(key, bound).sql();
        TestDatabase database = DATABASES.computeIfAbsent(
                version, v -> PostgresServer.version(v).newDatabase());
        try (Connection connection = database.connect();
                Statement statement = connection.createStatement()) {
            statement.execute("DROP TABLE IF EXISTS p");
            statement.execute("CREATE TABLE p (a int8, b int8) PARTITION BY "
                    + (bound instanceof Bound.Range ? "RANGE (a, b)" : "LIST (a)"));
            statement.execute("CREATE TABLE d PARTITION OF p DEFAULT");
            statement.execute("ALTER TABLE d ADD CHECK ("
                    + BoundSql.not(BoundSql.condition(key, bound)).sql() + ")");
            statement.execute("CREATE TABLE x (LIKE p)");
            statement.execute("ALTER TABLE x ADD CHECK (" + condition + ")");
            statement.execute("SET client_min_messages = debug1");
            statement.execute(
                    "ALTER TABLE p ATTACH PARTITION x " + BoundSql.clause(bound).sql());
            assertThat(messages(statement))
                    .contains(
                            "partition constraint for table \"x\" is implied by existing constraints",
                            "updated partition constraint for default partition \"d\" is implied by existing constraints");
            statement.execute("SET client_min_messages = warning");
            statement.execute("INSERT INTO p SELECT a, b FROM generate_series(0, 6) a, generate_series(0, 6) b");
            statement.execute("INSERT INTO p VALUES (NULL, 1)");
        }
        assertThat(database.query("SELECT count(*) FROM p WHERE (tableoid = 'x'::regclass) IS DISTINCT FROM"
                        + " (coalesce((" + condition + "), false))"))
                .containsExactly("0");
        assertThat(database.query("SELECT count(*) > 0 FROM x")).containsExactly("t");
    }

    private static final TreeMap<Integer, TestDatabase> DATABASES = new TreeMap<>();

    private static List<String> messages(Statement statement) throws SQLException {
        List<String> messages = new ArrayList<>();
        for (SQLWarning warning = statement.getWarnings(); warning != null; warning = warning.getNextWarning()) {
            messages.add(String.valueOf(warning.getMessage()));
        }
        return messages;
    }
}
