package io.partwarden.security;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.partwarden.shared.PartwardenHome;
import io.partwarden.testing.PostgresServer;
import io.partwarden.testing.TestDatabase;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import org.flywaydb.core.Flyway;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.beans.factory.support.StaticListableBeanFactory;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DriverManagerDataSource;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.mock.env.MockEnvironment;
import org.springframework.security.oauth2.jwt.JwtDecoder;
import org.springframework.transaction.support.TransactionTemplate;

@ExtendWith(OutputCaptureExtension.class)
class FirstAdminIT {

    private static final String GIVEN = "a-token-that-was-given-to-us";

    @TempDir
    private Path home;

    private Tokens tokens = freshTokens();
    private final MockEnvironment loopback = new MockEnvironment().withProperty("server.address", "127.0.0.1");
    private final MockEnvironment everywhere = new MockEnvironment();

    @Test
    void onLoopbackOneIsMadeForItsOwnerOnly(CapturedOutput output) throws IOException {
        start(loopback, SecurityProperties.Mode.TOKENS, null, null);

        Path file = home.resolve("admin-token");
        String secret = Files.readString(file).strip();
        assertThat(secret).startsWith("pw_");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
        assertThat(tokens.find(secret))
                .hasValueSatisfying(token -> assertThat(token.role()).isEqualTo(Role.ADMIN));
        assertThat(output).contains(file.toString()).doesNotContain(secret);
    }

    @Test
    void aRestartKeepsItAndARevokedOneStaysRevoked() throws IOException {
        start(loopback, SecurityProperties.Mode.TOKENS, null, null);
        String secret = Files.readString(home.resolve("admin-token")).strip();
        start(loopback, SecurityProperties.Mode.TOKENS, null, null);
        assertThat(tokens.find(secret)).isPresent();

        tokens.putAdmin("other", GIVEN);
        tokens.delete("admin");
        start(loopback, SecurityProperties.Mode.TOKENS, null, null);

        assertThat(tokens.find(secret)).isEmpty();
    }

    @Test
    void aNewDatabaseTakesTheKeptOne() throws IOException {
        start(loopback, SecurityProperties.Mode.TOKENS, null, null);
        String secret = Files.readString(home.resolve("admin-token")).strip();
        tokens = freshTokens();

        start(loopback, SecurityProperties.Mode.TOKENS, null, null);

        assertThat(tokens.find(secret)).isPresent();
        assertThat(Files.readString(home.resolve("admin-token")).strip()).isEqualTo(secret);
    }

    @Test
    void aGivenOneIsTakenAndTheFileWins() throws IOException {
        Path file = Files.writeString(home.resolve("given"), GIVEN + "-in-a-file\n");

        start(everywhere, SecurityProperties.Mode.TOKENS, GIVEN, file.toString());
        assertThat(tokens.find(GIVEN + "-in-a-file")).isPresent();
        assertThat(tokens.find(GIVEN)).isEmpty();

        start(everywhere, SecurityProperties.Mode.TOKENS, GIVEN, "");
        assertThat(tokens.find(GIVEN)).isPresent();
        assertThat(tokens.find(GIVEN + "-in-a-file")).isEmpty();
        assertThat(home.resolve("admin-token")).doesNotExist();
    }

    @Test
    void beyondThisMachineOneMustBeGivenOrExist() {
        assertThatThrownBy(() -> start(everywhere, SecurityProperties.Mode.TOKENS, "", ""))
                .isInstanceOf(UnsafeSettingException.class);

        tokens.putAdmin("other", GIVEN);
        start(everywhere, SecurityProperties.Mode.TOKENS, "", "");
        assertThat(home.resolve("admin-token")).doesNotExist();
    }

    @Test
    void aShortOneIsRefused() {
        assertThatThrownBy(() -> start(loopback, SecurityProperties.Mode.TOKENS, "short", null))
                .isInstanceOf(UnsafeSettingException.class);
    }

    @Test
    void openModeIsForLoopbackWithoutProxies() {
        start(loopback, SecurityProperties.Mode.OPEN, null, null);

        assertThatThrownBy(() -> start(everywhere, SecurityProperties.Mode.OPEN, null, null))
                .isInstanceOf(UnsafeSettingException.class);
        assertThatThrownBy(() -> start(
                        new MockEnvironment().withProperty("server.address", "0.0.0.0"),
                        SecurityProperties.Mode.OPEN,
                        null,
                        null))
                .isInstanceOf(UnsafeSettingException.class);
        assertThatThrownBy(() -> start(
                        new MockEnvironment()
                                .withProperty("server.address", "127.0.0.1")
                                .withProperty("management.server.port", "9000"),
                        SecurityProperties.Mode.OPEN,
                        null,
                        null))
                .isInstanceOf(UnsafeSettingException.class);
        assertThatThrownBy(() -> start(
                        new MockEnvironment()
                                .withProperty("server.address", "::1")
                                .withProperty("server.forward-headers-strategy", "native"),
                        SecurityProperties.Mode.OPEN,
                        null,
                        null))
                .isInstanceOf(UnsafeSettingException.class);
    }

    @Test
    void theLastAdminStays() {
        tokens.putAdmin("one", GIVEN);
        tokens.putAdmin("two", GIVEN + "2");
        tokens.delete("one");

        assertThatThrownBy(() -> tokens.delete("two")).hasMessageContaining("nobody could make tokens");
    }

    private void start(
            MockEnvironment environment, SecurityProperties.Mode mode, @Nullable String token, @Nullable String file) {
        new FirstAdmin(
                        new SecurityProperties(
                                mode, token, file, new SecurityProperties.Jwt("sub", "r", "t", "s", "p")),
                        tokens,
                        new PartwardenHome(home),
                        environment,
                        new StaticListableBeanFactory().getBeanProvider(JwtDecoder.class))
                .afterSingletonsInstantiated();
    }

    private static Tokens freshTokens() {
        TestDatabase database = PostgresServer.latest().newDatabase();
        Flyway.configure()
                .dataSource(database.url(), database.username(), database.password())
                .schemas("partwarden")
                .target("1")
                .load()
                .migrate();
        DriverManagerDataSource source =
                new DriverManagerDataSource(database.url(), database.username(), database.password());
        return new Tokens(
                new TokenRepository(JdbcClient.create(source)),
                new TransactionTemplate(new JdbcTransactionManager(source)),
                Clock.systemUTC());
    }
}
