package io.partwarden.webhooks;

import com.standardwebhooks.Webhook;
import com.standardwebhooks.exceptions.WebhookSigningException;
import io.partwarden.security.SecretReference;
import io.partwarden.shared.Problem;
import java.util.Arrays;
import java.util.Base64;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * The value of {@code webhook-signature} by Standard Webhooks 1.0.0, made by the specification's own library: a jar of 9 KiB without
 * dependencies that the receivers verify with too. A secret is {@code whsec_} and the base64 of 24 to 64 bytes; while one is being
 * replaced, both are kept, parted by white space, and each signs.
 */
final class Signature {

    private static final String PREFIX = "whsec_";
    private static final int MIN_BYTES = 24;
    private static final int MAX_BYTES = 64;
    private static final int MAX_SECRETS = 4;

    private Signature() {}

    /** 422 if the secret, which only its reference names, is none. */
    static String sign(String secrets, SecretReference reference, Message message) {
        String[] each = secrets.strip().split("\\s+");
        if (each.length > MAX_SECRETS || !Arrays.stream(each).allMatch(Signature::isUsable)) {
            throw unusable(reference);
        }
        return Arrays.stream(each).map(secret -> sign(secret, message)).collect(Collectors.joining(" "));
    }

    private static String sign(String secret, Message message) {
        try {
            return new Webhook(secret).sign(message.id(), message.timestamp(), message.body());
        } catch (WebhookSigningException e) {
            throw new IllegalStateException("A checked secret signs", e);
        }
    }

    private static boolean isUsable(String secret) {
        return secret.startsWith(PREFIX)
                && bytes(secret.substring(PREFIX.length()))
                        .filter(length -> length >= MIN_BYTES && length <= MAX_BYTES)
                        .isPresent();
    }

    private static Optional<Integer> bytes(String base64) {
        try {
            return Optional.of(Base64.getDecoder().decode(base64).length);
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    private static Problem unusable(SecretReference reference) {
        return Problem.of(
                WebhookProblems.SECRET_UNUSABLE,
                "The secret " + reference.text() + " must be whsec_ and the base64 of " + MIN_BYTES + " to " + MAX_BYTES
                        + " random bytes; while it is being replaced, the new and the old one with a space or line end"
                        + " in between.");
    }

    /** What is signed; {@code timestamp}: of the attempt, in seconds. */
    record Message(String id, long timestamp, String body) {}
}
