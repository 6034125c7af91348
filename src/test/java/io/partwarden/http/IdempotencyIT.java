package io.partwarden.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.partwarden.testing.Answer;
import io.partwarden.testing.Client;
import io.partwarden.testing.Service;
import io.partwarden.testing.ServiceTest;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.context.annotation.Import;

@ServiceTest
@Import(Probe.class)
class IdempotencyIT {

    private static final String WORK = "/api/v1/probe/work";

    private final Service service;
    private final Probe probe;

    IdempotencyIT(Service service, Probe probe) {
        this.service = service;
        this.probe = probe;
    }

    @AfterEach
    void openTheGate() {
        probe.gate.countDown();
    }

    @Test
    void theSameRequestGetsTheSameAnswerOnce() {
        Client client = withKey("same");
        int before = probe.runs.get();

        Answer first = client.post(WORK, "{\"a\":1}");
        Answer second = client.post(WORK, "{\"a\":1}");

        assertThat(probe.runs.get()).isEqualTo(before + 1);
        assertThat(second.status()).isEqualTo(201);
        assertThat(second.body()).isEqualTo(first.body());
        for (String header : List.of("Location", "ETag", "Content-Type")) {
            assertThat(second.header(header)).isNotEmpty().isEqualTo(first.header(header));
        }
        assertThat(first.header("Idempotency-Replayed")).isEmpty();
        assertThat(second.header("Idempotency-Replayed")).isEqualTo("true");
    }

    @Test
    void aRefusalIsRepeatedToo() {
        Client client = withKey("refusal");
        int before = probe.runs.get();

        assertThat(client.post(WORK + "?status=409", "{}").status()).isEqualTo(409);
        assertThat(client.post(WORK + "?status=409", "{}").status()).isEqualTo(409);
        assertThat(probe.runs.get()).isEqualTo(before + 1);
    }

    @Test
    void anotherBodyOrQueryUnderTheKeyIsRefused() {
        Client client = withKey("other-body");
        client.post(WORK, "{\"a\":1}");

        Answer body = client.post(WORK, "{\"a\":2}");
        assertThat(body.status()).isEqualTo(422);
        assertThat(body.code()).isEqualTo("idempotency-key-reused");
        assertThat(client.post(WORK + "?status=202", "{\"a\":1}").status()).isEqualTo(422);
    }

    @Test
    void keysOfOtherCallersAndPathsAreOthers() {
        int before = probe.runs.get();
        Client other = service.newToken("operator", Map.of()).with("Idempotency-Key", "scoped");

        withKey("scoped").post(WORK, "{}");
        other.post(WORK, "{}");

        assertThat(probe.runs.get()).isEqualTo(before + 2);
    }

    @Test
    void aTokenOfADeletedOnesNameDoesNotGetItsAnswers() {
        String name = Service.uniqueName("again");
        Client first = named(name);
        Answer firsts = first.post(WORK, "{}");
        assertThat(first.post(WORK, "{}").body()).isEqualTo(firsts.body());

        service.admin().delete("/api/v1/tokens/" + name);
        Answer seconds = named(name).post(WORK, "{}");

        assertThat(seconds.header("Idempotency-Replayed")).isEmpty();
        assertThat(seconds.body()).isNotEqualTo(firsts.body());
    }

    @Test
    void aPathOfAnyLengthCanHaveAKey() {
        // Not one letter over and over, which an index would compress.
        String segment = new Random(1)
                .ints(5_000, 'a', 'z' + 1)
                .mapToObj(Character::toString)
                .collect(Collectors.joining());

        Client client = withKey("long-path");

        assertThat(client.post("/api/v1/probe/" + segment, "{}").status()).isEqualTo(404);
        assertThat(client.post("/api/v1/probe/" + segment, "{}").header("Idempotency-Replayed"))
                .isEqualTo("true");
        assertThat(client.post("/api/v1/probe/" + segment + "2", "{}").code()).isEqualTo("idempotency-key-reused");
    }

