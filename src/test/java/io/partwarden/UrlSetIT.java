package io.partwarden;

import static org.assertj.core.api.Assertions.assertThat;

import io.partwarden.embedded.LocalDatabase;
import io.partwarden.testing.PostgresServer;
import io.partwarden.testing.TestDatabase;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;

class UrlSetIT {

    @TempDir
    private Path home;

    @Test
    void theMetadataIsInTheDatabaseNamedAndNoServerIsStarted() {
        TestDatabase database = PostgresServer.latest().newDatabase();
        database.execute("CREATE TABLE public.theirs (id int)");

        try (ConfigurableApplicationContext application = new SpringApplicationBuilder(PartwardenApplication.class)
                .run(
                        "--server.port=0",
                        "--partwarden.home=" + home,
                        "--spring.datasource.url=" + database.url(),
                        "--spring.datasource.username=" + database.username(),
                        "--spring.datasource.password=" + database.password())) {
            assertThat(application.getBeanProvider(LocalDatabase.class).getIfAvailable())
                    .isNull();
        }

        assertThat(home.resolve("postgres")).doesNotExist();
        assertThat(database.query("SELECT nspname FROM pg_class JOIN pg_namespace n ON n.oid = relnamespace"
                        + " WHERE relname = 'flyway_schema_history'"))
                .containsExactly("partwarden");
        assertThat(database.query("SELECT relname FROM pg_class WHERE relnamespace = 'public'::regnamespace"))
                .as("nothing of ours beside theirs")
                .containsExactly("theirs");
    }
}
