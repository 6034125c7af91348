package io.partwarden.maintenance.hooks;

import io.partwarden.jobs.DatabaseClock;
import io.partwarden.maintenance.hooks.Hook.Moment;
import io.partwarden.shared.Problem;
import io.partwarden.webhooks.WebhookAnswer;
import io.partwarden.webhooks.WebhookClient;
import io.partwarden.webhooks.WebhookEffort;
import io.partwarden.webhooks.WebhookEvent;
import io.partwarden.webhooks.WebhookRequest;
import java.net.URI;
import java.time.Duration;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import tools.jackson.databind.json.JsonMapper;

/** Hooks that are somebody else's HTTP service: 2xx answers, with a decision or without a body. */
@Component
final class WebhookHooks {

    private final WebhookClient client;
    private final JsonMapper json;
    private final DatabaseClock clock;

    WebhookHooks(WebhookClient client, JsonMapper json, DatabaseClock clock) {
        this.client = client;
        this.json = json;
        this.clock = clock;
    }

    HookOutcome call(Hook hook, Hook.Webhook webhook, Moment moment, HookEvent event) {
        WebhookRequest request = new WebhookRequest(
                event.run() + "-" + event.event(),
                webhook.url(),
                webhook.secret(),
                new WebhookEvent("maintenance." + event.event(), clock.now(), event),
                effort(hook));
        try {
            WebhookAnswer answer = client.call(request);
            if (!answer.isSuccess()) {
                return failed(hook, webhook, moment, HookProblems.REFUSED, answer);
            }
            return HookAnswer.read(answer.body(), json)
                    .map(read -> new HookOutcome(
                            event.event(),
                            place(webhook),
                            read.decision().name().toLowerCase(Locale.ROOT),
                            read.reason(),
                            null,
                            answer.attempts(),
                            answer.duration().toMillis()))
                    .orElseGet(() -> failed(hook, webhook, moment, HookProblems.UNREADABLE, answer));
        } catch (Problem problem) {
            return failed(hook, webhook, moment, problem.type().slug(), null);
        }
    }

    /** As long as the client allows at most. */
    private static WebhookEffort effort(Hook hook) {
        Duration timeout = atMost(
                hook.timeout().compareTo(WebhookEffort.MIN_TIMEOUT) < 0 ? WebhookEffort.MIN_TIMEOUT : hook.timeout(),
                WebhookEffort.MAX_TIMEOUT);
        int attempts = Math.min(hook.attempts(), WebhookEffort.MAX_ATTEMPTS);
        return new WebhookEffort(
                timeout, attempts, atMost(timeout.multipliedBy(2L * attempts), WebhookEffort.MAX_DEADLINE));
    }

    private static Duration atMost(Duration wanted, Duration most) {
        return wanted.compareTo(most) < 0 ? wanted : most;
    }

    private static HookOutcome failed(
            Hook hook, Hook.Webhook webhook, Moment moment, String code, @Nullable WebhookAnswer answer) {
        return new HookOutcome(
                moment.name().toLowerCase(Locale.ROOT),
                place(webhook),
                hook.onFailure(moment).name().toLowerCase(Locale.ROOT),
                null,
                code,
                answer == null ? 0 : answer.attempts(),
                answer == null ? 0 : answer.duration().toMillis());
    }

    /** Without the path and query, which may hold a secret. */
    private static String place(Hook.Webhook webhook) {
        URI url = URI.create(webhook.url());
        return url.getScheme() + "://" + url.getHost() + (url.getPort() < 0 ? "" : ":" + url.getPort());
    }
}
