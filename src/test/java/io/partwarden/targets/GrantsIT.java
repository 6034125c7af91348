package io.partwarden.targets;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.partwarden.testing.PostgresServer;
import io.partwarden.testing.TestDatabase;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Runs docs/grants as a cloud provider's admin would, who is no superuser, and works as the roles that they make. */
class GrantsIT {

    @ParameterizedTest
    @ValueSource(ints = {14, 15, 16, 17, 18})
    void theGrantsGiveEachRoleWhatItNeedsAndNoMore(int version) throws Exception {
        TestDatabase database = PostgresServer.version(version).newDatabase();
        makeAdmin(database);
        run(database, "observe.sql");
        run(database, "operate.sql");
        run(database, "operate.sql");

        try (TargetBench bench = new TargetBench()) {
            observes(
                    bench,
                    bench.target(database)
                            .username("partwarden_observe")
                            .observed()
                            .build());
            operates(
                    database,
                    bench,
                    bench.target(database)
                            .username("partwarden_operate")
                            .ownerRole("partwarden_owner")
                            .build());
        }
    }

    private static void observes(TargetBench bench, Target target) throws SQLException {
        TargetReport report = bench.check(target);
        assertThat(report.problems()).isEmpty();
        assertThat(report.server()).satisfies(server -> {
            assertThat(server.isSuperuser()).isFalse();
            assertThat(server.canSeeBlockers()).isTrue();
        });
        try (Connection session = bench.sessions().open(target);
                Statement statement = session.createStatement()) {
            statement.execute("SET default_transaction_read_only = off");
            assertThatThrownBy(() -> statement.execute("CREATE ROLE r")).isInstanceOf(SQLException.class);
            assertThatThrownBy(() -> statement.execute("SET ROLE partwarden_owner"))
                    .isInstanceOf(SQLException.class);
        }
    }

    private static void operates(TestDatabase database, TargetBench bench, Target target) throws SQLException {
        TargetReport report = bench.check(target);
        assertThat(report.problems()).isEmpty();
        assertThat(report.canCreate()).containsExactly("public");
        try (Connection session = bench.sessions().open(target);
                Statement statement = session.createStatement()) {
            statement.execute("CREATE TABLE public.p (at timestamptz) PARTITION BY RANGE (at)");
            statement.execute("CREATE TABLE public.p1 (at timestamptz)");
            statement.execute(
                    "ALTER TABLE public.p ATTACH PARTITION public.p1 FOR VALUES FROM (MINVALUE) TO (MAXVALUE)");
            assertThatThrownBy(() -> statement.execute("CREATE DATABASE d")).isInstanceOf(SQLException.class);
            assertThatThrownBy(() -> statement.execute("CREATE ROLE r")).isInstanceOf(SQLException.class);
        }
        try (Connection direct = bench.sessions().openDirect(target);
                Statement statement = direct.createStatement()) {
            statement.execute("ALTER TABLE public.p DETACH PARTITION public.p1 CONCURRENTLY");
        }
        assertThat(database.query("SELECT DISTINCT tableowner FROM pg_tables WHERE schemaname = 'public'"))
                .containsExactly("partwarden_owner");
    }

    private static void makeAdmin(TestDatabase database) throws SQLException {
        try (Connection superuser = database.connectAsSuperuser();
                Statement statement = superuser.createStatement()) {
            statement.execute("ALTER ROLE " + database.username() + " CREATEROLE");
            if (database.server().version() >= 16) {
                statement.execute("GRANT pg_monitor TO " + database.username() + " WITH ADMIN OPTION");
            } else {
                // As every provider's admin may: before 15 the schema is the bootstrap superuser's.
                statement.execute("GRANT ALL ON SCHEMA public TO " + database.username() + " WITH GRANT OPTION");
            }
        }
    }

    private static void run(TestDatabase database, String file) throws IOException {
        database.execute(Files.readString(Path.of("docs/grants", file)));
    }
}
