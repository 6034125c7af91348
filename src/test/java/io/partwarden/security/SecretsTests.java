package io.partwarden.security;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.partwarden.shared.Problem;
import io.partwarden.shared.ProblemType;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.ConfigurationPropertySources;
import org.springframework.boot.env.YamlPropertySourceLoader;
import org.springframework.core.env.MapPropertySource;
import org.springframework.core.env.MutablePropertySources;
import org.springframework.core.env.PropertySource;
import org.springframework.core.env.StandardEnvironment;
import org.springframework.core.env.SystemEnvironmentPropertySource;
import org.springframework.core.io.ClassPathResource;
import org.springframework.mock.env.MockEnvironment;

class SecretsTests {

    private static final ProblemType MISSING = new ProblemType("it-is-missing", 422, "It is missing");

    @TempDir
    private Path home;

    private final MockEnvironment environment = new MockEnvironment();
    private Secrets secrets;
    private Path directory;

    @BeforeEach
    void prepare() throws IOException {
        directory = Files.createDirectories(home.resolve("secrets"));
        secrets = new Secrets(environment, new SecretsProperties(directory));
    }

    @Test
    void aVariableIsReadAsItIs() {
        environment.setProperty("PARTWARDEN_SECRET_SHOP", "p${home}w");

        assertThat(read("env:PARTWARDEN_SECRET_SHOP")).isEqualTo("p${home}w");
    }

    @Test
    void aFileIsReadAnewEachTimeWithoutItsLastLineEnd() throws IOException {
        Files.writeString(directory.resolve("shop"), "first\n");
        assertThat(read("file:shop")).isEqualTo("first");

        Files.writeString(directory.resolve("shop"), " second \n\n");
        assertThat(read("file:" + directory.resolve("shop"))).isEqualTo(" second \n");
    }

    @Test
    void linksWithinTheDirectoryAreFollowedAsKubernetesMakesThem() throws IOException {
        Files.createDirectories(directory.resolve("..data_1"));
        Files.writeString(directory.resolve("..data_1/password"), "linked");
        Files.createSymbolicLink(directory.resolve("..data"), Path.of("..data_1"));
        Files.createSymbolicLink(directory.resolve("password"), Path.of("..data/password"));

        assertThat(read("file:password")).isEqualTo("linked");
    }

    @Test
    void nothingOutsideTheDirectoryIsRead() throws IOException {
        Path outside = Files.writeString(home.resolve("outside"), "secret");
        Files.createSymbolicLink(directory.resolve("link"), outside);

        for (String name : List.of("link", outside.toString(), ".", "missing")) {
            assertThatThrownBy(() -> read("file:" + name))
                    .isInstanceOfSatisfying(
                            Problem.class, problem -> assertThat(problem.type()).isEqualTo(MISSING));
        }
    }

    @Test
    void anUnsetVariableAndABigFileAreReported() throws IOException {
        Files.write(directory.resolve("big"), new byte[64 * 1024 + 1]);

        assertThatThrownBy(() -> read("env:PARTWARDEN_SECRET_NONE")).isInstanceOf(Problem.class);
        assertThatThrownBy(() -> read("file:big")).isInstanceOf(Problem.class);
    }

    @ParameterizedTest
    @CsvSource({
        "PARTWARDEN_HOME, /srv/home, /srv/home/secrets",
        "PARTWARDEN_SECRETS_DIRECTORY, /srv/secrets, /srv/secrets",
        "PARTWARDEN_TARGETS_SECRETSDIRECTORY, /srv/secrets, /srv/secrets"
    })
    void theDirectoryIsInTheHomeUnlessSetUnderItsNewOrItsOldName(String variable, String value, Path directory)
            throws IOException {
        StandardEnvironment service = new StandardEnvironment();
        MutablePropertySources sources = service.getPropertySources();
        for (PropertySource<?> source : sources.stream().toList()) {
            sources.remove(source.getName());
        }
        sources.addLast(new SystemEnvironmentPropertySource("systemEnvironment", Map.of(variable, value)));
        new YamlPropertySourceLoader()
                .load("application.yml", new ClassPathResource("application.yml"))
                .forEach(sources::addLast);
        sources.addLast(new MapPropertySource("user", Map.of("user.home", "/home/somebody")));
        ConfigurationPropertySources.attach(service);

        assertThat(Binder.get(service)
                        .bind("partwarden.secrets", SecretsProperties.class)
                        .get()
                        .directory())
                .isEqualTo(directory);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "hunter2",
                "env:PATH",
                "env:PARTWARDEN_SECRET_",
                "env:PARTWARDEN_SECRET_a",
                "env:partwarden_secret_A",
                "file:",
                "file:../x",
                "file:a/../../x",
                "file:..",
                "file:a\\..\\b",
                "file:a\u0000",
                "FILE:x",
                "partwarden:local",
                "http://x"
            })
    void nothingElseIsAReference(String text) {
        assertThat(SecretReference.parse(text)).isEmpty();
    }

    private String read(String reference) {
        return secrets.read(SecretReference.parse(reference).orElseThrow(), MISSING);
    }
}
