package io.partwarden.maintenance.runs;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import io.partwarden.testing.ServiceTest;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.context.annotation.Import;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

@ServiceTest
@Import({MovedClock.class, MaintenanceBench.Parts.class})
class HooksIT {

    private static final JsonMapper JSON = JsonMapper.builder().build();

    private final MaintenanceBench bench;
    private final HttpServer receiver;
    private final List<JsonNode> received = new CopyOnWriteArrayList<>();
    private volatile String answer = "";
    private volatile int status = 200;
    private volatile Runnable meanwhile = () -> {};

    HooksIT(MaintenanceBench.Parts parts) throws IOException {
        this.bench = parts.newTarget();
        this.receiver = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        receiver.createContext("/", exchange -> {
            received.add(JSON.readTree(exchange.getRequestBody().readAllBytes()));
            meanwhile.run();
            byte[] body = answer.getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(status, body.length == 0 ? -1 : body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
        });
        receiver.start();
    }

    @AfterEach
    void stop() {
        receiver.stop(0);
    }

    @Test
    void aFunctionOfTheTargetMayVeto() {
        bench.database()
                .execute(
                        "CREATE TABLE asked (what jsonb)",
                        "CREATE FUNCTION ask(jsonb) RETURNS jsonb LANGUAGE sql AS $$ INSERT INTO public.asked VALUES ($1);"
                                + " SELECT '{\"decision\":\"veto\",\"reason\":\"not on a Friday\"}'::jsonb $$");
        bench.table("events", hooked("\"function\":\"public.ask\"", "before_create"));

        bench.pass();

        assertThat(bench.partitions("events")).isEmpty();
        JsonNode run = bench.run("events", "create");
        assertThat(run.get("outcome").asString()).isEqualTo("nothing");
        assertThat(run.get("skipped")).hasSize(4);
        assertThat(run.get("skipped").get(0).get("reason").asString()).isEqualTo("hook-veto");
        assertThat(run.get("skipped").get(0).get("detail").asString()).contains("not on a Friday");
        assertThat(run.get("hooks").get(0).get("hook").asString()).isEqualTo("public.ask");
        JsonNode asked =
                JSON.readTree(bench.database().query("SELECT what FROM asked").get(0));
        assertThat(asked.get("event").asString()).isEqualTo("before_create");
        assertThat(asked.get("partitions")).hasSize(4);
        assertThat(asked.get("partitions").get(0).get("bounds").has("from")).isTrue();
        bench.database()
                .execute(
                        "CREATE OR REPLACE FUNCTION ask(jsonb) RETURNS jsonb LANGUAGE sql AS $$ SELECT NULL::jsonb $$");
        bench.pass(Duration.ofHours(1));
        assertThat(bench.partitions("events")).hasSize(4);
    }

    @Test
    void aFunctionThatFailsStopsARetirementAndNotACreation() {
        bench.table(
                "events",
                "{\"interval\":\"P1D\",\"premake\":3,\"retention\":{\"keep\":\"P2D\"},\"hooks\":["
                        + "{\"on\":[\"before_create\",\"before_retire\"],\"function\":\"public.missing\",\"attempts\":1}]}");
        bench.pass();

        bench.pass(Duration.ofDays(3));

        assertThat(bench.partitions("events")).containsExactlyElementsOf(bench.days("events", 0, 6));
        JsonNode run = bench.run("events", "retire");
        assertThat(run.get("skipped").get(0).get("reason").asString()).isEqualTo("hook-veto");
        assertThat(run.get("hooks").get(0).get("error").asString()).isEqualTo("hook-function-failed");
        assertThat(bench.state("events", "failures")).isEqualTo("0");
    }

    @Test
    void aWebhookIsAskedBeforeAndToldAfterwards() {
        bench.table("events", hooked(url(), "before_create\",\"after"));

        bench.pass();

        assertThat(bench.partitions("events")).hasSize(4);
        assertThat(received)
                .extracting(event -> event.get("type").asString())
                .containsExactly("maintenance.before_create", "maintenance.after");
        JsonNode told = received.get(1).get("data");
        assertThat(told.get("target").asString()).isEqualTo(bench.targetName());
        assertThat(told.get("partitions").get(0).get("action").asString()).isEqualTo("create");
        assertThat(bench.run("events").get("hooks")).hasSize(2);
    }

    @Test
    void whatIsDeferredIsAskedAgainSoon() {
        answer = "{\"decision\":\"defer\",\"reason\":\"backup is running\"}";
        bench.table("events", hooked(url(), "before_create"));
        bench.pass();
        assertThat(bench.run("events").get("skipped").get(0).get("reason").asString())
                .isEqualTo("hook-defer");
        answer = "";

        bench.pass(Duration.ofMinutes(1));

        assertThat(bench.partitions("events")).hasSize(4);
    }

    @Test
    void whatIsPausedWhileARunIsUnderWayStopsThere() {
        meanwhile = () -> post(bench.path("events") + "/pause");
        bench.table("events", hooked(url(), "before_create"));

        bench.pass();

        assertThat(received).hasSize(1);
        assertThat(bench.partitions("events")).isEmpty();
        meanwhile = () -> {};
        post(bench.path("events") + "/resume");
        bench.pass();
        assertThat(bench.partitions("events")).hasSize(4);
        assertThat(bench.state("events", "failures")).isEqualTo("0");
    }

    @Test
    void aVetoOfWhatIsNeededIsSeenAsAFailure() {
        answer = "{\"decision\":\"veto\",\"reason\":\"no disk\"}";
        bench.table("events", hooked(url(), "before_create"));

        bench.pass();

        assertThat(bench.state("events", "failures")).isEqualTo("1");
        assertThat(bench.state("events", "failure->>'code'")).isEqualTo("hook-veto");
        assertThat(bench.state("events", "last_success_at IS NULL")).isEqualTo("t");
    }

    @Test
    void anAnswerThatIsNoneCountsAsThePolicySays() {
        answer = "<html>";
        bench.table(
                "events",
                "{\"interval\":\"P1D\",\"premake\":3,\"hooks\":[{\"on\":[\"before_create\"]," + url()
                        + ",\"on_failure\":\"veto\"}]}");

        bench.pass();

        assertThat(bench.partitions("events")).isEmpty();
        assertThat(bench.run("events").get("hooks").get(0).get("error").asString())
                .isEqualTo("hook-answer-unreadable");
        status = 404;
        bench.pass(Duration.ofHours(1));
        assertThat(bench.run("events").get("hooks").get(0).get("error").asString())
                .isEqualTo("hook-refused");
    }

    private void post(String path) {
        assertThat(bench.client().post(path, null).status()).isEqualTo(200);
    }

    private String url() {
        return "\"url\":\"http://127.0.0.1:" + receiver.getAddress().getPort() + "/hook?token=secret\"";
    }

    private static String hooked(String receiver, String on) {
        return "{\"interval\":\"P1D\",\"premake\":3,\"hooks\":[{\"on\":[\"" + on + "\"]," + receiver + "}]}";
    }
}
