package io.partwarden.webhooks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpHandler;
import io.partwarden.security.SecretReference;
import io.partwarden.shared.Problem;
import io.partwarden.shared.ProblemType;
import io.partwarden.webhooks.Receiver.Received;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
class WebhookClientTests {

    private static final String SECRET = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";
    private static final String OTHER = "whsec_" + Base64.getEncoder().encodeToString(new byte[64]);
    private static final WebhookEvent EVENT = new WebhookEvent(
            "maintenance.before_create", Instant.parse("2026-03-01T00:00:00Z"), Map.of("table", "sales.\u00f6rders"));
    private static final WebhookEffort ONCE = new WebhookEffort(Duration.ofSeconds(5), 1, Duration.ofSeconds(5));
    private static final WebhookEffort PATIENT = new WebhookEffort(Duration.ofSeconds(5), 5, Duration.ofMinutes(1));

    private final WebhookBench bench = new WebhookBench();
    private Receiver receiver;

    @BeforeEach
    void open() throws IOException {
        receiver = new Receiver();
    }

    @AfterEach
    void close() {
        receiver.close();
        bench.close();
    }

    @Test
    void aCallIsAStandardWebhook() throws Exception {
        receiver.answers(200, "{\"decision\":\"approve\"}");

        WebhookAnswer answer = call(receiver.url("/hooks/1?key=a%20b"), bench.secret("HOOK", SECRET), ONCE);

        assertThat(answer)
                .extracting("status", "body", "cut", "attempts", "success")
                .containsExactly(200, "{\"decision\":\"approve\"}", false, 1, true);
        Received received = receiver.received().get(0);
        assertThat(received.target()).isEqualTo("/hooks/1?key=a%20b");
        assertThat(received.body())
                .isEqualTo("{\"type\":\"maintenance.before_create\",\"timestamp\":\"2026-03-01T00:00:00Z\","
                        + "\"data\":{\"table\":\"sales.\u00f6rders\"}}");
        assertThat(received.header("content-type")).isEqualTo("application/json");
        assertThat(received.header("webhook-id")).isEqualTo("msg_1");
        assertThat(received.header("webhook-timestamp")).isEqualTo("1772366400");
        assertThat(received.header("webhook-signature")).isEqualTo(expected(SECRET, received));
        assertThat(received.headers()).doesNotContainKeys("Cookie", "Authorization", "Upgrade");
    }

    @Test
    void withoutASecretThereIsNoSignature() {
        receiver.answers(204, "");

        assertThat(call(receiver.url("/"), null, ONCE).body()).isEmpty();
        assertThat(receiver.received().get(0).headers()).doesNotContainKey("Webhook-signature");
    }

