package io.partwarden.testing;

import io.partwarden.PartwardenApplication;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.HashMap;
import java.util.Map;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.context.TypeExcludeFilter;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.support.GenericApplicationContext;
import org.springframework.core.type.classreading.MetadataReader;
import org.springframework.core.type.classreading.MetadataReaderFactory;

/**
 * The application as {@code main} starts it, as often as a test likes, on a clock of the caller's and on a database that outlives it. What
 * lies on a test's class path beside the application takes no part in it.
 */
public final class BareService implements AutoCloseable {

    private final ConfigurableApplicationContext context;

    private BareService(ConfigurableApplicationContext context) {
        this.context = context;
    }

    /** @param settings as {@link #settings} gives them, and more */
    public static BareService start(Clock clock, Map<String, String> settings) {
        Map<String, Object> properties = new HashMap<>(settings);
        return new BareService(new SpringApplicationBuilder(PartwardenApplication.class)
                .initializers(context -> {
                    context.getBeanFactory().registerSingleton("applicationAlone", new ApplicationAlone());
                    ((GenericApplicationContext) context)
                            .registerBean(
                                    "callersClock",
                                    Clock.class,
                                    () -> clock,
                                    definition -> definition.setPrimary(true));
                })
                .run(properties.entrySet().stream()
                        .map(setting -> "--" + setting.getKey() + "=" + setting.getValue())
                        .toArray(String[]::new)));
    }

    /** What any number of services need to share one database and one directory of secrets; each listens on a free port. */
    public static Map<String, String> settings(TestDatabase metadata, Path home) {
        return Map.of(
                "server.port", "0",
                "spring.datasource.url", metadata.url(),
                "spring.datasource.username", metadata.username(),
                "spring.datasource.password", metadata.password(),
                "partwarden.home", home.toString(),
                "partwarden.security.bootstrap-token", Service.ADMIN_TOKEN);
    }

    /** Makes the database a target of its name, with its password among the secrets. */
    public static void addTarget(Client admin, TestDatabase target, Path home) {
        try {
            Files.writeString(
                    Files.createDirectories(home.resolve("secrets")).resolve(target.name()), target.password());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Answer made = admin.put(
                "/api/v1/targets/" + target.name(),
                Map.of(
                        "host", "127.0.0.1",
                        "port", target.server().port(),
                        "database", target.name(),
                        "username", target.username(),
                        "password_ref", "file:" + target.name()));
        if (made.status() != 201) {
            throw new IllegalStateException(made.toString());
        }
    }

    /** The bootstrap admin's client of whatever application listens there. */
    public static Client admin(int port) {
        return new Client(
                URI.create("http://127.0.0.1:" + port), Map.of("Authorization", "Bearer " + Service.ADMIN_TOKEN));
    }

    public int port() {
        return context.getEnvironment().getRequiredProperty("local.server.port", Integer.class);
    }

    public <T> T bean(Class<T> type) {
        return context.getBean(type);
    }

    @Override
    public void close() {
        context.close();
    }

    /** Tests' own components are in the application's packages. */
    private static final class ApplicationAlone extends TypeExcludeFilter {

        @Override
        public boolean match(MetadataReader type, MetadataReaderFactory types) throws IOException {
            return type.getResource().getURL().getPath().contains("/test-classes/");
        }
    }
}
