package io.partwarden.targets;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.partwarden.shared.Problem;
import io.partwarden.shared.ProblemType;
import io.partwarden.testing.Answer;
import io.partwarden.testing.Client;
import io.partwarden.testing.PostgresServer;
import io.partwarden.testing.Service;
import io.partwarden.testing.ServiceTest;
import io.partwarden.testing.TestDatabase;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.test.context.TestPropertySource;

@ServiceTest
@TestPropertySource(
        properties = {
            "partwarden.targets.declared.set-here.host=db.example.com",
            "partwarden.targets.declared.set-here.database=shop",
            "partwarden.targets.declared.set-here.username=u",
            "partwarden.targets.declared.set-here.ssl-mode=verify-ca",
            "partwarden.seed-api.username=postgres",
            "partwarden.seed-api.password=postgres",
            "partwarden.seed-api.default-target=set-here",
            "PARTWARDEN_SECRET_TARGETS_IT=whatever"
        })
class TargetsIT {

    private static final String TARGETS = "/api/v1/targets/";

    private final Service service;
    private final Targets targets;
    private final NamedDatabases databases;
    private final TestDatabase database = PostgresServer.latest().newDatabase();
    private final String name = Service.uniqueName("target");

    TargetsIT(Service service, Targets targets, NamedDatabases databases) {
        this.service = service;
        this.targets = targets;
        this.databases = databases;
    }

    @Test
    void aDocumentIsCreatedReadReplacedAndForgotten() {
        Answer created = admin().put(TARGETS + name, document());
        assertThat(created.status()).as(created.toString()).isEqualTo(201);
        assertThat(created.header("Location")).isEqualTo(TARGETS + name);
        String etag = created.header("ETag");
        assertThat(created.json().get("etag").asString()).isEqualTo(etag);
        assertThat(created.json().get("ssl_mode").asString()).isEqualTo("prefer");

        assertThat(admin().get(TARGETS + name).body()).isEqualTo(created.body());
        assertThat(admin().put(TARGETS + name, document()).status()).isEqualTo(200);
        assertThat(admin().put(TARGETS + name, document("mode", "observe")).status())
                .isEqualTo(428);
        assertThat(seen("\"another\"")
                        .put(TARGETS + name, document("mode", "observe"))
                        .status())
                .isEqualTo(412);
        Answer replaced = seen(etag).put(TARGETS + name, document("mode", "observe"));
        assertThat(replaced.status()).isEqualTo(200);
        assertThat(replaced.header("ETag")).isNotEqualTo(etag);

        assertThat(seen(etag).delete(TARGETS + name).status()).isEqualTo(412);
        assertThat(admin().delete(TARGETS + name).status()).isEqualTo(204);
        assertThat(admin().get(TARGETS + name).code()).isEqualTo("target-not-found");
        assertThat(seen(etag).put(TARGETS + name, document()).status()).isEqualTo(412);
    }

    @Test
    void aPatchChangesWhatItNames() {
        String etag = admin().put(TARGETS + name, document("labels", Map.of("a", "1", "b", "2")))
                .header("ETag");

        assertThat(admin().patch(TARGETS + name, Map.of("paused", true)).status())
                .isEqualTo(428);
        Answer patched = seen(etag)
                .with("Content-Type", "application/merge-patch+json")
                .patch(TARGETS + name, "{\"labels\":{\"a\":null,\"c\":\"3\"},\"paused\":true}");

        assertThat(patched.status()).as(patched.toString()).isEqualTo(200);
        assertThat(patched.json().get("labels").toString()).isEqualTo("{\"b\":\"2\",\"c\":\"3\"}");
        assertThat(patched.json().get("paused").asBoolean()).isTrue();
        String now = patched.header("ETag");
        assertThat(seen(now).patch(TARGETS + name, Map.of("nosuch", 1)).fields())
                .containsExactly("nosuch:unknown-field");
        assertThat(seen(now).patch(TARGETS + name, "{\"database\":null}").fields())
                .containsExactly("database:required");
        assertThat(seen(now).patch(TARGETS + name, "[]").status()).isEqualTo(400);
    }

