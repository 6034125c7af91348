package io.partwarden.security;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.partwarden.shared.Problem;
import io.partwarden.shared.ProblemType;
import io.partwarden.testing.Answer;
import io.partwarden.testing.Client;
import io.partwarden.testing.Service;
import io.partwarden.testing.ServiceTest;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

@ServiceTest
class AuditIT {

    private final Service service;
    private final AuditTrail audit;

    AuditIT(Service service, AuditTrail audit) {
        this.service = service;
        this.audit = audit;
    }

    @Test
    void aChangeLeavesItsIntentionAndItsEnd() {
        String name = Service.uniqueName("audited");

        service.admin().with("X-Request-Id", name).post("/api/v1/tokens", Map.of("name", name, "role", "viewer"));

        assertThat(service.metadata()
                        .query(
                                "SELECT concat_ws('|', outcome, actor, role, remote_address, method, path, action, object)"
                                        + " FROM partwarden.audit WHERE request_id = '" + name + "' ORDER BY id"))
                .containsExactly(
                        "started|bootstrap|admin|127.0.0.1|POST|/api/v1/tokens|token.create|" + name,
                        "succeeded|bootstrap|admin|127.0.0.1|POST|/api/v1/tokens|token.create|" + name);
        List<JsonNode> shown = byRequest(name);
        assertThat(shown).hasSize(1);
        assertThat(shown.get(0).get("outcome").asString()).isEqualTo("succeeded");
        assertThat(shown.get(0).get("at").asString()).endsWith("Z");
    }

    @Test
    void everyRefusedChangeLeavesARow() {
        Client viewer = service.newToken("viewer", Map.of());
        String id = Service.uniqueName("refused");

        viewer.with("X-Request-Id", id + ".403").post("/api/v1/tokens", Map.of("name", "x", "role", "viewer"));
        service.admin().with("X-Request-Id", id + ".400").post("/api/v1/tokens", Map.of("name", "X"));
        service.admin().with("X-Request-Id", id + ".404").delete("/api/v1/tokens/nobody");
        service.admin().with("X-Request-Id", id + ".405").put("/api/v1/tokens", "{}");
        service.admin()
                .with("X-Request-Id", id + ".415")
                .with("Content-Type", "text/plain")
                .post("/api/v1/tokens", "x");
        service.admin().with("X-Request-Id", id + ".query").delete("/api/v1/tokens/x?access_token=hush&force=1");

        assertThat(service.metadata()
                        .query("SELECT concat_ws('|', substr(request_id, " + (id.length() + 2)
                                + "), outcome, code, path) FROM partwarden.audit WHERE request_id LIKE '" + id
                                + ".%' AND outcome <> 'started' ORDER BY id"))
                .containsExactly(
                        "403|refused|forbidden|/api/v1/tokens",
                        "400|refused|invalid-request|/api/v1/tokens",
                        "404|refused|not-found|/api/v1/tokens/nobody",
                        "405|refused|method-not-allowed|/api/v1/tokens",
                        "415|refused|unsupported-media-type|/api/v1/tokens",
                        "query|refused|invalid-request|/api/v1/tokens/x?force=1");
    }

    @Test
    void strangersReadersAndDryRunsLeaveNone() {
        String id = Service.uniqueName("no-row");

        service.anonymous().with("X-Request-Id", id).post("/api/v1/tokens", "{}");
        service.admin().with("X-Request-Id", id).get("/api/v1/tokens");
        service.admin().with("X-Request-Id", id).post("/api/v1/tokens?dry_run=true", "{}");

        assertThat(byRequest(id)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "UPDATE partwarden.audit SET actor = 'nobody'",
                "DELETE FROM partwarden.audit",
                "TRUNCATE partwarden.audit"
            })
    void theTrailOnlyGrows(String tampering) {
        assertThatThrownBy(() -> service.metadata().execute(tampering)).hasMessageContaining("append-only");
    }

