package io.partwarden.contract;

import static org.assertj.core.api.Assertions.assertThat;

import io.partwarden.testing.Answer;
import io.partwarden.testing.Client;
import io.partwarden.testing.PostgresServer;
import io.partwarden.testing.Service;
import io.partwarden.testing.TestDatabase;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** The target {@code local} of the examples, on a real server, whatever the requests before did to it. */
final class ContractTarget {

    static final String OF_TENANTS = "readings";

    private static final String PATH = "/api/v1/targets/local";

    private final Client admin;
    private final Map<String, Object> settings;

    ContractTarget(Service service, Path home) {
        this.admin = service.admin();
        TestDatabase database = PostgresServer.latest().newDatabase();
        URI server = URI.create(database.url().substring("jdbc:".length()));
        try {
            Path secrets = Files.createDirectories(home.resolve("secrets"));
            Files.writeString(secrets.resolve("contract"), database.password());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        OtherTools.install(database);
        this.settings = Map.of(
                "host", server.getHost(),
                "port", server.getPort(),
                "database", database.name(),
                "username", database.username(),
                "password_ref", "file:contract");
    }

    /** The table of the examples is there; a request before may have left another of its name. */
    void define(JsonNode table) {
        assertThat(admin.post(PATH + "/tables", table).status()).isIn(200, 201, 409);
    }

    /** A table of tenants with its policy. */
    void tenants(Service service) {
        Map<String, Object> table = Map.of(
                "table",
                OF_TENANTS,
                "columns",
                List.of(
                        Map.of("name", "tenant", "type", "text"),
                        Map.of("name", "at", "type", "timestamptz", "nullable", false)),
                "partition_by",
                Map.of("strategy", "range", "columns", List.of("tenant", "at")));
        assertThat(admin.post(PATH + "/tables", table).status()).isIn(201, 409);
        service.metadata()
                .execute(
                        "INSERT INTO partwarden.policy (target, schema_name, table_name, document, etag, in_force_since, created_at,"
                                + " updated_at) VALUES ('local', 'public', '" + OF_TENANTS
                                + "', '{\"interval\":\"P1D\",\"tenants\":true}', 'a', now(), now(), now())"
                                + " ON CONFLICT DO NOTHING");
    }

    /** The body, with this target's database where the predecessor's calls name one. */
    JsonNode at(JsonNode body) {
        JsonNode copy = body.deepCopy();
        if (copy.get("db_connection") instanceof ObjectNode connection) {
            connection.put("host_name", String.valueOf(settings.get("host")));
            connection.put("port_number", String.valueOf(settings.get("port")));
            connection.put("db_name", String.valueOf(settings.get("database")));
        }
        return copy;
    }

    void reset() {
        boolean there = admin.get(PATH).status() == 200;
        Answer answer = (there ? admin.with("If-Match", "*") : admin).put(PATH, settings);
        assertThat(answer.status()).as(answer.toString()).isIn(200, 201);
    }
}
