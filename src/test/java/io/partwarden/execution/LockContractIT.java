package io.partwarden.execution;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.partwarden.sql.LockMode;
import io.partwarden.sql.QualifiedName;
import io.partwarden.testing.PostgresServer;
import io.partwarden.testing.TableLocks;
import io.partwarden.testing.TestDatabase;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.FutureTask;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.postgresql.PGConnection;

/**
 * What planners predict rests on what PostgreSQL's statements lock. Here every statement form runs on every server version, and all
 * the locks that it holds on tables are compared with the lock table.
 */
class LockContractIT {

    private static final Map<Integer, TestDatabase> DATABASES = new ConcurrentHashMap<>();

    static Stream<Arguments> cases() {
        return PostgresServer.VERSIONS.stream()
                .flatMap(version -> LockCase.all().stream()
                        .filter(row -> row.holdsFor(version))
                        .map(row -> Arguments.of(version, row)));
    }

    @ParameterizedTest(name = "{0}: {1}")
    @MethodSource("cases")
    void locksExactlyWhatTheTableSays(int version, LockCase row) throws SQLException {
        TestDatabase database = database(version);
        prepare(row, database);
        try (Connection connection = database.connect();
                Statement statement = connection.createStatement()) {
            TableLocks tables = TableLocks.onTablesOf(connection);
            connection.setAutoCommit(false);
            statement.execute(row.sql());

            Map<QualifiedName, Set<LockMode>> held = tables.of(pid(connection), connection);
            connection.rollback();
            assertThat(LockCase.written(byName(held))).isEqualTo(row.locks());
        }
    }

    static Stream<Arguments> concurrentDetaches() {
        return PostgresServer.VERSIONS.stream()
                .flatMap(version -> Stream.of(
                        Arguments.of(version, "a user of the parent", "SELECT FROM p", ""),
                        Arguments.of(version, "a user of the leaf alone", "SELECT FROM x", "p=SUX x=AX")));
    }

    /** Seen from a second session: the waiting statement cannot look at itself. What it waits for counts as held. */
    @ParameterizedTest(name = "{0}: waiting for {1}")
    @MethodSource("concurrentDetaches")
    void aConcurrentDetachHoldsNothingUntilTheParentsUsersAreGone(int version, String whom, String query, String locks)
            throws Exception {
        TestDatabase database = database(version);
        LockCase plain = new LockCase(whom, Set.of(), List.of(), query, version, version, locks);
        prepare(plain, database);
        try (Connection user = database.connect();
                Statement use = user.createStatement();
                Connection detaching = database.connect();
                Statement detach = detaching.createStatement()) {
            TableLocks tables = TableLocks.onTablesOf(user);
            user.setAutoCommit(false);
            use.execute(query);
            FutureTask<Boolean> end =
                    new FutureTask<>(() -> detach.execute("ALTER TABLE ONLY p DETACH PARTITION x CONCURRENTLY"));
            new Thread(end, "detach").start();
            awaitLockWait(database, pid(detaching));

            assertThat(LockCase.written(byName(tables.of(pid(detaching), user))))
                    .isEqualTo(locks);
            user.rollback();
            end.get();
        }
        assertThat(database.query("SELECT inhrelid::regclass FROM pg_inherits WHERE inhparent = 'p'::regclass"))
                .containsExactly("y");
    }

    private static void awaitLockWait(TestDatabase database, int pid) {
        String waiting = "SELECT count(*) FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND pid = " + pid;
        await().until(() -> database.query(waiting).equals(List.of("1")));
    }

    private static List<String> fixture(LockCase row) {
        List<String> statements = new ArrayList<>(List.of(
                "DROP OWNED BY CURRENT_USER",
                "CREATE SCHEMA elsewhere",
                "CREATE FUNCTION nothing() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NULL; END'",
                "CREATE TABLE p (k int PRIMARY KEY, v int) PARTITION BY RANGE (k)",
                "CREATE TABLE x PARTITION OF p FOR VALUES FROM (0) TO (10)",
                "CREATE TABLE y PARTITION OF p FOR VALUES FROM (10) TO (20)",
                "CREATE TABLE n (LIKE p INCLUDING ALL)"));
        if (row.beside().contains("d")) {
            statements.add("CREATE TABLE d PARTITION OF p DEFAULT");
        }
        if (row.beside().contains("hub")) {
            statements.add("CREATE TABLE hub (id int PRIMARY KEY)");
            statements.add("ALTER TABLE p ADD FOREIGN KEY (v) REFERENCES hub");
        }
        if (row.beside().contains("c")) {
            statements.add("CREATE TABLE c (k int REFERENCES p)");
        }
        return statements;
    }

    private static void prepare(LockCase row, TestDatabase database) throws SQLException {
        database.execute(fixture(row).toArray(String[]::new));
        for (String statement : row.before()) {
            if (statement.equals("pending x")) {
                interruptDetach(database);
            } else {
                database.execute(statement);
            }
        }
    }

    /** A reader of the parent keeps the detach waiting until its own time limit ends it, half-way. */
    private static void interruptDetach(TestDatabase database) throws SQLException {
        try (Connection reader = database.connect();
                Statement read = reader.createStatement()) {
            reader.setAutoCommit(false);
            read.execute("SELECT FROM p");
            try (Connection connection = database.connect();
                    Statement statement = connection.createStatement()) {
                statement.execute("SET statement_timeout = 50");
                assertThatThrownBy(() -> statement.execute("ALTER TABLE ONLY p DETACH PARTITION x CONCURRENTLY"))
                        .isInstanceOf(SQLException.class);
            }
        }
        assertThat(database.query("SELECT count(*) FROM pg_inherits WHERE inhdetachpending"))
                .containsExactly("1");
    }

    private static TestDatabase database(int version) {
        return DATABASES.computeIfAbsent(version, v -> PostgresServer.version(v).newDatabase());
    }

    private static Map<String, Set<LockMode>> byName(Map<QualifiedName, Set<LockMode>> locks) {
        Map<String, Set<LockMode>> named = new TreeMap<>();
        locks.forEach((table, modes) -> named.put(table.name().value(), modes));
        return named;
    }

    private static int pid(Connection connection) throws SQLException {
        return connection.unwrap(PGConnection.class).getBackendPID();
    }
}
