package io.partwarden.targets;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.partwarden.security.SecretReference;
import io.partwarden.shared.Problem;
import io.partwarden.shared.ProblemType;
import io.partwarden.testing.PostgresServer;
import io.partwarden.testing.TestDatabase;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.datasource.DriverManagerDataSource;

class TargetSessionsIT {

    private static final String SESSIONS =
            "SELECT count(*) FROM pg_stat_activity WHERE application_name = 'partwarden' AND datname = current_database()";

    private final TargetBench bench = new TargetBench();

    @AfterEach
    void close() {
        bench.close();
    }

    @ParameterizedTest
    @ValueSource(ints = {14, 15, 16, 17, 18})
    void everySessionHasOurSettingsWhateverItsDatabaseSays(int version) throws SQLException {
        TestDatabase database = PostgresServer.version(version).newDatabase();
        database.execute(
                "ALTER DATABASE " + database.name() + " SET search_path = public",
                "ALTER DATABASE " + database.name() + " SET \"TimeZone\" = 'Asia/Tokyo'",
                "ALTER DATABASE " + database.name() + " SET \"DateStyle\" = 'SQL, DMY'",
                "ALTER DATABASE " + database.name() + " SET standard_conforming_strings = off",
                "ALTER DATABASE " + database.name() + " SET default_transaction_read_only = on");
        Target target = bench.target(database).build();
        List<String> expected = List.of(
                "pg_catalog", "UTC", "ISO, YMD", "iso_8601", "on", "1", "partwarden", "10s", "2s", "1min", "off");

        List<String> pooled = bench.sessions().read(target, TargetBench::settings);
        assertThat(pooled).isEqualTo(expected);
        try (Connection direct = bench.sessions().openDirect(target)) {
            assertThat(TargetBench.settingsOf(direct)).isEqualTo(expected);
        }
    }

    @Test
    void anObservedTargetIsReadOnlyByTheServersWord() throws SQLException {
        TestDatabase database = PostgresServer.latest().newDatabase();
        Target target = bench.target(database).observed().build();

        try (Connection session = bench.sessions().open(target);
                Statement statement = session.createStatement()) {
            assertThatThrownBy(() -> statement.execute("CREATE TABLE public.t ()"))
                    .isInstanceOfSatisfying(
                            SQLException.class,
                            e -> assertThat(TargetProblems.of(target, e).type()).isEqualTo(TargetProblems.READ_ONLY));
        }
    }

