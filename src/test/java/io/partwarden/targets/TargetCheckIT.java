package io.partwarden.targets;

import static org.assertj.core.api.Assertions.assertThat;

import io.partwarden.security.SecretReference;
import io.partwarden.testing.PostgresServer;
import io.partwarden.testing.TestDatabase;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TargetCheckIT {

    private final TargetBench bench = new TargetBench();

    @AfterEach
    void close() {
        bench.close();
    }

    @ParameterizedTest
    @ValueSource(ints = {14, 15, 16, 17, 18})
    void aPlainOwnerLacksOnlyTheRightToSeeBlockers(int version) {
        TestDatabase database = PostgresServer.version(version).newDatabase();
        database.execute("CREATE SCHEMA own");

        TargetReport report = bench.check(bench.target(database).build());

        assertThat(report.reachable()).isTrue();
        assertThat(report.server()).satisfies(server -> {
            assertThat(server.version()).startsWith(version + ".");
            assertThat(server.flavor()).isEqualTo(ServerFlavor.POSTGRESQL);
            assertThat(server.isSuperuser()).isFalse();
            assertThat(server.isReplica()).isFalse();
            assertThat(server.canSeeBlockers()).isFalse();
        });
        assertThat(report.canCreate()).containsExactly("own", "public");
        assertThat(codes(report)).containsExactly("cannot-see-blockers");
    }

    @Test
    void aSuperuserIsAProblem() {
        TestDatabase database = PostgresServer.latest().newDatabase();

        assertThat(codes(bench.check(bench.target(database).username("postgres").build())))
                .containsExactly("superuser");
    }

    @Test
    void aLoginThatMayCreateNothingIsToldSoUnlessItOnlyObserves() throws SQLException {
        TestDatabase database = PostgresServer.latest().newDatabase();
        String login = database.name() + "_reader";
        try (Connection superuser = database.connectAsSuperuser();
                Statement statement = superuser.createStatement()) {
            statement.execute("CREATE ROLE " + login + " LOGIN IN ROLE pg_monitor");
        }

        TargetReport operated =
                bench.check(bench.target(database).username(login).build());
        TargetReport observed =
                bench.check(bench.target(database).username(login).observed().build());

        assertThat(codes(operated)).containsExactly("cannot-create");
        assertThat(observed.problems()).isEmpty();
        assertThat(observed.canCreate()).isEmpty();
    }

    @Test
    void aRoleThatCannotBeTakenOnIsReportedWithTheServersFacts() throws SQLException {
        TestDatabase database = PostgresServer.latest().newDatabase();

        TargetReport report =
                bench.check(bench.target(database).ownerRole("postgres").build());

        assertThat(report.reachable()).isTrue();
        assertThat(report.server()).isNotNull();
        assertThat(codes(report)).contains("target-permission-denied");
    }

    @Test
    void clocksThatDifferAreAProblem() {
        TestDatabase database = PostgresServer.latest().newDatabase();
        bench.clock().pass(Duration.ofMinutes(5));

        assertThat(codes(bench.check(bench.target(database).build()))).contains("clock-skew");
    }

    @Test
    void whatIsOutOfReachIsReportedAndNotThrown() {
        TestDatabase database = PostgresServer.latest().newDatabase();
        Target elsewhere = bench.target(database).hosts("10.255.255.1").build();
        Target noSecret = bench.target(database)
                .password(SecretReference.parse("file:none").orElseThrow())
                .build();
        Target noDatabase = bench.target(database).database("none").build();
        Target down = bench.target(database).port(1).build();

        for (Target target : List.of(elsewhere, noSecret, noDatabase, down)) {
            TargetReport report = bench.check(target);
            assertThat(report.reachable()).isFalse();
            assertThat(report.server()).isNull();
            assertThat(report.problems())
                    .hasSize(1)
                    .allSatisfy(problem -> assertThat(problem.remedy()).isNotBlank());
        }
        assertThat(codes(bench.check(elsewhere))).containsExactly("target-not-allowed");
        assertThat(codes(bench.check(noSecret))).containsExactly("target-secret-missing");
        assertThat(codes(bench.check(noDatabase))).containsExactly("target-database-missing");
        assertThat(codes(bench.check(down))).containsExactly("target-unavailable");
    }

    @ParameterizedTest
    @CsvSource({"rds_superuser, RDS", "cloudsqlsuperuser, CLOUD_SQL", "azure_pg_admin, AZURE", "none, POSTGRESQL"})
    void aProviderIsKnownByItsRoles(String role, ServerFlavor flavor) {
        assertThat(ServerFlavor.of(Set.of(role))).isEqualTo(flavor);
    }

    @Test
    void auroraIsToldFromRds() {
        assertThat(ServerFlavor.of(Set.of("rds_superuser", "aurora_version"))).isEqualTo(ServerFlavor.AURORA);
    }

    private static List<String> codes(TargetReport report) {
        return report.problems().stream().map(TargetReport.Finding::code).toList();
    }
}
