package io.partwarden.security;

import static org.assertj.core.api.Assertions.assertThat;

import io.partwarden.testing.Answer;
import io.partwarden.testing.Client;
import io.partwarden.testing.RawHttp;
import io.partwarden.testing.Service;
import io.partwarden.testing.ServiceTest;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.test.context.TestPropertySource;

@ServiceTest
@TestPropertySource(properties = "partwarden.security.mode=open")
class OpenModeIT {

    private final Service service;

    OpenModeIT(Service service) {
        this.service = service;
    }

    @Test
    void everybodyOnThisMachineIsAdmin() {
        String name = Service.uniqueName("open");

        assertThat(service.anonymous()
                        .post("/api/v1/tokens", Map.of("name", name, "role", "viewer"))
                        .status())
                .isEqualTo(201);
        assertThat(service.bearer("ignored").get("/api/v1/tokens").status()).isEqualTo(200);
        assertThat(service.metadata()
                        .query("SELECT DISTINCT actor FROM partwarden.audit WHERE object = '" + name + "'"))
                .containsExactly("open");
    }

    @ParameterizedTest
    @ValueSource(strings = {"localhost", "127.0.0.1", "127.9.9.9", "[::1]", "app.localhost", "LOCALHOST"})
    void loopbackNamesAreServed(String host) {
        assertThat(get(host + ":" + service.port(), "")).startsWith("HTTP/1.1 200");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "evil.example",
                "evil.example:8470",
                "localhost.evil.example",
                "127.0.0.1.evil.example",
                "notlocalhost",
                "10.0.0.1",
                "0.0.0.0",
                "[::2]"
            })
    void aReboundNameIsRefused(String host) {
        assertForeign(get(host, ""));
    }

    @Test
    void theRootIsNoExceptionFromTheChecks() {
        assertForeign(RawHttp.send(service.port(), "GET / HTTP/1.1\r\nHost: evil.example\r\n\r\n"));
        assertThat(service.anonymous().get("/").status()).isEqualTo(302);
    }

    @Test
    void aMissingHostIsRefused() {
        assertForeign(RawHttp.send(service.port(), "GET /api/v1/tokens HTTP/1.0\r\n\r\n"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Origin: https://evil.example",
                "Origin: null",
                "Origin: http://localhost:1",
                "Origin: https://localhost:@port",
                "Sec-Fetch-Site: cross-site",
                "Sec-Fetch-Site: same-site",
                "X-Forwarded-For: 127.0.0.1",
                "X-Forwarded-Host: localhost",
                "x-forwarded-proto: https",
                "Forwarded: for=127.0.0.1"
            })
    void otherPagesAndProxiesAreRefused(String header) {
        assertForeign(get("localhost:" + service.port(), header.replace("@port", "" + service.port()) + "\r\n"));
    }

    @Test
    void theServicesOwnPagesMayWrite() {
        Client page =
                service.anonymous().with("Origin", service.root().toString()).with("Sec-Fetch-Site", "same-origin");

        assertThat(page.post("/api/v1/tokens", Map.of("name", Service.uniqueName("page"), "role", "viewer"))
                        .status())
                .isEqualTo(201);
    }

    @Test
    void aRefusedWriteIsAudited() {
        String id = Service.uniqueName("foreign");

        Answer answer = service.anonymous()
                .with("X-Request-Id", id)
                .with("Origin", "https://evil.example")
                .post("/api/v1/tokens", "{}");

        assertThat(answer.status()).isEqualTo(403);
        assertThat(service.metadata().query("SELECT code FROM partwarden.audit WHERE request_id = '" + id + "'"))
                .isEqualTo(List.of("foreign-origin"));
    }

    private String get(String host, String headers) {
        return RawHttp.send(service.port(), "GET /api/v1/tokens HTTP/1.1\r\nHost: " + host + "\r\n" + headers + "\r\n");
    }

    private static void assertForeign(String answer) {
        assertThat(answer)
                .startsWith("HTTP/1.1 403")
                .contains("Content-Type: application/problem+json")
                .contains("\"code\":\"foreign-origin\"");
    }
}
