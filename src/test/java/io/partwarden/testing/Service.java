package io.partwarden.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.springframework.context.ApplicationContextInitializer;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.core.env.Environment;
import org.springframework.core.env.MapPropertySource;

/** The application that a {@link ServiceTest} runs against. */
public final class Service {

    /** The bootstrap admin's token. */
    public static final String ADMIN_TOKEN = "an-admin-token-for-tests-only";

    private static final AtomicInteger NAMES = new AtomicInteger();

    private final Environment environment;
    private final TestDatabase metadata;

    private Service(Environment environment, TestDatabase metadata) {
        this.environment = environment;
        this.metadata = metadata;
    }

    public int port() {
        return environment.getRequiredProperty("local.server.port", Integer.class);
    }

    public URI root() {
        return URI.create("http://127.0.0.1:" + port());
    }

    /** The application's own database. */
    public TestDatabase metadata() {
        return metadata;
    }

    public Client admin() {
        return bearer(ADMIN_TOKEN);
    }

    public Client bearer(String token) {
        return anonymous().with("Authorization", "Bearer " + token);
    }

    public Client anonymous() {
        return new Client(root(), Map.of());
    }

    /** A client with a new token of that role; {@code limits} are more members of the request, such as {@code targets}. */
    public Client newToken(String role, Map<String, ?> limits) {
        Map<String, Object> request = new HashMap<>(limits);
        request.put("name", uniqueName(role));
        request.put("role", role);
        Answer made = admin().post("/api/v1/tokens", request);
        if (made.status() != 201) {
            throw new IllegalStateException(made.toString());
        }
        return bearer(made.json().get("token").asString());
    }

    /** The Authorization header of Basic with that token as password. */
    public static String basic(String token) {
        return "Basic " + Base64.getEncoder().encodeToString(("user:" + token).getBytes(StandardCharsets.UTF_8));
    }

    /** A name that no other test uses. */
    public static String uniqueName(String stem) {
        return stem + "-" + NAMES.incrementAndGet();
    }

    static final class Starting implements ApplicationContextInitializer<ConfigurableApplicationContext> {

        @Override
        public void initialize(ConfigurableApplicationContext context) {
            TestDatabase metadata = PostgresServer.latest().newDatabase();
            Map<String, Object> settings = Map.of(
                    "spring.datasource.url",
                    metadata.url(),
                    "spring.datasource.username",
                    metadata.username(),
                    "spring.datasource.password",
                    metadata.password(),
                    // Many applications stay up at once on one server: none keeps connections that it does not use.
                    "spring.datasource.hikari.minimum-idle",
                    "1",
                    "spring.datasource.hikari.idle-timeout",
                    "10000",
                    "partwarden.home",
                    home().toString(),
                    // Who wants a look at its target asks for one.
                    "partwarden.maintenance.scheduled",
                    "false",
                    "partwarden.security.bootstrap-token",
                    ADMIN_TOKEN);
            // Last, so that a test's own properties win.
            context.getEnvironment()
                    .getPropertySources()
                    .addBefore("systemProperties", new MapPropertySource("service-test", settings));
            context.getBeanFactory().registerSingleton("service", new Service(context.getEnvironment(), metadata));
        }

        private static Path home() {
            try {
                return Files.createTempDirectory("partwarden-home");
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
