package io.partwarden.webhooks;

import io.partwarden.shared.ProblemType;
import io.partwarden.webhooks.Attempt.Reply;
import io.partwarden.webhooks.Attempt.Silence;
import io.partwarden.webhooks.GuardedResolver.HostRefusedException;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import javax.net.ssl.SSLException;
import org.apache.hc.client5.http.classic.methods.HttpPost;
import org.apache.hc.client5.http.config.ConnectionConfig;
import org.apache.hc.client5.http.config.RequestConfig;
import org.apache.hc.client5.http.impl.DefaultSchemePortResolver;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.client5.http.impl.classic.HttpClientBuilder;
import org.apache.hc.client5.http.impl.io.ManagedHttpClientConnectionFactory;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManagerBuilder;
import org.apache.hc.client5.http.impl.routing.DefaultRoutePlanner;
import org.apache.hc.client5.http.ssl.TlsSocketStrategy;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.ContentType;
import org.apache.hc.core5.http.Header;
import org.apache.hc.core5.http.HttpEntity;
import org.apache.hc.core5.http.HttpHeaders;
import org.apache.hc.core5.http.config.Http1Config;
import org.apache.hc.core5.http.io.entity.ByteArrayEntity;
import org.apache.hc.core5.io.CloseMode;
import org.apache.hc.core5.util.Timeout;
import org.jspecify.annotations.Nullable;

/**
 * One POST over one new connection: no redirect, proxy, cookie or password of the environment is used, and nothing outlasts the timeout,
 * a slow look-up and an answer that drips in included. Apache's client, since the JDK's connects to whatever address it looks up
 * itself, after any check of ours.
 */
final class Exchange implements AutoCloseable {

    private static final ContentType JSON = ContentType.create("application/json");
    private static final Timeout CONNECT = Timeout.ofSeconds(10);
    private static final int MAX_CONNECTIONS = 200;
    private static final int MAX_PER_RECEIVER = 50;
    private static final int MAX_HEADER = 16 * 1024;
    private static final int MAX_HEADERS = 200;

    private final CloseableHttpClient client;
    private final ExecutorService calls = Executors.newCachedThreadPool(work -> {
        Thread thread = new Thread(work, "webhook");
        thread.setDaemon(true);
        return thread;
    });

    Exchange(GuardedResolver resolver, TlsSocketStrategy tls) {
        Http1Config answers = Http1Config.custom()
                .setMaxLineLength(MAX_HEADER)
                .setMaxHeaderCount(MAX_HEADERS)
                .build();
        this.client = HttpClientBuilder.create()
                .setConnectionManager(PoolingHttpClientConnectionManagerBuilder.create()
                        .setDnsResolver(resolver)
                        .setTlsSocketStrategy(tls)
                        .setConnectionFactory(ManagedHttpClientConnectionFactory.builder()
                                .http1Config(answers)
                                .build())
                        .setDefaultConnectionConfig(ConnectionConfig.custom()
                                .setConnectTimeout(CONNECT)
                                .build())
                        .setMaxConnTotal(MAX_CONNECTIONS)
                        .setMaxConnPerRoute(MAX_PER_RECEIVER)
                        .build())
                .setConnectionReuseStrategy((request, response, context) -> false)
                .setRoutePlanner(new DefaultRoutePlanner(DefaultSchemePortResolver.INSTANCE))
                .setDefaultRequestConfig(RequestConfig.custom()
                        .setAuthenticationEnabled(false)
                        .setProtocolUpgradeEnabled(false)
                        .build())
                .setUserAgent("partwarden")
                .disableRedirectHandling()
                .disableAutomaticRetries()
                .disableCookieManagement()
                .disableAuthCaching()
                .disableContentCompression()
                .build();
    }

    /** Sends the body and waits for the answer, for no longer than that. */
    Attempt post(Destination destination, Map<String, String> headers, String body, Duration timeout)
            throws InterruptedException {
        HttpPost request = new HttpPost(destination.uri());
        headers.forEach(request::setHeader);
        request.setHeader(HttpHeaders.ACCEPT, JSON.getMimeType());
        request.setEntity(new ByteArrayEntity(body.getBytes(StandardCharsets.UTF_8), JSON));
        Future<Reply> reply = calls.submit(() -> send(request));
        try {
            return reply.get(timeout.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            return new Silence(WebhookProblems.TIMEOUT, e);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof IOException failure) {
                return new Silence(type(failure), failure);
            }
            throw new IllegalStateException("A webhook's attempt broke", e.getCause());
        } finally {
            // Closes the connection; the thread ends with it.
            request.abort();
        }
    }

    private Reply send(HttpPost request) throws IOException {
        ClassicHttpResponse response = client.executeOpen(null, request, null);
        // Not closed, which would read the rest of the answer however long it is: who asked aborts the request.
        HttpEntity entity = response.getEntity();
        byte[] body = entity == null ? new byte[0] : read(entity);
        boolean cut = body.length > WebhookAnswer.MAX_BODY;
        String text = new String(body, 0, Math.min(body.length, WebhookAnswer.MAX_BODY), StandardCharsets.UTF_8);
        return new Reply(response.getCode(), text, cut, value(response.getFirstHeader(HttpHeaders.RETRY_AFTER)));
    }

    private static byte[] read(HttpEntity entity) throws IOException {
        InputStream content = entity.getContent();
        return content == null ? new byte[0] : content.readNBytes(WebhookAnswer.MAX_BODY + 1);
    }

    private static @Nullable String value(@Nullable Header header) {
        return header == null ? null : header.getValue();
    }

    private static ProblemType type(IOException failure) {
        if (failure instanceof HostRefusedException) {
            return WebhookProblems.NOT_ALLOWED;
        }
        if (failure instanceof SSLException) {
            return WebhookProblems.TLS_REFUSED;
        }
        return failure instanceof InterruptedIOException ? WebhookProblems.TIMEOUT : WebhookProblems.UNREACHABLE;
    }

    @Override
    public void close() {
        client.close(CloseMode.IMMEDIATE);
        calls.shutdownNow();
    }
}
