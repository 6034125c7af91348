package io.partwarden.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.partwarden.shared.PartwardenHome;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class EmbeddedServerIT {

    @TempDir
    private static Path home;

    private static ServerFiles files;
    private static int preferredPort;

    @BeforeAll
    static void chooseHome() throws IOException {
        files = new ServerFiles(new PartwardenHome(home));
        preferredPort = freePort();
    }

    @Test
    void rowsAndConnectionsOutliveARestart() throws SQLException {
        LocalDatabase before;
        try (EmbeddedServer server = start()) {
            before = server.local();
            execute(before, "CREATE TABLE IF NOT EXISTS kept (id int)", "INSERT INTO kept VALUES (1)");
        }
        assertThatThrownBy(() -> connect(before, before.database())).isInstanceOf(SQLException.class);

        try (EmbeddedServer server = start()) {
            assertThat(server.local()).isEqualTo(before);
            assertThat(query(server.local(), "SELECT id FROM kept")).contains("1");
        }
    }

    @ParameterizedTest
    @CsvSource({
        "fsync,on",
        "full_page_writes,on",
        "synchronous_commit,on",
        "listen_addresses,127.0.0.1",
        "password_encryption,scram-sha-256",
        "server_encoding,UTF8",
    })
    void settingsAreThoseOfAProductionServer(String setting, String value) throws SQLException {
        try (EmbeddedServer server = start()) {
            assertThat(query(server.local(), "SELECT current_setting('" + setting + "')"))
                    .containsExactly(value);
        }
    }

    @Test
    void thereIsNoSocketBesideLoopback() throws IOException {
        try (EmbeddedServer server = start()) {
            // PostgreSQL's own account: process id, data directory, start time, port, socket directory, address.
            List<String> account = Files.readAllLines(home.resolve("postgres/18/postmaster.pid"));

            assertThat(account.get(3)).isEqualTo(String.valueOf(server.local().port()));
            assertThat(account.get(4)).isBlank();
            assertThat(account.get(5)).isEqualTo("127.0.0.1");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"postgres", "partwarden", "local"})
    void nobodyEntersWithoutTheirPassword(String role) {
        try (EmbeddedServer server = start()) {
            LocalDatabase stranger =
                    new LocalDatabase("127.0.0.1", server.local().port(), "local", role, "guessed");

            assertThatThrownBy(() -> connect(stranger, "local"))
                    .isInstanceOfSatisfying(
                            SQLException.class, e -> assertThat(e.getSQLState()).isEqualTo("28P01"));
        }
    }

    @Test
    void theLocalRoleIsPlainAndOwnsItsDatabase() throws SQLException {
        try (EmbeddedServer server = start()) {
            assertThat(query(
                            server.local(),
                            "SELECT rolsuper OR rolcreaterole OR rolcreatedb OR rolreplication OR rolbypassrls"
                                    + " FROM pg_roles WHERE rolname = current_user"))
                    .containsExactly("f");
            assertThat(query(server.local(), "SELECT pg_get_userbyid(datdba) FROM pg_database WHERE datname = 'local'"))
                    .containsExactly("local");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"partwarden", "postgres", "template1"})
    void theLocalRoleReachesNoOtherDatabase(String database) {
        try (EmbeddedServer server = start()) {
            assertThatThrownBy(() -> connect(server.local(), database))
                    .isInstanceOfSatisfying(
                            SQLException.class, e -> assertThat(e.getSQLState()).isEqualTo("42501"));
        }
    }

    @Test
    void ourMetadataRoleDoesNotReachTheUsersDatabase() throws SQLException {
        try (EmbeddedServer server = start()) {
            execute(server.metadata(), "CREATE SCHEMA IF NOT EXISTS probe");
            assertThatThrownBy(() -> connect(server.metadata(), "local")).isInstanceOf(SQLException.class);
        }
    }

    @Test
    void passwordsAreInFilesOfTheirOwnerOnly() throws IOException {
        try (EmbeddedServer server = start()) {
            LocalDatabase local = server.local();
            assertThat(home.resolve("pgpass"))
                    .hasContent("127.0.0.1:" + local.port() + ":local:local:" + local.password() + "\n");
            assertThat(local.toString()).doesNotContain(local.password());
            for (Path file : List.of(
                    home.resolve("pgpass"),
                    home.resolve("postgres/postgres-password"),
                    home.resolve("postgres/local-password"))) {
                assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                        .isEqualTo("rw-------");
            }
        }
    }

    @Test
    void aServerWhoseJvmWasKilledIsTakenOver() throws Exception {
        Process killed = ServerProcess.start(home, preferredPort);
        LocalDatabase local =
                new LocalDatabase("127.0.0.1", files.port().orElseThrow(), "local", "local", files.password("local"));
        execute(local, "CREATE TABLE IF NOT EXISTS committed (id int)", "INSERT INTO committed VALUES (1)");
        killed.destroyForcibly();
        assertThat(killed.waitFor(10, TimeUnit.SECONDS)).isTrue();
        assertThat(query(local, "SELECT 1"))
                .as("the postmaster has outlived its JVM")
                .containsExactly("1");

        try (EmbeddedServer server = start()) {
            assertThat(server.local()).isEqualTo(local);
            assertThat(query(local, "SELECT id FROM committed")).contains("1");
        }
        assertThat(home.resolve("postgres/18/postmaster.pid")).doesNotExist();
    }

    @Test
    void aSecondInstanceOnTheSameHomeIsRefused() throws Exception {
        Process first = ServerProcess.start(home, preferredPort);
        try {
            assertThatThrownBy(EmbeddedServerIT::start)
                    .isInstanceOf(EmbeddedFailure.class)
                    .hasMessageContaining("Another Partwarden");
        } finally {
            first.destroyForcibly().waitFor();
        }
        start().close();
    }

    @Test
    void aPidFileThatAPowerCutLeftNamesNobody() throws IOException, SQLException {
        start().close();
        // After a reboot the id may be anybody's: here it is this JVM's.
        Files.writeString(
                home.resolve("postgres/18/postmaster.pid"),
                ProcessHandle.current().pid() + "\n" + files.data() + "\n");

        try (EmbeddedServer server = start()) {
            assertThat(query(server.local(), "SELECT 1")).containsExactly("1");
        }
    }

    @Test
    void aPortThatIsTakenIsReplacedByAFreeOne() throws IOException, SQLException {
        start().close();
        int port = files.port().orElseThrow();

        try (ServerSocket taken = new ServerSocket(port, 1, InetAddress.getLoopbackAddress());
                EmbeddedServer server = start()) {
            assertThat(server.local().port()).isNotEqualTo(taken.getLocalPort());
            assertThat(query(server.local(), "SELECT 1")).containsExactly("1");
        }
        try (EmbeddedServer server = start()) {
            assertThat(server.local().port())
                    .as("saved connections stay true")
                    .isEqualTo(files.port().orElseThrow());
        }
    }

    @Test
    void anInterruptedFirstStartIsSetAside(@TempDir Path other) throws IOException, SQLException {
        ServerFiles unfinished = new ServerFiles(new PartwardenHome(other));
        Files.createDirectories(unfinished.data().resolve("base"));
        Files.createDirectories(unfinished.binaries().resolve("PG-half/bin"));

        try (EmbeddedServer server = EmbeddedServer.start(unfinished, freePort())) {
            assertThat(query(server.local(), "SELECT 1")).containsExactly("1");
        }
        try (var children = Files.list(other.resolve("postgres"))) {
            assertThat(children).anyMatch(child -> Files.isDirectory(child.resolve("data/base")));
        }
    }

    private static EmbeddedServer start() {
        return EmbeddedServer.start(files, preferredPort);
    }

    private static Connection connect(LocalDatabase database, String name) throws SQLException {
        return DriverManager.getConnection(
                "jdbc:postgresql://" + database.host() + ":" + database.port() + "/" + name,
                database.username(),
                database.password());
    }

    private static void execute(LocalDatabase database, String... statements) throws SQLException {
        try (Connection connection = connect(database, database.database());
                Statement statement = connection.createStatement()) {
            for (String sql : statements) {
                statement.execute(sql);
            }
        }
    }

    private static List<String> query(LocalDatabase database, String sql) throws SQLException {
        try (Connection connection = connect(database, database.database());
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            List<String> values = new ArrayList<>();
            while (rows.next()) {
                values.add(rows.getString(1));
            }
            return values;
        }
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }
}