    @ParameterizedTest
    @CsvSource({
        "url, jdbc:postgresql://x/y, 400",
        "socketFactory, java.lang.String, 400",
        "options, -c x=y, 400",
        "password, hunter2, 400",
        "password_ref, hunter2, 400",
        "host, 'localhost,evil', 400",
        "host, localhost/x?user=y, 400",
        "host, 2130706433, 400",
        "ssl_mode, none, 400",
        "mode, both, 400",
        "port, 1.5, 400",
        "host, 10.0.0.1, 403",
        "host, ::ffff:10.0.0.1, 403",
        "host, db.example.com, 403"
    })
    void nothingButTypedFieldsOnAllowedHostsGetsIn(String field, String value, int status) {
        Answer answer = admin().put(TARGETS + name, document(field, value));

        assertThat(answer.status()).as(answer.toString()).isEqualTo(status);
        assertThat(answer.header("Content-Type")).startsWith("application/problem+json");
        assertThat(admin().get(TARGETS + name).status()).isEqualTo(404);
    }

    @Test
    void aHostileNameIsNoTarget() {
        for (String hostile : List.of("a%22;%20drop", "A", "%C3%BC", "a".repeat(64), "x%27--")) {
            assertThat(admin().put(TARGETS + hostile, document()).status()).isEqualTo(400);
            assertThat(admin().get(TARGETS + hostile).status()).isIn(400, 404);
        }
    }

    @Test
    void ourOwnMetadataIsNoTarget() {
        TestDatabase own = service.metadata();
        for (String host : List.of("127.0.0.1", "localhost", "LOCALHOST.")) {
            Answer answer = admin().put(TARGETS + name, document("host", host, "database", own.name()));

            assertThat(answer.status()).as(answer.toString()).isEqualTo(422);
            assertThat(answer.code()).isEqualTo("target-is-metadata");
        }
    }

    @Test
    void whatTheInstallationSetsIsShownAndCannotBeChanged() {
        Answer shown = admin().get(TARGETS + "set-here");

        assertThat(shown.json().get("origin").asString()).isEqualTo("configuration");
        assertThat(shown.json().get("ssl_mode").asString()).isEqualTo("verify-ca");
        Client seen = seen(shown.header("ETag"));
        assertThat(seen.put(TARGETS + "set-here", document()).code()).isEqualTo("target-declared");
        assertThat(seen.delete(TARGETS + "set-here").code()).isEqualTo("target-declared");
        assertThat(admin().post(TARGETS + "set-here/pause", null).code()).isEqualTo("target-declared");
    }

    @Test
    void theListHasPagesAndOnlyWhatItsReaderMaySee() {
        String other = name + "-2";
        admin().put(TARGETS + name, document());
        admin().put(TARGETS + other, document());
        Client limited = service.newToken("viewer", Map.of("targets", List.of(name, other)));

        Answer first = limited.get("/api/v1/targets?limit=1");
        Answer second = limited.get(
                "/api/v1/targets?limit=1&cursor=" + first.json().get("next").asString());

        assertThat(first.json().get("items").get(0).get("name").asString()).isEqualTo(name);
        assertThat(second.json().get("items").get(0).get("name").asString()).isEqualTo(other);
        assertThat(second.json().path("next").isNull()
                        || second.json().path("next").isMissingNode())
                .isTrue();
        assertThat(limited.get(TARGETS + "set-here").status()).isEqualTo(403);
    }

