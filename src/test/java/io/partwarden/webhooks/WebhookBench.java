package io.partwarden.webhooks;

import io.partwarden.security.AllowedHosts;
import io.partwarden.security.SecretReference;
import io.partwarden.security.SecretsBench;
import io.partwarden.testing.TestClock;
import java.net.InetAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.apache.hc.client5.http.ssl.DefaultClientTlsStrategy;
import org.apache.hc.client5.http.ssl.TlsSocketStrategy;
import org.springframework.mock.env.MockEnvironment;
import tools.jackson.databind.json.JsonMapper;

/** A client without the rest of the service: pauses take no time, secrets and the clock are the test's. For every module's tests. */
public final class WebhookBench implements AutoCloseable {

    static final List<String> LOOPBACK = List.of("localhost", "127.0.0.0/8", "::1/128");

    private final MockEnvironment environment = new MockEnvironment();
    private final TestClock clock = new TestClock(Instant.parse("2026-03-01T12:00:00.75Z"));
    private final Pauses pauses = new Pauses();
    private final WebhookClient client;

    /** Of this machine's addresses alone. */
    public WebhookBench() {
        this(LOOPBACK, InetAddress::getAllByName, DefaultClientTlsStrategy.createSystemDefault());
    }

    WebhookBench(List<String> allowedHosts, GuardedResolver.Lookup names, TlsSocketStrategy tls) {
        client = new WebhookClient(
                new GuardedResolver(new AllowedHosts("test.allowed-hosts", allowedHosts), names),
                tls,
                SecretsBench.secrets(environment, Path.of("target/no-secrets")),
                JsonMapper.builder().build(),
                new Timing(clock, pauses, new Backoff(clock, new Random(7))));
    }

    static WebhookBench resolving(List<String> allowedHosts, GuardedResolver.Lookup names) {
        return new WebhookBench(allowedHosts, names, DefaultClientTlsStrategy.createSystemDefault());
    }

    public WebhookClient client() {
        return client;
    }

    public TestClock clock() {
        return clock;
    }

    /** Sets the secret and gives a reference to it. */
    public SecretReference secret(String name, String value) {
        environment.setProperty(SecretReference.ENV_PREFIX + name, value);
        return SecretReference.parse("env:" + SecretReference.ENV_PREFIX + name).orElseThrow();
    }

    /** The pauses so far. */
    List<Duration> pauses() {
        return pauses.taken;
    }

    @Override
    public void close() {
        client.close();
    }

    private static final class Pauses implements Stopwatch {

        private final List<Duration> taken = new ArrayList<>();

        @Override
        public Duration now() {
            return taken.stream().reduce(Duration.ZERO, Duration::plus);
        }

        @Override
        public void pause(Duration length) {
            taken.add(length);
        }
    }
}