    @Test
    void workInNobodysRequestSaysWhoItIs() {
        Change change = audit.begin("scheduler", "partition.drop")
                .target("t-audit")
                .table("public.orders")
                .object("orders_p1")
                .plan(Map.of("fingerprint", "f"))
                .statement("DROP TABLE orders_p1")
                .started();

        assertThat(find("actor=scheduler&target=t-audit").get(0).get("outcome").asString())
                .isEqualTo("started");
        change.failed(Problem.of(ProblemType.CONFLICT, "It is in use.\0"));

        List<JsonNode> rows = find("target=t-audit&table=public.orders");
        assertThat(rows).hasSize(1);
        JsonNode row = rows.get(0);
        assertThat(row.get("outcome").asString()).isEqualTo("failed");
        assertThat(row.get("code").asString()).isEqualTo("conflict");
        assertThat(row.get("plan").get("fingerprint").asString()).isEqualTo("f");
        assertThat(row.get("sql").get(0).asString()).isEqualTo("DROP TABLE orders_p1");
        assertThat(row.get("object").asString()).isEqualTo("orders_p1");
        assertThat(find("table=public.other")).isEmpty();
        assertThat(find("since=2999-01-01T00:00:00Z")).isEmpty();
    }

    @Test
    void aChangeThatCannotBeRecordedDoesNotStart() throws Exception {
        String name = Service.uniqueName("unrecorded");
        try (var superuser = service.metadata().connectAsSuperuser();
                var statement = superuser.createStatement()) {
            statement.execute(
                    "ALTER TABLE partwarden.audit ADD CONSTRAINT shut CHECK (object <> '" + name + "') NOT VALID");
            try {
                Answer answer = service.admin().post("/api/v1/tokens", Map.of("name", name, "role", "viewer"));

                assertThat(answer.status()).isEqualTo(503);
                assertThat(answer.code()).isEqualTo("audit-unavailable");
            } finally {
                statement.execute("ALTER TABLE partwarden.audit DROP CONSTRAINT shut");
            }
        }
        assertThat(service.metadata().query("SELECT name FROM partwarden.token WHERE name = '" + name + "'"))
                .isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "%2B300000-01-01T00:00:00Z",
                "%2B1000000000-12-31T23:59:59Z",
                "-1000000000-01-01T00:00:00Z",
                "-0001-01-01T00:00:00Z"
            })
    void timesThatPostgresqlDoesNotKnowAreRefused(String since) {
        Answer answer = service.admin().get("/api/v1/audit?since=" + since);

        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.fields()).containsExactly("since:time-range");
    }

    @Test
    void aRefusedChangeLeavesARowHoweverLongItsTargetIs() {
        String id = Service.uniqueName("long");
        // Not one letter over and over, which an index would compress.
        String target = new Random(1)
                .ints(5_000, 'a', 'z' + 1)
                .mapToObj(Character::toString)
                .collect(Collectors.joining());

        service.admin().with("X-Request-Id", id).delete("/api/v1/targets/" + target);

        assertThat(service.metadata()
                        .query("SELECT concat_ws('|', outcome, code, target) FROM partwarden.audit WHERE request_id = '"
                                + id + "'"))
                .containsExactly("refused|target-not-found|" + target.substring(0, 300));
    }

    @Test
    void newestFirstInPages() {
        String target = Service.uniqueName("paged");
        for (int i = 0; i < 5; i++) {
            audit.begin("pager", "test.page").target(target).object("o" + i).succeeded();
        }

        List<String> objects = new ArrayList<>();
        String cursor = "";
        do {
            JsonNode page = service.admin()
                    .get("/api/v1/audit?target=" + target + "&limit=2" + cursor)
                    .json();
            page.get("items").forEach(item -> objects.add(item.get("object").asString()));
            cursor = page.get("next").isNull()
                    ? ""
                    : "&cursor=" + page.get("next").asString();
        } while (!cursor.isEmpty());

        assertThat(objects).containsExactly("o4", "o3", "o2", "o1", "o0");
        assertThat(service.admin().get("/api/v1/audit?cursor=nonsense").fields())
                .containsExactly("cursor:invalid");
    }

    private List<JsonNode> byRequest(String id) {
        return find("limit=500").stream()
                .filter(row -> row.get("request_id").asString("").equals(id))
                .toList();
    }

    private List<JsonNode> find(String query) {
        List<JsonNode> rows = new ArrayList<>();
        service.admin().get("/api/v1/audit?" + query).json().get("items").forEach(rows::add);
        return rows;
    }
}