    @Test
    void onlyAdminsSetTargetsAndOperatorsPauseThem() {
        admin().put(TARGETS + name, document());
        Client operator = service.newToken("operator", Map.of());
        Client viewer = service.newToken("viewer", Map.of());

        assertThat(operator.put(TARGETS + name, document("mode", "observe")).status())
                .isEqualTo(403);
        assertThat(operator.delete(TARGETS + name).status()).isEqualTo(403);
        assertThat(viewer.post(TARGETS + name + "/pause", null).status()).isEqualTo(403);
        assertThat(operator.post(TARGETS + name + "/pause", null)
                        .json()
                        .get("paused")
                        .asBoolean())
                .isTrue();
        refusedAs(TargetProblems.PAUSED, () -> targets.requireOperable(name));
        assertThat(operator.post(TARGETS + name + "/resume", null)
                        .json()
                        .get("paused")
                        .asBoolean())
                .isFalse();
        assertThat(targets.requireOperable(name).name()).isEqualTo(name);
        assertThat(service.metadata()
                        .query("SELECT method || ' ' || outcome FROM partwarden.audit WHERE path LIKE '%/" + name
                                + "%' AND outcome <> 'started' ORDER BY at, outcome"))
                .containsExactly(
                        "PUT succeeded",
                        "PUT refused",
                        "DELETE refused",
                        "POST refused",
                        "POST succeeded",
                        "POST succeeded");
        assertThat(service.metadata()
                        .query("SELECT action FROM partwarden.audit WHERE target = '" + name
                                + "' AND outcome = 'succeeded' ORDER BY at"))
                .containsExactly("target.put", "target.pause", "target.resume");
    }

    @Test
    void anObservedTargetIsNotOperated() {
        admin().put(TARGETS + name, document("mode", "observe"));

        refusedAs(TargetProblems.OBSERVED, () -> targets.requireOperable(name));
        refusedAs(TargetProblems.NOT_FOUND, () -> targets.requireOperable(name + "-none"));
    }

    @Test
    void theCheckReportsAndNeverFails() {
        admin().put(TARGETS + name, document());
        admin().put(TARGETS + name + "-down", document("port", 1));

        Answer report = admin().post(TARGETS + name + "/check", null);
        Answer down = admin().post(TARGETS + name + "-down/check", null);

        assertThat(report.status()).as(report.toString()).isEqualTo(200);
        assertThat(report.json().get("reachable").asBoolean()).isTrue();
        assertThat(report.json().get("server_version").asString()).startsWith("18");
        assertThat(report.json().get("flavor").asString()).isEqualTo("postgresql");
        assertThat(report.json().get("is_superuser").asBoolean()).isFalse();
        assertThat(report.json().get("can_create").get(0).asString()).isEqualTo("public");
        assertThat(down.status()).isEqualTo(200);
        assertThat(down.json().get("reachable").asBoolean()).isFalse();
        assertThat(down.json().get("problems").get(0).get("code").asString()).isEqualTo("target-unavailable");
        assertThat(admin().post(TARGETS + name + "-none/check", null).status()).isEqualTo(404);
    }

    @Test
    void aNamedDatabaseIsItsTargetOrOneForTheCallAlone() {
        int port = database.server().port();
        Target implicit = databases.require("localhost", port, database.name());
        assertThat(implicit.origin()).isEqualTo(Target.Origin.IMPLICIT);
        assertThat(implicit.settings().login().username()).isEqualTo("postgres");

        admin().put(TARGETS + name, document());
        assertThat(databases.require("localhost", port, database.name()).name()).isEqualTo(name);
        assertThat(databases.require("127.0.0.1", port, database.name()).name()).isEqualTo(name);
        assertThat(databases.defaultTarget().name()).isEqualTo("set-here");
        refusedAs(TargetProblems.NOT_ALLOWED, () -> databases.require("10.0.0.1", 5432, "shop"));
        refusedAs(TargetProblems.NOT_ALLOWED, () -> databases.require("a,b", 5432, "shop"));
        refusedAs(
                TargetProblems.IS_METADATA,
                () -> databases.require("localhost", port, service.metadata().name()));
    }

    private Client admin() {
        return service.admin();
    }

    private Client seen(String etag) {
        return admin().with("If-Match", etag);
    }

    private Map<String, Object> document(Object... more) {
        Map<String, Object> document = new HashMap<>(Map.of(
                "host",
                "127.0.0.1",
                "port",
                database.server().port(),
                "database",
                database.name(),
                "username",
                database.username(),
                "password_ref",
                "env:PARTWARDEN_SECRET_TARGETS_IT"));
        for (int i = 0; i < more.length; i += 2) {
            document.put((String) more[i], more[i + 1]);
        }
        return document;
    }

    private static void refusedAs(ProblemType type, ThrowingCallable work) {
        assertThatThrownBy(work)
                .isInstanceOfSatisfying(
                        Problem.class, problem -> assertThat(problem.type()).isEqualTo(type));
    }
}