    @Test
    void whatIsMadeBelongsToTheOwnerRoleWhateverItsName() throws SQLException {
        TestDatabase database = PostgresServer.latest().newDatabase();
        String owner = "O'Own\"er; drop table x; --" + database.name();
        try (Connection superuser = database.connectAsSuperuser();
                Statement statement = superuser.createStatement()) {
            String quoted = '"' + owner.replace("\"", "\"\"") + '"';
            statement.execute("CREATE ROLE " + quoted);
            statement.execute("GRANT " + quoted + " TO " + database.username());
            statement.execute("GRANT CREATE ON SCHEMA public TO " + quoted);
        }
        Target target = bench.target(database).ownerRole(owner).build();

        try (Connection session = bench.sessions().open(target);
                Statement statement = session.createStatement()) {
            statement.execute("CREATE TABLE public.owned ()");
        }
        assertThat(database.query("SELECT tableowner FROM pg_tables WHERE tablename = 'owned'"))
                .containsExactly(owner);
        String watcher = bench.sessions()
                .watch(
                        target,
                        jdbc -> jdbc.sql("SELECT current_user::text")
                                .query(String.class)
                                .single());
        assertThat(watcher).isEqualTo(database.username());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "a b",
                "a/b?user=postgres&password=postgres",
                "a%2Fb",
                "a&ssl=true",
                "a\"; drop table x; --",
                "\u00fcber,x"
            })
    void aDatabasesNameIsNothingButAName(String name) throws SQLException {
        TestDatabase database = PostgresServer.latest().newDatabase();
        try (Connection superuser = database.connectAsSuperuser();
                Statement statement = superuser.createStatement()) {
            statement.execute("CREATE DATABASE \"" + name.replace("\"", "\"\"") + '"');
        }
        Target target = bench.target(database).database(name).build();

        List<String> identity = bench.sessions()
                .read(
                        target,
                        jdbc -> jdbc.sql("SELECT unnest(ARRAY[current_database()::text, current_user::text])")
                                .query(String.class)
                                .list());
        assertThat(identity).containsExactly(name, database.username());
    }

    @Test
    void aRotatedPasswordWorksAtTheNextConnect(@TempDir Path secrets) throws Exception {
        TestDatabase database = PostgresServer.latest().newDatabase();
        requirePassword(database);
        Path file = Files.writeString(secrets.resolve("shop"), database.password() + "\n");
        try (TargetBench own = new TargetBench(List.of("127.0.0.1"), secrets, new JdbcTemplate())) {
            Target target = own.target(database)
                    .password(SecretReference.parse("file:shop").orElseThrow())
                    .build();
            own.sessions().open(target).close();

            database.execute("ALTER ROLE " + database.username() + " PASSWORD 'rotated'");
            endSessions(database);
            refusedAs(TargetProblems.LOGIN_REFUSED, () -> own.sessions().openDirect(target));

            Files.writeString(file, "rotated\n");
            own.sessions().open(target).close();
        }
    }

    @Test
    void aPoolIsClosedWhenNobodyUsedItForTenMinutes() throws SQLException {
        TestDatabase database = PostgresServer.latest().newDatabase();
        Target target = bench.target(database).build();
        Connection session = bench.sessions().open(target);

        bench.clock().pass(Duration.ofMinutes(11));
        bench.sessions().closeIdle();
        assertThat(bench.sessions().openPools()).isEqualTo(1);

        session.close();
        bench.clock().pass(Duration.ofMinutes(9));
        bench.sessions().closeIdle();
        assertThat(bench.sessions().openPools()).isEqualTo(1);

        bench.clock().pass(Duration.ofMinutes(2));
        bench.sessions().closeIdle();
        assertThat(bench.sessions().openPools()).isZero();
        bench.sessions().open(target).close();
        assertThat(bench.sessions().openPools()).isEqualTo(1);
    }

    @Test
    void aRetiredTargetsSessionGoesOnUntilItIsClosed() throws SQLException {
        TestDatabase database = PostgresServer.latest().newDatabase();
        Target target = bench.target(database).build();
        try (Connection session = bench.sessions().open(target)) {
            bench.sessions().retire(target.name());

            assertThat(bench.sessions().openPools()).isZero();
            assertThat(TargetBench.settingsOf(session)).isNotEmpty();
        }
    }

    @Test
    void aPoolHasFewSessionsAndSaysWhenTheyAreUsedUp() throws SQLException {
        TestDatabase database = PostgresServer.latest().newDatabase();
        Target target = bench.target(database).build();
        try (Connection first = bench.sessions().open(target);
                Connection second = bench.sessions().open(target)) {
            assertThat(first).isNotEqualTo(second);
            assertThat(database.query(SESSIONS)).containsExactly("2");
            refusedAs(TargetProblems.BUSY, () -> bench.sessions().open(target));
        }
    }

    @Test
    void aTargetThatIsDownHarmsNothingButItself() throws IOException, SQLException {
        TestDatabase database = PostgresServer.latest().newDatabase();
        Target down = bench.target(database).port(freePort()).build();
        Target up = bench.target(database).build();

        refusedAs(TargetProblems.UNAVAILABLE, () -> bench.sessions().open(down));
        refusedAs(TargetProblems.UNAVAILABLE, () -> bench.sessions().openDirect(down));
        bench.sessions().open(up).close();
    }

    @Test
    void aServerThatNeverAnswersIsGivenUp() throws IOException {
        TestDatabase database = PostgresServer.latest().newDatabase();
        try (ServerSocket silent = new ServerSocket(0, 10, InetAddress.getLoopbackAddress())) {
            Target target = bench.target(database).port(silent.getLocalPort()).build();

            refusedAs(TargetProblems.UNAVAILABLE, () -> bench.sessions().open(target));
        }
    }

    @Test
    void failuresHaveTheirOwnNames() {
        TestDatabase database = PostgresServer.latest().newDatabase();

        refusedAs(
                TargetProblems.DATABASE_MISSING,
                () -> bench.sessions()
                        .open(bench.target(database).database("none").build()));
        refusedAs(
                TargetProblems.NOT_ALLOWED,
                () -> bench.sessions()
                        .open(bench.target(database).hosts("10.1.2.3").build()));
        refusedAs(
                TargetProblems.SECRET_MISSING,
                () -> bench.sessions()
                        .open(bench.target(database)
                                .password(SecretReference.parse("env:PARTWARDEN_SECRET_NONE")
                                        .orElseThrow())
                                .build()));
        Target target = bench.target(database).build();
        refusedAs(
                TargetProblems.TIMEOUT,
                () -> bench.sessions()
                        .read(
                                target,
                                jdbc -> jdbc.sql("SELECT set_config('statement_timeout', '50', true), pg_sleep(0.01);"
                                                + " SELECT pg_sleep(5)")
                                        .query((row, n) -> n)
                                        .list()));
        refusedAs(
                TargetProblems.PERMISSION_DENIED,
                () -> bench.sessions()
                        .read(
                                target,
                                jdbc -> jdbc.sql("SELECT count(*) FROM pg_authid")
                                        .query(Long.class)
                                        .single()));
    }

    @ParameterizedTest
    @ValueSource(strings = {"127.0.0.1", "localhost", "LOCALHOST."})
    void ourOwnMetadataIsRefusedUnderAnyHostName(String host) throws SQLException {
        TestDatabase metadata = PostgresServer.latest().newDatabase();
        metadata.execute(
                "CREATE SCHEMA partwarden",
                "CREATE TABLE partwarden.target ()",
                "COMMENT ON TABLE partwarden.target IS 'Partwarden instance 1'");
        JdbcTemplate jdbc =
                new JdbcTemplate(new DriverManagerDataSource(metadata.url(), metadata.username(), metadata.password()));
        TestDatabase otherInstance = PostgresServer.latest().newDatabase();
        otherInstance.execute(
                "CREATE SCHEMA partwarden",
                "CREATE TABLE partwarden.target ()",
                "COMMENT ON TABLE partwarden.target IS 'Partwarden instance 2'");

        try (TargetBench own = new TargetBench(List.of("127.0.0.0/8", "localhost"), Path.of("none"), jdbc)) {
            refusedAs(
                    TargetProblems.IS_METADATA,
                    () -> own.sessions().open(own.target(metadata).hosts(host).build()));
            own.sessions().open(own.target(otherInstance).hosts(host).build()).close();
        }
    }

    private static void refusedAs(ProblemType type, ThrowingCallable work) {
        assertThatThrownBy(work)
                .isInstanceOfSatisfying(
                        Problem.class, problem -> assertThat(problem.type()).isEqualTo(type));
    }

    /** The embedded server trusts everybody; a password counts only where pg_hba.conf asks for it. */
    private static void requirePassword(TestDatabase database) throws Exception {
        try (Connection superuser = database.connectAsSuperuser();
                Statement statement = superuser.createStatement();
                var file = statement.executeQuery("SHOW hba_file")) {
            file.next();
            Path hba = Path.of(file.getString(1));
            String line = "host " + database.name() + " " + database.username() + " 127.0.0.1/32 scram-sha-256\n";
            Files.writeString(hba, line + Files.readString(hba));
            statement.execute("SELECT pg_reload_conf()");
        }
    }

    private static void endSessions(TestDatabase database) throws SQLException {
        try (Connection superuser = database.connectAsSuperuser();
                Statement statement = superuser.createStatement()) {
            statement.execute("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE usename = '"
                    + database.username() + "' AND pid <> pg_backend_pid()");
        }
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }
}