    @Test
    void secretsAreReadAnewAndBothSignWhileOneIsReplaced() throws Exception {
        receiver.answers(200, "{}");
        SecretReference reference = bench.secret("HOOK", SECRET);
        call(receiver.url("/"), reference, ONCE);

        bench.secret("HOOK", OTHER + "\n" + SECRET + "\n");
        call(receiver.url("/"), reference, ONCE);

        Received first = receiver.received().get(0);
        Received second = receiver.received().get(1);
        assertThat(first.header("webhook-signature")).isEqualTo(expected(SECRET, first));
        assertThat(second.header("webhook-signature"))
                .isEqualTo(expected(OTHER, second) + " " + expected(SECRET, second));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "secret-without-a-prefix",
                "whsec_",
                "whsec_c2hvcnQ=",
                "whsec_not!base64",
                "WHSEC_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"
            })
    void aSecretThatCannotSignIsRefusedAndNotShown(String secret) {
        SecretReference reference = bench.secret("HOOK", secret);

        assertThatThrownBy(() -> call(receiver.url("/"), reference, ONCE))
                .isInstanceOfSatisfying(Problem.class, problem -> {
                    assertThat(problem.type()).isEqualTo(WebhookProblems.SECRET_UNUSABLE);
                    assertThat(problem.detail()).contains("env:PARTWARDEN_SECRET_HOOK");
                    if (secret.length() > 10) {
                        assertThat(text(problem)).doesNotContain(secret.substring(6));
                    }
                });
        assertThat(receiver.received()).isEmpty();
    }

    @Test
    void aSecretThatIsNotThereStopsTheCall() {
        SecretReference reference =
                SecretReference.parse("env:PARTWARDEN_SECRET_NONE").orElseThrow();

        refused(WebhookProblems.SECRET_MISSING, () -> call(receiver.url("/"), reference, ONCE));
        assertThat(receiver.received()).isEmpty();
    }

    @Test
    void repeatsKeepTheirIdAndAreSignedAtTheirOwnTime() throws Exception {
        receiver.answers(exchange -> {
            bench.clock().pass(Duration.ofSeconds(10));
            exchange.sendResponseHeaders(503, -1);
        });
        receiver.answers(429, "slow down").answers(200, "{}");

        WebhookAnswer answer = call(receiver.url("/"), bench.secret("HOOK", SECRET), PATIENT);

        assertThat(answer).extracting("status", "attempts").containsExactly(200, 3);
        assertThat(answer.duration())
                .isEqualTo(bench.pauses().get(0).plus(bench.pauses().get(1)));
        assertThat(receiver.received())
                .extracting(received -> received.header("webhook-id"))
                .containsOnly("msg_1");
        assertThat(receiver.received())
                .extracting(received -> received.header("webhook-timestamp"))
                .containsExactly("1772366400", "1772366410", "1772366410");
        for (Received received : receiver.received()) {
            assertThat(received.header("webhook-signature")).isEqualTo(expected(SECRET, received));
        }
    }

    @Test
    void pausesGrowAndVary() {
        receiver.answers(500, "");

        call(receiver.url("/"), null, PATIENT);

        assertThat(bench.pauses()).hasSize(4);
        for (int i = 0; i < 4; i++) {
            assertThat(bench.pauses().get(i)).isBetween(Duration.ofMillis(250L << i), Duration.ofMillis(500L << i));
        }
    }

    @ParameterizedTest
    @CsvSource({
        "200, 1", "202, 1", "204, 1", "304, 1", "400, 1", "401, 1", "404, 1", "409, 1", "410, 1", "422, 1", "408, 2",
        "425, 2", "429, 2", "500, 2", "502, 2", "503, 2", "504, 2"
    })
    void onlyWhatMayPassIsTriedAgain(int status, int attempts) {
        receiver.answers(status, "");
        WebhookEffort twice = new WebhookEffort(Duration.ofSeconds(5), 2, Duration.ofMinutes(1));

        assertThat(call(receiver.url("/"), null, twice))
                .extracting("status", "attempts", "success")
                .containsExactly(status, attempts, status < 300);
        assertThat(receiver.received()).hasSize(attempts);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "7                             | PT7S",
                "Sun, 01 Mar 2026 12:00:09 GMT | PT8.25S",
                "0                             | ",
                "-5                            | ",
                "Sun, 01 Mar 2020 12:00:00 GMT | ",
                "soon                          | "
            })
    void theReceiverSaysWhenToComeBack(String header, @Nullable Duration pause) {
        receiver.answers(503, "", "Retry-After", header).answers(200, "");

        call(receiver.url("/"), null, PATIENT);

        assertThat(bench.pauses()).hasSize(1);
        if (pause == null) {
            assertThat(bench.pauses().get(0)).isLessThanOrEqualTo(Duration.ofMillis(500));
        } else {
            assertThat(bench.pauses()).containsExactly(pause);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"60", "999999999"})
    void aReceiverThatWantsMoreThanTheDeadlineIsNotWaitedFor(String seconds) {
        receiver.answers(503, "busy", "Retry-After", seconds);

        assertThat(call(receiver.url("/"), null, PATIENT))
                .extracting("status", "body", "attempts")
                .containsExactly(503, "busy", 1);
        assertThat(bench.pauses()).isEmpty();
    }

    @Test
    void noConnectionIsTriedAgainAndThenReportedWithoutTheUrlsSecrets() throws IOException {
        int port;
        try (ServerSocket closed = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = closed.getLocalPort();
        }
        String url = "http://127.0.0.1:" + port + "/hidden-path?token=hidden-query";

        assertThatThrownBy(() -> call(url, null, PATIENT)).isInstanceOfSatisfying(Problem.class, problem -> {
            assertThat(problem.type()).isEqualTo(WebhookProblems.UNREACHABLE);
            assertThat(problem.extras()).containsEntry("attempts", 5);
            assertThat(problem.detail()).contains("http://127.0.0.1:" + port);
            assertThat(text(problem)).doesNotContain("hidden");
        });
        assertThat(new WebhookRequest("msg_1", url, null, EVENT, ONCE).toString())
                .doesNotContain("hidden");
    }

    @Test
    void aConnectionThatIsLostIsTriedAgain() {
        HttpHandler lost = exchange -> {
            exchange.sendResponseHeaders(200, 1_000);
            throw new IOException("gone");
        };
        receiver.answers(lost).answers(200, "{}");

        assertThat(call(receiver.url("/"), null, PATIENT))
                .extracting("status", "attempts")
                .containsExactly(200, 2);
    }

    @Test
    void aReceiverThatDoesNotAnswerIsGivenUp() {
        CountDownLatch end = new CountDownLatch(1);
        receiver.answers(exchange -> await(end)).answers(200, "{}");
        WebhookEffort quick = new WebhookEffort(Duration.ofSeconds(1), 2, Duration.ofSeconds(10));

        assertThat(call(receiver.url("/"), null, quick))
                .extracting("status", "attempts")
                .containsExactly(200, 2);

        receiver.answers(exchange -> await(end));
        call(receiver.url("/"), null, quick);
        refused(
                WebhookProblems.TIMEOUT,
                () -> call(
                        receiver.url("/"), null, new WebhookEffort(Duration.ofSeconds(1), 1, Duration.ofSeconds(1))));
        end.countDown();
    }

    @Test
    void anAnswerThatDripsInIsGivenUpToo() {
        receiver.answers(exchange -> {
            exchange.sendResponseHeaders(200, 0);
            OutputStream body = exchange.getResponseBody();
            CountDownLatch never = new CountDownLatch(1);
            for (int i = 0; i < 600; i++) {
                body.write(' ');
                body.flush();
                await(never, 50);
            }
        });

        refused(
                WebhookProblems.TIMEOUT,
                () -> call(
                        receiver.url("/"), null, new WebhookEffort(Duration.ofSeconds(1), 1, Duration.ofSeconds(1))));
    }

    @ParameterizedTest
    @ValueSource(ints = {301, 302, 303, 307, 308})
    void aRedirectIsAnAnswerAndNotFollowed(int status) {
        receiver.answers(status, "", "Location", receiver.url("/elsewhere"));

        assertThat(call(receiver.url("/here"), null, PATIENT).status()).isEqualTo(status);
        assertThat(receiver.received()).extracting(Received::target).containsExactly("/here");
    }

    @Test
    void aBigAnswerIsCut() {
        receiver.answers(200, "x".repeat(WebhookAnswer.MAX_BODY)).answers(200, "x".repeat(WebhookAnswer.MAX_BODY + 1));

        WebhookAnswer whole = call(receiver.url("/"), null, ONCE);
        WebhookAnswer cut = call(receiver.url("/"), null, ONCE);

        assertThat(whole.cut()).isFalse();
        assertThat(whole.body()).hasSize(WebhookAnswer.MAX_BODY);
        assertThat(cut.cut()).isTrue();
        assertThat(cut.body()).hasSize(WebhookAnswer.MAX_BODY);
    }

    @Test
    void anAnswerWithoutEndIsCutAndItsConnectionGivenBack() {
        byte[] part = "x".repeat(8 * 1024).getBytes(StandardCharsets.UTF_8);
        receiver.answers(exchange -> {
            exchange.sendResponseHeaders(200, 0);
            while (true) {
                exchange.getResponseBody().write(part);
            }
        });

        // More often than there may be connections to one receiver.
        for (int i = 0; i < 60; i++) {
            assertThat(call(receiver.url("/"), null, ONCE).cut()).isTrue();
        }
    }

    @Test
    void anInterruptionEndsTheCall() {
        CountDownLatch end = new CountDownLatch(1);
        receiver.answers(exchange -> await(end));
        Thread.currentThread().interrupt();

        refused(WebhookProblems.INTERRUPTED, () -> call(receiver.url("/"), null, ONCE));
        assertThat(Thread.interrupted()).isTrue();
        end.countDown();
    }

    private WebhookAnswer call(String url, @Nullable SecretReference secret, WebhookEffort effort) {
        return bench.client().call(new WebhookRequest("msg_1", url, secret, EVENT, effort));
    }

    private static void refused(ProblemType type, ThrowingCallable call) {
        assertThatThrownBy(call)
                .isInstanceOfSatisfying(
                        Problem.class, problem -> assertThat(problem.type()).isEqualTo(type));
    }

    private static String text(Problem problem) {
        StringWriter text = new StringWriter();
        problem.printStackTrace(new PrintWriter(text, true));
        return text + problem.extras().toString() + problem.errors();
    }

    private static void await(CountDownLatch latch) {
        await(latch, 30_000);
    }

    private static void await(CountDownLatch latch, long millis) {
        try {
            if (latch.await(millis, TimeUnit.MILLISECONDS)) {
                return;
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** By the specification's words alone: HMAC-SHA256 over id, timestamp and body, with dots in between. */
    private static String expected(String secret, Received received) throws Exception {
        Mac mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec(Base64.getDecoder().decode(secret.substring("whsec_".length())), "HmacSHA256"));
        String signed =
                received.header("webhook-id") + "." + received.header("webhook-timestamp") + "." + received.body();
        return "v1," + Base64.getEncoder().encodeToString(mac.doFinal(signed.getBytes(StandardCharsets.UTF_8)));
    }
}
