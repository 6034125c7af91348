package io.partwarden.webhooks;

import io.partwarden.shared.ProblemType;

/** Why a call is refused, or got no answer. Their details name the receiver's scheme, host and port, and nothing more of its URL. */
public final class WebhookProblems {

    public static final ProblemType NOT_ALLOWED =
            new ProblemType("webhook-not-allowed", 403, "That host may not be called");
    public static final ProblemType SECRET_MISSING =
            new ProblemType("webhook-secret-missing", 422, "The webhook's secret cannot be read");
    public static final ProblemType SECRET_UNUSABLE =
            new ProblemType("webhook-secret-unusable", 422, "The webhook's secret cannot sign");
    public static final ProblemType UNREACHABLE =
            new ProblemType("webhook-unreachable", 503, "The webhook's receiver cannot be reached");
    public static final ProblemType TLS_REFUSED =
            new ProblemType("webhook-tls-refused", 503, "No trusted connection to the webhook's receiver");
    public static final ProblemType TIMEOUT =
            new ProblemType("webhook-timeout", 503, "The webhook's receiver took too long");
    public static final ProblemType INTERRUPTED =
            new ProblemType("webhook-interrupted", 503, "The service stopped during the call");

    private WebhookProblems() {}
}
