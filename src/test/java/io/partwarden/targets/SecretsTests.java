package io.partwarden.targets;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.partwarden.shared.PartwardenHome;
import io.partwarden.shared.Problem;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.mock.env.MockEnvironment;

class SecretsTests {

    @TempDir
    private Path home;

    private final MockEnvironment environment = new MockEnvironment();
    private Secrets secrets;
    private Path directory;

    @BeforeEach
    void prepare() throws IOException {
        directory = Files.createDirectories(home.resolve("secrets"));
        secrets = new Secrets(
                environment,
                new TargetProperties(List.of(), null, TargetBench.LIMITS, Map.of()),
                new PartwardenHome(home));
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
                            Problem.class,
                            problem -> assertThat(problem.type()).isEqualTo(TargetProblems.SECRET_MISSING));
        }
    }

    @Test
    void anUnsetVariableAndABigFileAreReported() throws IOException {
        Files.write(directory.resolve("big"), new byte[64 * 1024 + 1]);

        assertThatThrownBy(() -> read("env:PARTWARDEN_SECRET_NONE")).isInstanceOf(Problem.class);
        assertThatThrownBy(() -> read("file:big")).isInstanceOf(Problem.class);
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
        return secrets.read(SecretReference.parse(reference).orElseThrow());
    }
}
