package io.partwarden.webhooks;

import io.partwarden.shared.FieldProblem;
import io.partwarden.shared.Problem;
import io.partwarden.shared.ProblemType;
import io.partwarden.webhooks.Attempt.Silence;
import java.util.List;
import java.util.Map;

/** What a user reads when a URL is refused or a call gets no answer. */
final class Refusals {

    private static final Map<ProblemType, String> SILENCES = Map.of(
            WebhookProblems.UNREACHABLE,
            "No connection to %s, or it was lost before an answer came. See that the receiver is up and can be reached"
                    + " from this service.",
            WebhookProblems.TLS_REFUSED,
            "No trusted TLS connection to %s. See that its certificate names the host, and that the JVM trusts the"
                    + " authority that signed it.",
            WebhookProblems.TIMEOUT,
            "%s did not answer in time. See that the receiver answers first and does what takes long afterwards.",
            WebhookProblems.NOT_ALLOWED,
            "%s is not among the hosts that may be called, or one of its addresses is not. The operator of this service"
                    + " allows them with " + WebhookProperties.ALLOWED_HOSTS
                    + "; addresses of this machine or its link only count as a network, such as 127.0.0.0/8.");

    private Refusals() {}

    static Problem url(String field) {
        return Problem.invalid(
                field,
                "url",
                "This is no URL to call: http or https, a host name or address, no user, no fragment, plain ASCII, at"
                        + " most " + Destination.MAX_LENGTH + " characters.");
    }

    static Problem host(String field, Destination destination) {
        String detail = detail(WebhookProblems.NOT_ALLOWED, destination);
        return Problem.of(WebhookProblems.NOT_ALLOWED, detail)
                .withErrors(List.of(new FieldProblem(field, "host", "This host may not be called.")));
    }

    static Problem silence(Destination destination, Silence silence, int attempts) {
        return Problem.of(silence.type(), detail(silence.type(), destination))
                .with("attempts", attempts)
                .causedBy(silence.cause());
    }

    static Problem interrupted(Destination destination) {
        return Problem.of(
                WebhookProblems.INTERRUPTED,
                "The service stopped while it called " + destination.origin()
                        + "; whether the call arrived is not known.");
    }

    private static String detail(ProblemType type, Destination destination) {
        String text = SILENCES.get(type);
        if (text == null) {
            throw new IllegalArgumentException("No text for " + type.slug());
        }
        return text.formatted(destination.origin());
    }
}
