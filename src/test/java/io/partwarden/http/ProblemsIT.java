package io.partwarden.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.partwarden.testing.Answer;
import io.partwarden.testing.Client;
import io.partwarden.testing.Service;
import io.partwarden.testing.ServiceTest;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.context.annotation.Import;

@ServiceTest
@Import(Probe.class)
class ProblemsIT {

    private final Service service;
    private final Client admin;

    ProblemsIT(Service service) {
        this.service = service;
        this.admin = service.admin();
    }

    @Test
    void aProblemHasEveryMember() {
        Answer answer = admin.with("X-Request-Id", "order-66").get("/api/v1/probe/failures/problem?");

        assertThat(answer.status()).isEqualTo(422);
        assertThat(answer.header("Content-Type")).isEqualTo("application/problem+json");
        assertThat(answer.header("Retry-After")).isEqualTo("7");
        assertThat(answer.header("X-Request-Id")).isEqualTo("order-66");
        assertThat(answer.body())
                .isEqualTo("{\"type\":\"urn:partwarden:problem:too-odd\",\"title\":\"Odd\",\"status\":422,"
                        + "\"detail\":\"It is odd.\",\"instance\":\"/api/v1/probe/failures/problem\",\"code\":\"too-odd\","
                        + "\"errors\":[],\"request_id\":\"order-66\",\"blockers\":[1,2]}");
    }

    @ParameterizedTest
    @CsvSource({
        "wrapped, 409, conflict",
        "unexpected, 500, internal-error",
        "no-connection, 503, database-unavailable",
        "shutdown, 503, database-unavailable",
        "syntax, 500, internal-error"
    })
    void anExceptionNeverShowsItsText(String kind, int status, String code) {
        Answer answer = admin.get("/api/v1/probe/failures/" + kind);

        assertProblem(answer, status, code);
        assertThat(answer.body()).doesNotContain("secret").doesNotContain("Exception");
        assertThat(answer.header("Retry-After")).isEqualTo(status == 503 ? "5" : "");
    }

    @Test
    void requestIdsAreTakenIfSaneAndMadeIfNot() {
        assertThat(admin.get("/livez").header("X-Request-Id")).hasSize(36);
        assertThat(admin.with("X-Request-Id", "a.b:c_d-1").get("/livez").header("X-Request-Id"))
                .isEqualTo("a.b:c_d-1");
        for (String insane : List.of("a b", "x".repeat(129), "<script>")) {
            assertThat(admin.with("X-Request-Id", insane).get("/livez").header("X-Request-Id"))
                    .hasSize(36);
        }
    }

    @Test
    void unknownPathsAre404ForEveryMethod() {
        for (String method : List.of("GET", "POST", "PUT", "PATCH", "DELETE", "OPTIONS")) {
            assertProblem(admin.send(method, "/api/v1/nowhere", null), 404, "unknown-path");
            assertProblem(admin.send(method, "/nowhere", null), 404, "unknown-path");
        }
        assertThat(admin.send("HEAD", "/nowhere", null).status()).isEqualTo(404);
    }

    @Test
    void wrongMethodsAre405WithAllow() {
        Answer answer = admin.delete("/api/v1/probe/pages");

        assertProblem(answer, 405, "method-not-allowed");
        assertThat(answer.header("Allow")).isEqualTo("GET");
        assertThat(admin.send("BREW", "/api/v1/probe/pages", null).status()).isEqualTo(405);
        assertProblem(admin.put("/api/v1/tokens", "{}"), 405, "method-not-allowed");
    }

    @Test
    void wrongMediaTypesAre406And415() {
        assertProblem(admin.with("Accept", "image/png").get("/api/v1/probe/pages"), 406, "not-acceptable");
        for (String type :
                List.of("text/plain", "application/xml", "application/x-www-form-urlencoded", "no type", "a/b/c")) {
            assertProblem(
                    admin.with("Content-Type", type).post("/api/v1/probe/things", "{}"), 415, "unsupported-media-type");
        }
        assertProblem(admin.with("Accept", "%%%").get("/api/v1/probe/pages"), 406, "not-acceptable");
    }

    @Test
    void queryParametersAreRefusedUnlessDeclared() {
        Answer answer = admin.get("/api/v1/probe/things/1?color=RED&dryrun=true&tag=a&tag=b&max_size=1&max_size=2");

        assertProblem(answer, 400, "invalid-request");
        assertThat(answer.fields())
                .containsExactlyInAnyOrder("dryrun:unknown-parameter", "max_size:repeated-parameter");
        assertThat(admin.get("/api/v1/probe/things/1?color=RED&dry_run=true&tag=a&tag=b")
                        .body())
                .contains("\"dry_run\":true");
    }

