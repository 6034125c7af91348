package io.partwarden.security;

import static org.assertj.core.api.Assertions.assertThat;

import io.partwarden.testing.Answer;
import io.partwarden.testing.Client;
import io.partwarden.testing.Service;
import io.partwarden.testing.ServiceTest;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

@ServiceTest
class TokensIT {

    private final Service service;

    TokensIT(Service service) {
        this.service = service;
    }

    @Test
    void aTokenIsShownOnceAndLetsItsBearerIn() {
        String name = Service.uniqueName("shown-once");

        Answer made = service.admin().post("/api/v1/tokens", Map.of("name", name, "role", "viewer"));

        assertThat(made.status()).isEqualTo(201);
        assertThat(made.header("Location")).isEqualTo("/api/v1/tokens/" + name);
        String secret = made.json().get("token").asString();
        assertThat(secret).matches("pw_[A-Za-z0-9_-]{43}");
        assertThat(made.json().get("created_by").asString()).isEqualTo("bootstrap");
        assertThat(service.bearer(secret).get("/v3/api-docs").status()).isEqualTo(200);
        assertThat(service.admin().get("/api/v1/tokens?limit=500").body())
                .contains(name)
                .doesNotContain(secret);
        assertThat(service.metadata().query("SELECT row_to_json(t) FROM partwarden.token t"))
                .noneMatch(row -> row.contains(secret));
    }

    @Test
    void basicTakesTheTokenAsPasswordOfAnyUser() {
        assertThat(service.anonymous()
                        .with("Authorization", Service.basic(Service.ADMIN_TOKEN))
                        .get("/api/v1/tokens")
                        .status())
                .isEqualTo(200);
    }

    @Test
    void aCursorThatIsNotOursIsRefused() {
        for (String cursor : List.of("AA", "YQBi", "Hw", "%25")) {
            assertThat(service.admin().get("/api/v1/tokens?cursor=" + cursor).fields())
                    .as(cursor)
                    .containsExactly("cursor:invalid");
        }
    }

    @Test
    void withoutAValidTokenTheAnswerAsksForOne() {
        for (Client stranger : List.of(
                service.anonymous(),
                service.bearer("pw_unknown"),
                service.bearer("a.b.c"),
                service.bearer(""),
                service.anonymous().with("Authorization", "Digest x"),
                service.anonymous().with("Authorization", "Basic %%%"),
                service.anonymous().with("Authorization", "Bearer"))) {
            Answer answer = stranger.get("/api/v1/tokens");

            assertThat(answer.status()).isEqualTo(401);
            assertThat(answer.header("Content-Type")).isEqualTo("application/problem+json");
            assertThat(answer.code()).isEqualTo("unauthenticated");
            assertThat(answer.headers().allValues("WWW-Authenticate"))
                    .containsExactly("Bearer realm=\"partwarden\"", "Basic realm=\"partwarden\", charset=\"UTF-8\"");
        }
    }
}
