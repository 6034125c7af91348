package io.partwarden.security;

import static org.assertj.core.api.Assertions.assertThat;

import io.partwarden.testing.Answer;
import io.partwarden.testing.Client;
import io.partwarden.testing.Service;
import io.partwarden.testing.ServiceTest;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.test.context.TestComponent;
import org.springframework.context.annotation.Import;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;

@ServiceTest
@Import(RolesIT.Doors.class)
class RolesIT {

    private static final List<String> ROLES = List.of("viewer", "producer", "operator", "admin");

    private final Service service;

    RolesIT(Service service) {
        this.service = service;
    }

    @TestComponent
    @RestController
    static class Doors {

        private final Access access;

        Doors(Access access) {
            this.access = access;
        }

        @GetMapping("/api/v1/doors/{target}")
        String enter(@PathVariable String target, Caller caller) {
            access.requireTarget(target);
            return caller.name();
        }

        @PostMapping("/api/v1/doors/source/{source}")
        void source(@PathVariable String source, Caller caller) {
            caller.requireSource(source);
        }

        @PostMapping("/api/v1/doors/provider/{provider}")
        void provider(@PathVariable String provider, Caller caller) {
            caller.requireProvider(provider);
        }

        @PostMapping("/api/v1/doors/admin")
        void admin() {
            access.requireRole(Role.ADMIN);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "GET, /api/v1/doors/x, viewer",
        "HEAD, /api/v1/doors/x, viewer",
        "GET, /v3/api-docs, viewer",
        "GET, /swagger-ui/index.html, viewer",
        "GET, /actuator/prometheus, viewer",
        "GET, /api/v1/nowhere, viewer",
        "POST, /api/v1/nowhere, operator",
        "DELETE, /api/v1/nowhere, operator",
        "POST, /api/nowhere, operator",
        "POST, /nowhere, admin",
        "PUT, /api/v1/targets/never-made/nowhere, operator",
        "DELETE, /api/v1/targets/never-made, admin",
        "POST, /api/v1/doors/admin, admin",
        "GET, /api/v1/tokens, admin",
        "POST, /api/v1/tokens, admin",
        "DELETE, /api/v1/tokens/nobody, admin",
        "GET, /api/v1/audit, admin"
    })
    void everyPathAsksForItsRole(String method, String path, String needed) {
        assertThat(service.anonymous().send(method, path, null).status()).isEqualTo(401);
        for (String role : ROLES) {
            Answer answer = service.newToken(role, Map.of()).send(method, path, null);

            boolean allowed = ROLES.indexOf(role) >= ROLES.indexOf(needed);
            assertThat(answer.status() != 403).as(role + " " + answer).isEqualTo(allowed);
        }
    }

    @Test
    void healthIsOpenToAll() {
        for (String path : List.of(
                "/livez", "/readyz", "/actuator/health", "/actuator/health/liveness", "/actuator/health/readiness")) {
            assertThat(service.anonymous().get(path).status()).as(path).isEqualTo(200);
        }
        assertThat(service.anonymous().get("/actuator/health").body()).doesNotContain("components");
    }

    @Test
    void theRootOnlyLeadsToSwaggerWhichAsksForAToken() {
        Client stranger = service.anonymous();

        assertThat(stranger.get("/").status()).isEqualTo(302);
        assertThat(stranger.get("/").header("Location")).endsWith("/swagger-ui.html");
        assertThat(stranger.get("/swagger-ui.html").status()).isEqualTo(401);
        assertThat(stranger.get("/swagger-ui.html").headers().allValues("WWW-Authenticate"))
                .anyMatch(challenge -> challenge.startsWith("Basic realm="));
        assertThat(stranger.post("/", "{}").status()).isEqualTo(401);
    }