    @Test
    void parametersAreNamedAsTheClientNamesThem() {
        assertThat(admin.get("/api/v1/probe/things/one?color=RED").fields()).containsExactly("number:type");
        assertThat(admin.get("/api/v1/probe/things/99999999999?color=RED").fields())
                .containsExactly("number:type");
        assertThat(admin.get("/api/v1/probe/things/1").fields()).containsExactly("color:required");
        assertThat(admin.get("/api/v1/probe/things/1?color=BLUE").fields()).containsExactly("color:type");
        assertThat(admin.get("/api/v1/probe/things/1?color=RED&max_size=9").fields())
                .containsExactly("max_size:max");
        assertThat(admin.get("/api/v1/probe/things/1?color=BLUE")
                        .json()
                        .get("detail")
                        .asString())
                .isEqualTo("color: must be one of red, green");
    }

    @Test
    void pagesHaveLimits() {
        assertThat(admin.get("/api/v1/probe/pages").body()).isEqualTo("{\"items\":[\"100\"],\"next\":null}");
        assertThat(admin.get("/api/v1/probe/pages?limit=500&cursor=x").body())
                .isEqualTo("{\"items\":[\"500\"],\"next\":\"x\"}");
        for (String limit : List.of("0", "501", "-1", "1.5", "x", "99999999999")) {
            assertThat(admin.get("/api/v1/probe/pages?limit=" + limit).status()).isEqualTo(400);
        }
    }

    @Test
    void nulCharactersAre400Anywhere() {
        assertThat(admin.get("/api/v1/probe/pages?cursor=%00").status()).isEqualTo(400);
        assertThat(admin.get("/api/v1/probe/pages?%00=1").status()).isEqualTo(400);
        assertProblem(admin.get("/api/v1/probe/%00"), 400, "invalid-request");
        assertProblem(admin.post("/api/v1/probe/things", "{\"display_name\":\"a\\u0000b\"}"), 400, "invalid-request");
        assertProblem(
                admin.post("/api/v1/probe/things", "{\"display_name\":\"a\",\"extra\":{\"\\u0000\":1}}"),
                400,
                "invalid-request");
    }

    @Test
    void pathsThatTheFirewallRefusesAre400() {
        for (String path :
                List.of("/api//v1", "/api/v1/a;b=c", "/api/v1/%2e%2e/x", "/api/v1/a%2Fb", "/api/v1/%0a", "/a%25b")) {
            assertProblem(admin.get(path), 400, "invalid-request");
        }
    }

    @Test
    void bodiesHaveALimit() {
        String big = "{\"display_name\":\"" + "x".repeat(1 << 20) + "\"}";

        assertProblem(admin.post("/api/v1/probe/things", big), 413, "body-too-large");
        assertThat(service.anonymous().post("/api/v1/probe/things", big).status())
                .isEqualTo(401);
    }

    @Test
    void documentsAreReplacedOnlyByThoseWhoHaveSeenThem() {
        Answer created = admin.put("/api/v1/probe/document", "{\"a\":1}");
        assertThat(created.status()).isEqualTo(201);
        String etag = created.header("ETag");

        assertThat(admin.put("/api/v1/probe/document", "{\"a\":1}").status()).isEqualTo(200);
        assertProblem(admin.put("/api/v1/probe/document", "{\"a\":2}"), 428, "precondition-required");
        assertProblem(
                admin.with("If-Match", "\"other\"").put("/api/v1/probe/document", "{\"a\":2}"),
                412,
                "precondition-failed");
        assertProblem(
                admin.with("If-Match", "W/" + etag).put("/api/v1/probe/document", "{\"a\":2}"), 400, "invalid-request");
        assertThat(admin.with("If-Match", "\"x\", " + etag)
                        .put("/api/v1/probe/document", "{\"a\":2}")
                        .status())
                .isEqualTo(200);
        assertThat(admin.with("If-Match", "*")
                        .put("/api/v1/probe/document", "{\"a\":3}")
                        .status())
                .isEqualTo(200);
    }

    private static void assertProblem(Answer answer, int status, String code) {
        assertThat(answer.status()).as(answer.toString()).isEqualTo(status);
        assertThat(answer.header("Content-Type")).isEqualTo("application/problem+json");
        assertThat(answer.code()).isEqualTo(code);
        assertThat(answer.json().propertyNames())
                .contains("type", "title", "status", "detail", "instance", "code", "errors", "request_id");
        assertThat(answer.header("X-Request-Id"))
                .isEqualTo(answer.json().get("request_id").asString());
    }
}
