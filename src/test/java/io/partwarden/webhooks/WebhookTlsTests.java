package io.partwarden.webhooks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.partwarden.shared.Problem;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.KeyStore;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.apache.hc.client5.http.ssl.DefaultClientTlsStrategy;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class WebhookTlsTests {

    private static final String PASSWORD = "changeit";

    @TempDir
    private Path directory;

    private SSLContext context;
    private Receiver receiver;

    @BeforeEach
    void open() throws Exception {
        context = context(certificateOf("receiver.example"));
        receiver = Receiver.overTls(context).answers(200, "{}");
    }

    @AfterEach
    void close() {
        receiver.close();
    }

    @Test
    void aReceiverWithATrustedCertificateOfItsNameIsCalled() {
        try (WebhookBench bench = trusting(context)) {
            assertThat(call(bench, "receiver.example").status()).isEqualTo(200);
        }
    }

    @Test
    void aCertificateOfAnotherNameIsRefused() {
        try (WebhookBench bench = trusting(context)) {
            refused(bench, "other.example");
        }
        assertThat(receiver.received()).isEmpty();
    }

    @Test
    void aCertificateThatNobodySignedIsRefused() {
        try (WebhookBench bench = new WebhookBench(
                WebhookBench.LOOPBACK, WebhookTlsTests::loopback, DefaultClientTlsStrategy.createSystemDefault())) {
            refused(bench, "receiver.example");
        }
        assertThat(receiver.received()).isEmpty();
    }

    private static WebhookBench trusting(SSLContext context) {
        return new WebhookBench(
                WebhookBench.LOOPBACK, WebhookTlsTests::loopback, new DefaultClientTlsStrategy(context));
    }

    private static InetAddress[] loopback(String name) {
        return new InetAddress[] {InetAddress.getLoopbackAddress()};
    }

    private void refused(WebhookBench bench, String host) {
        assertThatThrownBy(() -> call(bench, host))
                .isInstanceOfSatisfying(
                        Problem.class, problem -> assertThat(problem.type()).isEqualTo(WebhookProblems.TLS_REFUSED));
    }

    private WebhookAnswer call(WebhookBench bench, String host) {
        return bench.client()
                .call(new WebhookRequest(
                        "msg_1",
                        receiver.url(host, "/"),
                        null,
                        new WebhookEvent("test", Instant.EPOCH, Map.of()),
                        new WebhookEffort(Duration.ofSeconds(10), 1, Duration.ofSeconds(10))));
    }

    private static SSLContext context(KeyStore store) throws Exception {
        KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        keys.init(store, PASSWORD.toCharArray());
        TrustManagerFactory trusted = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trusted.init(store);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(keys.getKeyManagers(), trusted.getTrustManagers(), null);
        return context;
    }

    private KeyStore certificateOf(String name) throws Exception {
        Path store = directory.resolve("store.p12");
        String keytool =
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString();
        run(
                keytool,
                "-genkeypair",
                "-alias",
                "server",
                "-keyalg",
                "EC",
                "-keystore",
                store.toString(),
                "-storetype",
                "PKCS12",
                "-storepass",
                PASSWORD,
                "-dname",
                "CN=" + name,
                "-ext",
                "san=dns:" + name);
        KeyStore keys = KeyStore.getInstance(store.toFile(), PASSWORD.toCharArray());
        // A key's own certificate is not trusted by itself.
        keys.setCertificateEntry("authority", keys.getCertificate("server"));
        return keys;
    }

    private static void run(String... command) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(output).isZero();
    }
}
