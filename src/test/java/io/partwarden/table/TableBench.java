package io.partwarden.table;

import io.partwarden.testing.Answer;
import io.partwarden.testing.Client;
import io.partwarden.testing.Service;
import io.partwarden.testing.TestDatabase;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/** A database made a target of the service, and the paths of its tables. */
record TableBench(Client client, TestDatabase database, String target) {

    static TableBench on(Service service, Path home, TestDatabase database) {
        String target = Service.uniqueName("table-test");
        try {
            Path secrets = Files.createDirectories(home.resolve("secrets"));
            Files.writeString(secrets.resolve(target), database.password());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Answer made = service.admin()
                .put(
                        "/api/v1/targets/" + target,
                        Map.of(
                                "host", "127.0.0.1",
                                "port", database.server().port(),
                                "database", database.name(),
                                "username", database.username(),
                                "password_ref", "file:" + target));
        if (made.status() != 201) {
            throw new IllegalStateException(made.toString());
        }
        return new TableBench(service.newToken("operator", Map.of()), database, target);
    }

    String tables() {
        return "/api/v1/targets/" + target + "/tables";
    }

    String table(String schema, String table) {
        return tables() + "/" + encoded(schema) + "/" + encoded(table);
    }

    String table(String table) {
        return table("public", table);
    }

    String partitions(String table) {
        return table(table) + "/partitions";
    }

    static String encoded(String name) {
        return URLEncoder.encode(name, StandardCharsets.UTF_8).replace("+", "%20");
    }
}