    @Test
    void aTokenReachesOnlyWhatItIsLimitedTo() {
        Client limited = service.newToken(
                "operator", Map.of("targets", List.of("mine"), "sources", List.of("s1"), "providers", List.of("p1")));

        assertThat(limited.get("/api/v1/doors/mine").status()).isEqualTo(200);
        assertThat(limited.get("/api/v1/doors/other").status()).isEqualTo(403);
        assertThat(limited.get("/api/v1/doors/other").code()).isEqualTo("forbidden");
        assertThat(limited.post("/api/v1/doors/source/s1", null).status()).isEqualTo(200);
        assertThat(limited.post("/api/v1/doors/source/s2", null).status()).isEqualTo(403);
        assertThat(limited.post("/api/v1/doors/provider/p2", null).status()).isEqualTo(403);
    }

    @Test
    void aLimitedAdminCannotGetOutOfItsLimits() {
        Client limited = service.newToken("admin", Map.of("targets", List.of("mine")));

        assertThat(limited.get("/api/v1/tokens").status()).isEqualTo(403);
        assertThat(limited.post("/api/v1/tokens", Map.of("name", "free", "role", "admin"))
                        .status())
                .isEqualTo(403);
        assertThat(limited.delete("/api/v1/tokens/bootstrap").status()).isEqualTo(403);
        assertThat(limited.get("/api/v1/audit").status()).isEqualTo(403);
        assertThat(limited.get("/api/v1/audit?target=other").status()).isEqualTo(403);
        assertThat(limited.get("/api/v1/audit?target=mine").status()).isEqualTo(200);
    }

    @Test
    void aLimitedAdminCannotPointItsTargetAtAnotherDatabase() {
        Client limited = service.newToken("admin", Map.of("targets", List.of("mine")));
        Map<String, Object> elsewhere = Map.of("host", "127.0.0.1", "database", "not-mine", "username", "not-mine");

        assertThat(limited.put("/api/v1/targets/mine", elsewhere).code()).isEqualTo("forbidden");
        assertThat(limited.patch("/api/v1/targets/mine", elsewhere).code()).isEqualTo("forbidden");
        assertThat(limited.delete("/api/v1/targets/mine").code()).isEqualTo("forbidden");
        assertThat(limited.post("/api/v1/targets/mine/pause", null).code()).isEqualTo("target-not-found");
        assertThat(service.admin().get("/api/v1/targets/mine").status()).isEqualTo(404);
    }

    @Test
    void anExpiredTokenIsUnknown() {
        String name = Service.uniqueName("expiring");
        String expiresAt = Instant.now().plusSeconds(600).toString();
        String secret = service.admin()
                .post("/api/v1/tokens", Map.of("name", name, "role", "viewer", "expires_at", expiresAt))
                .json()
                .get("token")
                .asString();
        service.metadata()
                .execute("UPDATE partwarden.token SET expires_at = now() - interval '1 second' WHERE name = '" + name
                        + "'");

        assertThat(service.bearer(secret).get("/api/v1/doors/x").status()).isEqualTo(401);
    }

    @Test
    void aDeletedTokenIsRefusedAtOnce() {
        String name = Service.uniqueName("revoked");
        String secret = service.admin()
                .post("/api/v1/tokens", Map.of("name", name, "role", "viewer"))
                .json()
                .get("token")
                .asString();
        assertThat(service.bearer(secret).get("/api/v1/doors/x").body()).isEqualTo(name);

        assertThat(service.admin().delete("/api/v1/tokens/" + name).status()).isEqualTo(204);

        assertThat(service.bearer(secret).get("/api/v1/doors/x").status()).isEqualTo(401);
        assertThat(service.admin().delete("/api/v1/tokens/" + name).status()).isEqualTo(404);
    }

