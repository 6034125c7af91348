package io.partwarden.webhooks;

import io.partwarden.security.AllowedHosts;
import io.partwarden.security.Secrets;
import io.partwarden.webhooks.Attempt.Reply;
import io.partwarden.webhooks.Attempt.Silence;
import java.net.InetAddress;
import java.time.Clock;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Random;
import org.apache.hc.client5.http.ssl.DefaultClientTlsStrategy;
import org.apache.hc.client5.http.ssl.TlsSocketStrategy;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.stereotype.Component;
import tools.jackson.databind.json.JsonMapper;

/**
 * Calls receivers by Standard Webhooks 1.0.0. Only allowed hosts are reached, at addresses checked when the connection is made;
 * redirects are not followed; certificates are verified against what the JVM trusts. Secrets are read anew for each attempt.
 */
@Component
public final class WebhookClient implements AutoCloseable {

    private final Exchange exchange;
    private final GuardedResolver resolver;
    private final Secrets secrets;
    private final JsonMapper json;
    private final Timing timing;

    @Autowired
    WebhookClient(WebhookProperties properties, Secrets secrets, JsonMapper json, Clock clock) {
        this(
                new GuardedResolver(
                        new AllowedHosts(WebhookProperties.ALLOWED_HOSTS, properties.allowedHosts()),
                        InetAddress::getAllByName),
                DefaultClientTlsStrategy.createSystemDefault(),
                secrets,
                json,
                new Timing(clock, Stopwatch.system(), new Backoff(clock, new Random())));
    }

    WebhookClient(GuardedResolver resolver, TlsSocketStrategy tls, Secrets secrets, JsonMapper json, Timing timing) {
        this.resolver = resolver;
        this.exchange = new Exchange(resolver, tls);
        this.secrets = secrets;
        this.json = json;
        this.timing = timing;
    }

    /**
     * For whoever stores a URL: a 400 that names the field if it is none that could be called, a 403 {@code webhook-not-allowed} if its
     * host, or an address that it has now, may not be.
     */
    public void requireAllowed(String field, String url) {
        Destination destination = destination(field, url);
        if (!resolver.admits(destination.host())) {
            throw Refusals.host(field, destination);
        }
    }

    /**
     * Sends the event until an answer is final or the effort is spent; connection failures, timeouts, 408, 425, 429 and 5xx are tried
     * again. The answer may be of any status; where none came it is a problem of {@link WebhookProblems}.
     */
    public WebhookAnswer call(WebhookRequest request) {
        Destination destination = destination("url", request.url());
        String body = json.writeValueAsString(body(request.event()));
        try {
            return call(destination, request, body);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw Refusals.interrupted(destination).causedBy(e);
        }
    }

    private WebhookAnswer call(Destination destination, WebhookRequest request, String body)
            throws InterruptedException {
        Stopwatch stopwatch = timing.stopwatch();
        Duration start = stopwatch.now();
        Duration end = start.plus(request.effort().deadline());
        for (int attempts = 1; ; attempts++) {
            Attempt attempt = attempt(destination, request, body, end);
            Duration pause = timing.backoff().before(attempt, attempts);
            boolean last = !attempt.mayBeRetried()
                    || attempts == request.effort().attempts()
                    || stopwatch.now().plus(pause).compareTo(end) >= 0;
            if (last) {
                return answer(destination, attempt, attempts, stopwatch.now().minus(start));
            }
            stopwatch.pause(pause);
        }
    }

    private Attempt attempt(Destination destination, WebhookRequest request, String body, Duration end)
            throws InterruptedException {
        Duration left = end.minus(timing.stopwatch().now());
        Duration timeout = request.effort().timeout();
        return exchange.post(destination, headers(request, body), body, left.compareTo(timeout) < 0 ? left : timeout);
    }

    private Map<String, String> headers(WebhookRequest request, String body) {
        long timestamp = timing.clock().instant().getEpochSecond();
        Map<String, String> headers = new LinkedHashMap<>();
        headers.put("webhook-id", request.id());
        headers.put("webhook-timestamp", Long.toString(timestamp));
        if (request.secret() != null) {
            String secret = secrets.read(request.secret(), WebhookProblems.SECRET_MISSING);
            headers.put(
                    "webhook-signature",
                    Signature.sign(secret, request.secret(), new Signature.Message(request.id(), timestamp, body)));
        }
        return headers;
    }

    private static Map<String, Object> body(WebhookEvent event) {
        Map<String, Object> body = new LinkedHashMap<>();
        body.put("type", event.type());
        body.put("timestamp", event.timestamp());
        body.put("data", event.data());
        return body;
    }

    private static WebhookAnswer answer(Destination destination, Attempt last, int attempts, Duration took) {
        if (last instanceof Reply reply) {
            return new WebhookAnswer(reply.status(), reply.body(), reply.cut(), attempts, took);
        }
        throw Refusals.silence(destination, (Silence) last, attempts);
    }

    private static Destination destination(String field, String url) {
        return Destination.parse(url).orElseThrow(() -> Refusals.url(field));
    }

    @Override
    public void close() {
        exchange.close();
    }
}
