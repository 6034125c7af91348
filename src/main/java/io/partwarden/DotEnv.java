package io.partwarden;

import io.github.cdimascio.dotenv.Dotenv;
import io.github.cdimascio.dotenv.DotenvEntry;
import io.github.cdimascio.dotenv.DotenvException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.springframework.boot.EnvironmentPostProcessor;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.context.config.ConfigDataEnvironmentPostProcessor;
import org.springframework.boot.system.ApplicationHome;
import org.springframework.core.Ordered;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.StandardEnvironment;
import org.springframework.core.env.SystemEnvironmentPropertySource;

/**
 * Reads {@code .env} from the working directory, else from the jar's, as if its lines were environment variables: the same names
 * and relaxed binding, one step behind the real environment. {@code -Dpartwarden.dotenv=false} leaves it unread.
 */
final class DotEnv implements EnvironmentPostProcessor, Ordered {

    /** Boot knows variables from other properties by the end of the source's name. */
    private static final String SOURCE = "dotenv-" + StandardEnvironment.SYSTEM_ENVIRONMENT_PROPERTY_SOURCE_NAME;

    @Override
    public void postProcessEnvironment(ConfigurableEnvironment environment, SpringApplication application) {
        if (environment.getProperty("partwarden.dotenv", Boolean.class, true)) {
            Path jar = new ApplicationHome(PartwardenApplication.class).getDir().toPath();
            find(Path.of(""), jar).ifPresent(file -> addTo(environment, file));
        }
    }

    static Optional<Path> find(Path... directories) {
        return Stream.of(directories)
                .map(directory -> directory.toAbsolutePath().resolve(".env"))
                .filter(Files::isRegularFile)
                .findFirst();
    }

    static void addTo(ConfigurableEnvironment environment, Path file) {
        environment
                .getPropertySources()
                .addAfter(
                        StandardEnvironment.SYSTEM_ENVIRONMENT_PROPERTY_SOURCE_NAME,
                        new SystemEnvironmentPropertySource(SOURCE, read(file)));
    }

    private static Map<String, Object> read(Path file) {
        try {
            Dotenv lines = Dotenv.configure()
                    .directory(String.valueOf(file.getParent()))
                    .filename(String.valueOf(file.getFileName()))
                    .load();
            return lines.entries(Dotenv.Filter.DECLARED_IN_ENV_FILE).stream()
                    .collect(Collectors.toMap(DotenvEntry::getKey, DotenvEntry::getValue, (first, last) -> last));
        } catch (DotenvException e) {
            // Not as a cause: its message repeats the line, which may hold a password.
            throw new IllegalStateException(file + " has a line that is not NAME=value; put # before a comment.");
        }
    }

    /** Before application.yml is read, so that SPRING_PROFILES_ACTIVE counts too. */
    @Override
    public int getOrder() {
        return ConfigDataEnvironmentPostProcessor.ORDER - 1;
    }
}
