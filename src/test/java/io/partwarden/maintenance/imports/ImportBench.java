package io.partwarden.maintenance.imports;

import io.partwarden.testing.Answer;
import io.partwarden.testing.Client;
import io.partwarden.testing.PostgresServer;
import io.partwarden.testing.Service;
import io.partwarden.testing.TestDatabase;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;
import java.util.Objects;
import tools.jackson.databind.JsonNode;

/** A target in whose database another tool has its configuration. */
record ImportBench(Client client, TestDatabase database, String target) {

    /** A hostile name: the extension's schema is its installer's choice. */
    static final String SCHEMA = "Part Man";

    private static final String REGISTER = """
            SET allow_system_table_mods = on;
            INSERT INTO pg_extension (oid, extname, extowner, extnamespace, extrelocatable, extversion)
            SELECT 990000, 'pg_partman', r.oid, n.oid, false, '%s'
              FROM pg_namespace n, pg_roles r WHERE n.nspname = '%s' AND r.rolname = current_user
            """;

    /** @param script of the configuration's tables */
    static ImportBench partman(Service service, Path home, String script, String version) {
        ImportBench bench = empty(service, home);
        bench.database.execute(
                "CREATE SCHEMA \"" + SCHEMA + "\"", "SET search_path = \"" + SCHEMA + "\"", resource(script));
        try (Connection connection = bench.database.connectAsSuperuser();
                Statement statement = connection.createStatement()) {
            statement.execute(REGISTER.formatted(version, SCHEMA));
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
        return bench;
    }

    static ImportBench empty(Service service, Path home) {
        TestDatabase database = PostgresServer.latest().newDatabase();
        String target = Service.uniqueName("import-test");
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
        return new ImportBench(service.newToken("operator", Map.of()), database, target);
    }

    static String resource(String name) {
        try (InputStream script = Objects.requireNonNull(ImportBench.class.getResourceAsStream("/imports/" + name))) {
            return new String(script.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A row of part_config; {@code more} are further columns with their SQL values. */
    ImportBench row(String parent, String control, String interval, String type, Map<String, String> more) {
        StringBuilder columns = new StringBuilder("parent_table, control, partition_interval, partition_type");
        StringBuilder values = new StringBuilder("'%s', '%s', '%s', '%s'".formatted(parent, control, interval, type));
        more.forEach((column, value) -> {
            columns.append(", ").append(column);
            values.append(", ").append(value);
        });
        database.execute("INSERT INTO \"" + SCHEMA + "\".part_config (" + columns + ") VALUES (" + values + ")");
        return this;
    }

    String path() {
        return "/api/v1/targets/" + target + "/import/pg_partman";
    }

    /** The one table of a dry run at noon of 10 March 2026. */
    JsonNode seen() {
        Answer answer = client.post(path() + "?dry_run=true&now=2026-03-10T12:00:00Z", null);
        if (answer.status() != 200 || answer.json().get("tables").size() != 1) {
            throw new AssertionError(answer.toString());
        }
        return answer.json().get("tables").get(0);
    }
}
