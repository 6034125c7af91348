package io.partwarden.maintenance;

import io.partwarden.testing.Answer;
import io.partwarden.testing.Client;
import io.partwarden.testing.PostgresServer;
import io.partwarden.testing.Service;
import io.partwarden.testing.TestDatabase;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/** A new database made a target of the service, and the paths of its tables. */
record PolicyBench(Service service, Client operator, TestDatabase database, String target) {

    static PolicyBench on(Service service, Path home, PostgresServer server) {
        TestDatabase database = server.newDatabase();
        String target = Service.uniqueName("policy-test");
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
        return new PolicyBench(service, service.newToken("operator", Map.of()), database, target);
    }

    String tables() {
        return "/api/v1/targets/" + target + "/tables";
    }

    String table(String table) {
        return tables() + "/public/" + table;
    }

    String policy(String table) {
        return table(table) + "/policy";
    }

    Answer put(String table, String policy) {
        return operator.put(policy(table), policy);
    }
}
