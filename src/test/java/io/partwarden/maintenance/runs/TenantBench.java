package io.partwarden.maintenance.runs;

import io.partwarden.shared.PartwardenHome;
import io.partwarden.targets.Targets;
import io.partwarden.testing.Answer;
import io.partwarden.testing.Client;
import io.partwarden.testing.PostgresServer;
import io.partwarden.testing.Service;
import io.partwarden.testing.TestClock;
import io.partwarden.testing.TestDatabase;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.springframework.context.annotation.Scope;
import org.springframework.stereotype.Component;
import tools.jackson.databind.JsonNode;

/** A target with one table of tenants, the requests about them, and passes over the target whenever the test wants one. */
final class TenantBench {

    static final String TENANT_DAYS = "{\"interval\":\"P1D\",\"premake\":2,\"tenants\":true}";
    static final String OWN_DAYS =
            "{\"tenants\":true,\"sub\":{\"strategy\":\"range\",\"columns\":[\"at\"],\"policy\":{\"interval\":\"P1D\",\"premake\":2}}}";

    private final Parts parts;
    private final TestDatabase database;
    private final Client client;

    private TenantBench(Parts parts, TestDatabase database, Client client) {
        this.parts = parts;
        this.database = database;
        this.client = client;
    }

    /** What benches are made with. */
    @Component
    @Scope("prototype")
    record Parts(Service service, PartwardenHome home, Targets targets, TargetPass pass, TestClock clock) {

        TenantBench newTarget(int version) {
            TestDatabase database = PostgresServer.version(version).newDatabase();
            try {
                Path secrets = Files.createDirectories(home.home().resolve("secrets"));
                Files.writeString(secrets.resolve(database.name()), database.password());
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            Answer made = service.admin()
                    .put(
                            "/api/v1/targets/" + database.name() + version,
                            Map.of(
                                    "host", "127.0.0.1",
                                    "port", database.server().port(),
                                    "database", database.name(),
                                    "username", database.username(),
                                    "password_ref", "file:" + database.name()));
            if (made.status() != 201) {
                throw new IllegalStateException(made.toString());
            }
            return new TenantBench(this, database, service.newToken("operator", Map.of()));
        }
    }

    TestDatabase database() {
        return database;
    }

    String target() {
        return database.name() + database.server().version();
    }

    /** A table whose tenants stand beside each other. */
    TenantBench beside(String type, String policy) {
        database.execute("CREATE TABLE events (tenant " + type
                + ", at timestamptz NOT NULL, note text) PARTITION BY RANGE (tenant, at)");
        policy(policy);
        return this;
    }

    /** A table in which each tenant has a partition of its own. */
    TenantBench own(String type, String policy) {
        database.execute("CREATE TABLE events (tenant " + type
                + ", at timestamptz NOT NULL, note text) PARTITION BY LIST (tenant)");
        policy(policy);
        return this;
    }

    void policy(String document) {
        String since = parts.clock().instant().toString();
        parts.service()
                .metadata()
                .execute(
                        "INSERT INTO partwarden.policy (target, schema_name, table_name, document, etag, in_force_since, created_at,"
                                + " updated_at) VALUES ('" + target() + "', 'public', 'events', '" + document
                                + "', md5('" + document + "'), '" + since + "', '" + since + "', '" + since + "')"
                                + " ON CONFLICT (target, schema_name, table_name) DO UPDATE SET document = excluded.document,"
                                + " etag = excluded.etag");
    }

    /** How many tables were due. */
    int pass(Duration time) {
        parts.clock().pass(time);
        return parts.pass().run(parts.targets().require(target()));
    }

    Answer register(Object... tenants) {
        return asked("", tenants);
    }

    /** @param tenants a text is a value, anything else a whole member of the request */
    Answer asked(String query, Object... tenants) {
        List<Object> members = new ArrayList<>();
        for (Object tenant : tenants) {
            members.add(tenant instanceof String value ? Map.of("value", value) : tenant);
        }
        return client.post(path() + "/tenants" + query, Map.of("tenants", members));
    }

    static Map<String, Object> keeping(String value, String keep) {
        return Map.of(
                "value",
                value,
                "retention",
                Map.of("keep", keep, "action", "drop", "grace", "PT0S", "min_partitions", 1));
    }

    Answer leave(String value, String mode, String more) {
        return client.delete(
                path() + "/tenants?value=" + URLEncoder.encode(value, StandardCharsets.UTF_8) + "&mode=" + mode + more);
    }

    /** After a look at the plan. */
    Answer leave(String value, String mode) {
        Answer plan = leave(value, mode, "&dry_run=true");
        if (plan.status() != 200) {
            throw new IllegalStateException(plan.toString());
        }
        return leave(
                value,
                mode,
                "&plan_fingerprint=" + plan.json().get("fingerprint").asString());
    }

    JsonNode tenants() {
        Answer answer = client.get(path() + "/tenants");
        if (answer.status() != 200) {
            throw new IllegalStateException(answer.toString());
        }
        return answer.json().get("items");
    }

    JsonNode lastRun() {
        return client.get(path() + "/maintenance/runs").json().get("items").get(0);
    }

    Answer run(String query) {
        return client.post(path() + "/maintenance" + query, null);
    }

    Answer get(String below) {
        return client.get(path() + below);
    }

    private String path() {
        return "/api/v1/targets/" + target() + "/tables/public/events";
    }

    /** Attached partitions by name, those of partitions too. */
    List<String> partitions() {
        return database.query(
                "SELECT relid::regclass::text FROM pg_partition_tree('events') WHERE level > 0 ORDER BY relid::regclass::text COLLATE \"C\"");
    }

    /** A row in the afternoon of a day, counted from today. */
    void write(String tenant, int day) {
        database.execute(
                "INSERT INTO events VALUES ('" + tenant.replace("'", "''") + "', '" + day(day) + " 15:00:00+00', '')");
    }

    /** A day, counted from today. */
    String day(int day) {
        return LocalDate.ofInstant(parts.clock().instant(), ZoneOffset.UTC)
                .plusDays(day)
                .toString();
    }

    /** When it begins. */
    String at(int day) {
        return day(day) + " 00:00:00+00";
    }
}
