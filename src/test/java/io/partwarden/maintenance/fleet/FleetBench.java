package io.partwarden.maintenance.fleet;

import io.partwarden.testing.Answer;
import io.partwarden.testing.Client;
import io.partwarden.testing.PostgresServer;
import io.partwarden.testing.Service;
import io.partwarden.testing.TestDatabase;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.StreamSupport;
import tools.jackson.databind.JsonNode;

/** A new database made a target of the service; policies and runs are put where they are kept. */
record FleetBench(Service service, Client viewer, TestDatabase database, String target) {

    static final String DAILY = "{\"interval\": \"P1D\", \"premake\": 3}";

    static FleetBench on(Service service, Path home) {
        return on(service, home, Map.of());
    }

    /** @param more members of the target's settings */
    static FleetBench on(Service service, Path home, Map<String, ?> more) {
        TestDatabase database = PostgresServer.latest().newDatabase();
        String target = Service.uniqueName("fleet-test");
        try {
            Path secrets = Files.createDirectories(home.resolve("secrets"));
            Files.writeString(secrets.resolve(target), database.password());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Map<String, Object> settings = new HashMap<>(Map.of(
                "host", "127.0.0.1",
                "port", database.server().port(),
                "database", database.name(),
                "username", database.username(),
                "password_ref", "file:" + target));
        settings.putAll(more);
        Answer made = service.admin().put("/api/v1/targets/" + target, settings);
        if (made.status() != 201) {
            throw new IllegalStateException(made.toString());
        }
        return new FleetBench(service, service.newToken("viewer", Map.of()), database, target);
    }

    static LocalDate today() {
        return LocalDate.now(ZoneOffset.UTC);
    }

    /** A table of days, from so many days before today to so many after it, one partition each. */
    FleetBench days(String table, int from, int to) {
        database.execute("CREATE TABLE " + table + " (at timestamptz NOT NULL, n int) PARTITION BY RANGE (at)");
        for (int day = from; day <= to; day++) {
            day(table, day);
        }
        return this;
    }

    void day(String table, int day) {
        database.execute(
                "CREATE TABLE " + table + "_d" + (day + 1_000) + " PARTITION OF " + table + " FOR VALUES FROM ('"
                        + today().plusDays(day) + " 00:00+00') TO ('" + today().plusDays(day + 1L) + " 00:00+00')");
    }

    FleetBench policy(String table, String document) {
        return keep(
                "INSERT INTO partwarden.policy (target, schema_name, table_name, document, etag, in_force_since, created_at,"
                        + " updated_at) VALUES (?, 'public', ?, ?::jsonb, md5(?), now() - interval '30 days', now(), now())",
                target,
                table,
                document,
                document);
    }

    /** @param state columns and values of policy_state, such as {@code failures = 3} */
    FleetBench state(String table, String... state) {
        keep(
                "INSERT INTO partwarden.policy_state (target, schema_name, table_name) VALUES (?, 'public', ?) ON CONFLICT"
                        + " DO NOTHING",
                target,
                table);
        for (String one : state) {
            keep("UPDATE partwarden.policy_state SET " + one + " WHERE target = ? AND table_name = ?", target, table);
        }
        return this;
    }

    FleetBench run(String table, String skipped) {
        return keep(
                "INSERT INTO partwarden.maintenance_run (id, target, schema_name, table_name, job, actor, replica, outcome,"
                        + " started_at, finished_at, record) VALUES (gen_random_uuid(), ?, 'public', ?, 'retire',"
                        + " 'maintenance', 'r1', 'nothing', now(), now(), ?::jsonb)",
                target,
                table,
                "{\"skipped\": [" + skipped + "]}");
    }

    private FleetBench keep(String sql, String... values) {
        try (Connection connection = service.metadata().connect();
                PreparedStatement statement = connection.prepareStatement(sql)) {
            for (int i = 0; i < values.length; i++) {
                statement.setString(i + 1, values[i]);
            }
            statement.executeUpdate();
            return this;
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    /** From now on nobody gets a session, and those that there are end. */
    void takeDown() {
        try (Connection connection = database.server().superuser("postgres");
                Statement statement = connection.createStatement()) {
            statement.execute("ALTER DATABASE \"" + database.name() + "\" ALLOW_CONNECTIONS false");
            statement.execute(
                    "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '" + database.name() + "'");
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    List<JsonNode> tables(String query) {
        return items("/api/v1/tables?target=" + target + query);
    }

    JsonNode table(String name) {
        return tables("").stream()
                .filter(table -> table.get("table").asString().equals(name))
                .findFirst()
                .orElseThrow();
    }

    List<JsonNode> findings(String query) {
        return items("/api/v1/findings?target=" + target + query);
    }

    List<JsonNode> items(String path) {
        Answer answer = viewer.get(path);
        if (answer.status() != 200) {
            throw new IllegalStateException(answer.toString());
        }
        return new ArrayList<>(StreamSupport.stream(answer.json().get("items").spliterator(), false)
                .toList());
    }

    static List<String> names(List<JsonNode> tables) {
        return tables.stream().map(table -> table.get("table").asString()).toList();
    }
}