    @Test
    void answersThatSayNothingAboutTheWorkAreNotKept() {
        for (String request : List.of("?status=500", "?status=503", "?status=403", "?dry_run=true")) {
            int before = probe.runs.get();
            Client client = withKey("not-kept" + request.hashCode());

            client.post(WORK + request, "{}");
            client.post(WORK + request, "{}");

            assertThat(probe.runs.get()).as(request).isEqualTo(before + 2);
        }
    }

    @Test
    void whileTheFirstRunsOthersAreToldToWait() throws Exception {
        probe.gate = new CountDownLatch(1);
        probe.entered = new CountDownLatch(1);
        Client client = withKey("concurrent");
        int before = probe.runs.get();
        ExecutorService threads = Executors.newFixedThreadPool(8);
        try {
            Future<Answer> first = threads.submit(() -> client.post(WORK, "{}"));
            probe.entered.await();
            List<Future<Answer>> others = IntStream.range(0, 8)
                    .mapToObj(i -> threads.submit(() -> client.post(WORK, "{}")))
                    .toList();
            for (Future<Answer> other : others) {
                assertThat(other.get().status()).isEqualTo(409);
                assertThat(other.get().code()).isEqualTo("idempotency-key-in-use");
                assertThat(other.get().header("Retry-After")).isEqualTo("2");
            }
            probe.gate.countDown();
            assertThat(first.get().status()).isEqualTo(201);
            assertThat(client.post(WORK, "{}").body()).isEqualTo(first.get().body());
            assertThat(probe.runs.get()).isEqualTo(before + 1);
        } finally {
            threads.shutdownNow();
        }
    }

    @Test
    void whatACrashLeftRunsAgainOnceItsLeaseIsOver() {
        Client client = withKey("crashed");
        client.post(WORK, "{}");
        int before = probe.runs.get();
        service.metadata()
                .execute(
                        "UPDATE partwarden.idempotency SET status = NULL, headers = NULL, body = NULL, owner = gen_random_uuid(),"
                                + " lease_until = now() + interval '1 minute' WHERE key = 'crashed'");
        assertThat(client.post(WORK, "{}").status()).isEqualTo(409);

        service.metadata()
                .execute(
                        "UPDATE partwarden.idempotency SET lease_until = now() - interval '1 second' WHERE key = 'crashed'");

        assertThat(client.post(WORK, "{}").status()).isEqualTo(201);
        assertThat(probe.runs.get()).isEqualTo(before + 1);
    }

    @Test
    void aDayLaterAKeyIsNew() {
        Client client = withKey("day-old");
        client.post(WORK, "{}");
        service.metadata()
                .execute(
                        "UPDATE partwarden.idempotency SET created_at = created_at - interval '25 hours' WHERE key = 'day-old'");

        assertThat(client.post(WORK, "{\"other\":1}").status()).isEqualTo(201);
    }

    @Test
    void keysAreVisibleAscii() {
        for (String key : List.of("", "a b", "x".repeat(256))) {
            Answer answer = withKey(key).post(WORK, "{}");

            assertThat(answer.status()).as(key).isEqualTo(400);
            assertThat(answer.fields()).containsExactly("Idempotency-Key:value");
        }
    }

    @Test
    void aSecretIsNeverKept() {
        Answer answer = withKey("token").post("/api/v1/tokens", Map.of("name", "kept", "role", "viewer"));

        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.fields()).containsExactly("Idempotency-Key:not-here");
    }

    private Client named(String name) {
        String secret = service.admin()
                .post("/api/v1/tokens", Map.of("name", name, "role", "operator"))
                .json()
                .get("token")
                .asString();
        return service.bearer(secret).with("Idempotency-Key", "of-a-name");
    }

    private Client withKey(String key) {
        return service.admin().with("Idempotency-Key", key);
    }
}
