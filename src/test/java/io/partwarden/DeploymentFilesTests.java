package io.partwarden;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import tools.jackson.databind.json.JsonMapper;

class DeploymentFilesTests {

    private static final Pattern VARIABLE =
            Pattern.compile("\\b(?:PARTWARDEN|SPRING_DATASOURCE|POSTGRES)_[A-Z_]*[A-Z]\\b");

    /** What the postgres image calls its own database; set in Compose, never by the user. */
    private static final Set<String> OF_THE_IMAGE = Set.of("POSTGRES_DB");

    @ParameterizedTest
    @ValueSource(strings = {"src/main/resources/application.yml", "docker-compose.yml", "Dockerfile", "README.md"})
    void everyVariableIsInTheExample(String file) throws IOException {
        Set<String> documented = Files.readAllLines(Path.of(".env.example")).stream()
                .filter(line -> line.matches("#?[A-Z_]+=.*"))
                .map(line -> line.substring(line.startsWith("#") ? 1 : 0, line.indexOf('=')))
                .collect(Collectors.toSet());
        Set<String> used = VARIABLE.matcher(Files.readString(Path.of(file)))
                .results()
                .map(MatchResult::group)
                .collect(Collectors.toCollection(TreeSet::new));
        used.removeAll(OF_THE_IMAGE);

        assertThat(used).isNotEmpty();
        assertThat(documented).containsAll(used);
    }

    @Test
    void theExampleHoldsNoSecret() throws IOException {
        assertThat(Files.readAllLines(Path.of(".env.example")))
                .filteredOn(line -> line.matches("#?[A-Z_]*(PASSWORD|TOKEN|SECRET_[A-Z]+)=.*"))
                .isNotEmpty()
                .allMatch(line -> line.endsWith("="));
    }

    @Test
    void composePublishesTheServiceAloneAndOnLoopback() throws IOException {
        Map<String, Compose.Service> services = compose().services();

        assertThat(services).containsOnlyKeys("partwarden", "postgres");
        assertThat(services)
                .hasEntrySatisfying(
                        "postgres", service -> assertThat(service.ports()).isNull());
        assertThat(services)
                .hasEntrySatisfying(
                        "partwarden",
                        service -> assertThat(service.ports())
                                .singleElement()
                                .asString()
                                .startsWith("127.0.0.1:"));
    }

    @Test
    void composeKeepsDataInVolumesAndWatchesBothServices() throws IOException {
        Compose compose = compose();

        assertThat(compose.volumes()).containsOnlyKeys("home", "postgres");
        assertThat(compose.services().values()).allSatisfy(service -> {
            assertThat(service.healthcheck()).containsKeys("test", "interval", "timeout", "retries");
            assertThat(service.volumes()).hasSize(1);
        });
    }

    @Test
    void theImageRunsAsANobodyWithAHealthCheckAndWithoutAServerOfItsOwn() throws IOException {
        List<String> lines = Files.readAllLines(Path.of("Dockerfile"));

        assertThat(lines).anyMatch(line -> line.matches("USER [1-9][0-9]*:[1-9][0-9]*"));
        assertThat(lines).anyMatch(line -> line.startsWith("HEALTHCHECK "));
        assertThat(lines).anyMatch(line -> line.contains("-Pimage"));
    }

    private static Compose compose() throws IOException {
        Object tree = new Yaml(new SafeConstructor(new LoaderOptions()))
                .load(Files.readString(Path.of("docker-compose.yml")));
        return JsonMapper.builder().build().convertValue(tree, Compose.class);
    }

    private record Compose(Map<String, Service> services, Map<String, @Nullable Object> volumes) {

        private record Service(@Nullable List<String> ports, List<String> volumes, Map<String, Object> healthcheck) {}
    }
}
