package io.partwarden.web;

import static org.assertj.core.api.Assertions.assertThat;

import io.partwarden.embedded.LocalDatabase;
import io.partwarden.shared.PartwardenHome;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.beans.factory.support.StaticListableBeanFactory;
import org.springframework.mock.env.MockEnvironment;

class WelcomeTests {

    private static final LocalDatabase LOCAL = new LocalDatabase("127.0.0.1", 8471, "local", "local", "s3cret");

    @TempDir
    private Path directory;

    private final StaticListableBeanFactory beans = new StaticListableBeanFactory();
    private final MockEnvironment environment = new MockEnvironment();

    @Test
    void itSaysWhereSwaggerTheTokenAndTheLocalDatabaseAre() {
        beans.addBean("local", LOCAL);
        Path token = new PartwardenHome(directory).writePrivately("admin-token", "t0ken");

        assertThat(text())
                .contains("http://127.0.0.1:8470/swagger-ui.html")
                .contains(token.toString())
                .contains("psql \"host=127.0.0.1 port=8471 dbname=local user=local passfile='"
                        + directory.resolve("pgpass") + "'\"");
    }

    @Test
    void itNeverSaysASecret() {
        beans.addBean("local", LOCAL);
        new PartwardenHome(directory).writePrivately("admin-token", "t0ken");

        assertThat(text()).doesNotContain("s3cret").doesNotContain("t0ken");
    }

    @Test
    void withoutTokenFileAndEmbeddedServerItNamesNeither() {
        assertThat(text()).doesNotContain("Admin token").doesNotContain("psql");
    }

    @Test
    void theAddressIsOneThatABrowserCanOpen() {
        environment.setProperty("server.address", "0.0.0.0");
        environment.setProperty("server.ssl.enabled", "true");
        assertThat(text()).contains("https://127.0.0.1:8470/");

        environment.setProperty("server.address", "::1");
        assertThat(text()).contains("https://[::1]:8470/");
    }

    private String text() {
        return new Welcome(new PartwardenHome(directory), beans.getBeanProvider(LocalDatabase.class), environment)
                .text(8470);
    }
}
