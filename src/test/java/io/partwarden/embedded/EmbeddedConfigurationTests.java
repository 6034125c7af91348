package io.partwarden.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import io.partwarden.shared.PartwardenHome;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.nio.file.Path;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

class EmbeddedConfigurationTests {

    @TempDir
    private Path home;

    private final ApplicationContextRunner application = new ApplicationContextRunner()
            .withUserConfiguration(EmbeddedConfiguration.class, LeftOutConfiguration.class)
            .withBean(PartwardenHome.class, () -> new PartwardenHome(home))
            .withBean(EmbeddedProperties.class, () -> new EmbeddedProperties(8471));

    @Test
    void aUrlMeansNoServer() {
        application
                .withPropertyValues("spring.datasource.url=jdbc:postgresql://db/meta")
                .run(context -> {
                    assertThat(context).hasNotFailed();
                    assertThat(context).doesNotHaveBean(EmbeddedServer.class);
                    assertThat(context).doesNotHaveBean(LocalDatabase.class);
                    assertThat(home).isEmptyDirectory();
                });
    }

    @ParameterizedTest
    @ValueSource(strings = {"partwarden.other=1", "spring.datasource.url="})
    void aBuildWithoutServerDoesNotStartWithoutAUrlAndSaysSo(String property) {
        application
                .withClassLoader(new FilteredClassLoader(EmbeddedPostgres.class))
                .withPropertyValues(property)
                .run(context -> {
                    assertThat(context).hasFailed();
                    FailureAnalysis analysis =
                            new EmbeddedFailureAnalyzer().analyze(Objects.requireNonNull(context.getStartupFailure()));
                    assertThat(analysis).isNotNull();
                    assertThat(analysis.getDescription()).contains("spring.datasource.url");
                    assertThat(analysis.getAction())
                            .contains(
                                    "SPRING_DATASOURCE_URL",
                                    "SPRING_DATASOURCE_USERNAME",
                                    "SPRING_DATASOURCE_PASSWORD");
                });
    }
}
