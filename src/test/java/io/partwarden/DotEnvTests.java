package io.partwarden;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.core.env.StandardEnvironment;
import org.springframework.core.env.SystemEnvironmentPropertySource;

class DotEnvTests {

    @TempDir
    private Path directory;

    @Test
    void namesAreThoseOfEnvironmentVariables() throws IOException {
        StandardEnvironment environment = environment(
                Map.of(), "SPRING_DATASOURCE_URL=jdbc:postgresql://db/meta", "PARTWARDEN_TARGETS_ALLOWEDHOSTS=a,b");

        assertThat(environment.getProperty("spring.datasource.url")).isEqualTo("jdbc:postgresql://db/meta");
        assertThat(environment.resolvePlaceholders("${SPRING_DATASOURCE_URL}")).isEqualTo("jdbc:postgresql://db/meta");
        assertThat(Binder.get(environment)
                        .bind("partwarden.targets.allowed-hosts", String[].class)
                        .get())
                .containsExactly("a", "b");
    }

    @Test
    void theRealEnvironmentWins() throws IOException {
        StandardEnvironment environment = environment(Map.of("PARTWARDEN_HOST", "10.0.0.1"), "PARTWARDEN_HOST=0.0.0.0");

        assertThat(environment.getProperty("PARTWARDEN_HOST")).isEqualTo("10.0.0.1");
    }

    @Test
    void commentsQuotesAndEmptyLinesAreUnderstood() throws IOException {
        StandardEnvironment environment =
                environment(Map.of(), "# where to", "", "A=\"quoted value\"", "B=plain", "C=has=equals");

        assertThat(environment.getProperty("A")).isEqualTo("quoted value");
        assertThat(environment.getProperty("B")).isEqualTo("plain");
        assertThat(environment.getProperty("C")).isEqualTo("has=equals");
    }

    @Test
    void aMalformedLineIsRefusedWithoutRepeatingIt() throws IOException {
        Path file = write("this is hunter2");

        assertThatThrownBy(() -> DotEnv.addTo(new StandardEnvironment(), file))
                .hasMessageContaining(".env")
                .hasNoCause()
                .extracting(Throwable::getMessage)
                .asString()
                .doesNotContain("hunter2");
    }

    @Test
    void theWorkingDirectoryComesBeforeTheJars() throws IOException {
        Path jars = Files.createDirectory(directory.resolve("jar"));
        Path beside = Files.writeString(jars.resolve(".env"), "A=1");

        assertThat(DotEnv.find(directory, jars)).contains(beside);

        Path here = write("A=2");
        assertThat(DotEnv.find(directory, jars)).contains(here);
        assertThat(DotEnv.find(directory.resolve("nowhere"))).isEmpty();
    }

    private StandardEnvironment environment(Map<String, Object> real, String... lines) throws IOException {
        StandardEnvironment environment = new StandardEnvironment();
        environment
                .getPropertySources()
                .replace(
                        StandardEnvironment.SYSTEM_ENVIRONMENT_PROPERTY_SOURCE_NAME,
                        new SystemEnvironmentPropertySource(
                                StandardEnvironment.SYSTEM_ENVIRONMENT_PROPERTY_SOURCE_NAME, real));
        DotEnv.addTo(environment, write(lines));
        return environment;
    }

    private Path write(String... lines) throws IOException {
        return Files.writeString(directory.resolve(".env"), String.join("\n", lines) + "\n");
    }
}
