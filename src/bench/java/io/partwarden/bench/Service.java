package io.partwarden.bench;

import io.partwarden.PartwardenApplication;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.function.Predicate;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;

/** The service itself, started as it is for users but for the place of its metadata, and asked over HTTP. */
final class Service implements AutoCloseable {

    private final ConfigurableApplicationContext context;
    private final HttpClient http = HttpClient.newHttpClient();
    private final String root;
    private final BenchServer server;

    Service(BenchServer server) throws IOException, InterruptedException {
        Path home = Files.createTempDirectory("partwarden-bench");
        Path secrets = Files.createDirectory(home.resolve("secrets"));
        Files.writeString(secrets.resolve("bench"), BenchServer.PASSWORD);
        context = new SpringApplicationBuilder(PartwardenApplication.class)
                .properties(Map.of(
                        "server.port",
                        "0",
                        "partwarden.home",
                        home.toString(),
                        "partwarden.targets.secrets-directory",
                        secrets.toString(),
                        "partwarden.security.mode",
                        "open",
                        "spring.datasource.url",
                        server.url("metadata"),
                        "spring.datasource.username",
                        "metadata",
                        "spring.datasource.password",
                        BenchServer.PASSWORD,
                        // Passes are made by the bench, which counts their seconds.
                        "partwarden.maintenance.scheduled",
                        "false",
                        "logging.level.root",
                        "WARN"))
                .run("--partwarden.security.mode=open", "--server.port=0");
        root = "http://127.0.0.1:" + context.getEnvironment().getProperty("local.server.port") + "/api/v1";
        this.server = server;
    }

    /** A target with the name of its database. */
    void target(String database) throws IOException, InterruptedException {
        send("PUT", "/targets/" + database, """
                {"host": "127.0.0.1", "port": %d, "database": "%s", "username": "bench", "password_ref": "file:bench"}
                """.formatted(server.port(), database));
    }

    /** One of its own parts, for what it does by itself and nobody can ask it for. */
    <T> T part(Class<T> type, Predicate<T> which) {
        return context.getBeansOfType(type).values().stream()
                .filter(which)
                .findFirst()
                .orElseThrow();
    }

    /** The body of a successful answer. */
    String send(String method, String path, String body) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(URI.create(root + path))
                .header("Content-Type", "application/json")
                .method(
                        method,
                        body.isEmpty()
                                ? HttpRequest.BodyPublishers.noBody()
                                : HttpRequest.BodyPublishers.ofString(body))
                .build();
        HttpResponse<String> response = http.send(request, HttpResponse.BodyHandlers.ofString());
        if (response.statusCode() >= 300) {
            throw new IOException(method + " " + path + ": " + response.statusCode() + " " + response.body());
        }
        return response.body();
    }

    @Override
    public void close() {
        context.close();
    }
}