    @Test
    void useIsNotedCoarsely() {
        String name = Service.uniqueName("used");
        String secret = service.admin()
                .post("/api/v1/tokens", Map.of("name", name, "role", "viewer"))
                .json()
                .get("token")
                .asString();
        String lastUsed = "SELECT last_used_at FROM partwarden.token WHERE name = '" + name + "'";
        assertThat(service.metadata().query(lastUsed)).containsExactly("null");

        service.bearer(secret).get("/api/v1/doors/x");
        List<String> first = service.metadata().query(lastUsed);
        service.bearer(secret).get("/api/v1/doors/x");

        assertThat(first).doesNotContain("null");
        assertThat(service.metadata().query(lastUsed)).isEqualTo(first);
    }

    @Test
    void tokenRequestsAreChecked() {
        Client admin = service.admin();
        assertThat(admin.post("/api/v1/tokens", "{}").fields()).containsExactly("name:required", "role:required");
        assertThat(admin.post(
                                "/api/v1/tokens",
                                "{\"name\":\"A b\",\"role\":\"viewer\",\"targets\":[],\"sources\":[null],\"expires_at\":\"2001-01-01T00:00:00Z\"}")
                        .fields())
                .containsExactly("expires_at:future", "name:pattern", "sources:required", "targets:size");
        assertThat(admin.post("/api/v1/tokens", "{\"name\":\"a\",\"role\":\"root\"}")
                        .fields())
                .containsExactly("role:value");
        assertThat(admin.post("/api/v1/tokens", Map.of("name", "bootstrap", "role", "viewer"))
                        .code())
                .isEqualTo("already-exists");
    }

    @ParameterizedTest
    @ValueSource(strings = {"+300000-01-01T00:00:00Z", "+1000000000-12-31T23:59:59Z"})
    void aTokenExpiresInAYearThatPostgresqlKnows(String expiresAt) {
        Answer answer = service.admin()
                .post("/api/v1/tokens", Map.of("name", "far-future", "role", "viewer", "expires_at", expiresAt));

        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.fields()).containsExactly("expires_at:time-range");
    }

    @Test
    void refusedStrangersAreCounted() {
        service.anonymous().get("/api/v1/doors/x");
        service.bearer("wrong").get("/api/v1/doors/x");

        assertThat(service.admin().get("/actuator/prometheus").body())
                .contains("partwarden_authentication_failures_total{token=\"missing\"}")
                .contains("partwarden_authentication_failures_total{token=\"invalid\"}");
    }

    @Test
    void aBrowserWithBasicCannotBeMadeToChangeThingsByOtherPages() {
        Client basic = service.anonymous().with("Authorization", Service.basic(Service.ADMIN_TOKEN));
        String own = service.root().toString();

        assertThat(basic.with("Origin", "https://evil.example")
                        .post("/api/v1/doors/admin", null)
                        .code())
                .isEqualTo("foreign-origin");
        assertThat(basic.with("Origin", "null")
                        .post("/api/v1/doors/admin", null)
                        .status())
                .isEqualTo(403);
        assertThat(basic.with("Sec-Fetch-Site", "cross-site")
                        .delete("/api/v1/tokens/x")
                        .status())
                .isEqualTo(403);
        assertThat(basic.with("Origin", own)
                        .with("Sec-Fetch-Site", "same-origin")
                        .post("/api/v1/doors/admin", null)
                        .status())
                .isEqualTo(200);
        assertThat(basic.with("Origin", "https://evil.example")
                        .get("/api/v1/doors/x")
                        .status())
                .isEqualTo(200);
        assertThat(service.admin()
                        .with("Origin", "https://evil.example")
                        .post("/api/v1/doors/admin", null)
                        .status())
                .isEqualTo(200);
    }

    @Test
    void answersCarryHeadersThatKeepPagesApart() {
        Answer answer = service.admin().get("/swagger-ui/index.html");

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.header("Content-Security-Policy"))
                .startsWith("default-src 'self'")
                .contains("frame-ancestors 'none'");
        assertThat(answer.header("X-Content-Type-Options")).isEqualTo("nosniff");
        assertThat(answer.header("X-Frame-Options")).isEqualTo("DENY");
        assertThat(answer.header("Set-Cookie")).isEmpty();
    }
}
