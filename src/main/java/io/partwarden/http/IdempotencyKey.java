package io.partwarden.http;

import io.partwarden.shared.Problem;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.regex.Pattern;

/** A client's key within its scope, the caller and the path, and the fingerprint of the request that it stands for. */
@SuppressWarnings("ArrayRecordComponent") // Never compared as a whole.
record IdempotencyKey(String caller, String path, String key, byte[] fingerprint) {

    static final String HEADER = "Idempotency-Key";

    private static final Pattern VISIBLE_ASCII = Pattern.compile("[!-~]{1,255}");

    static IdempotencyKey of(String caller, String key, BufferedRequest request) {
        if (!VISIBLE_ASCII.matcher(key).matches()) {
            throw Problem.invalid(HEADER, "value", "must be 1 to 255 visible ASCII characters");
        }
        return new IdempotencyKey(caller, request.getRequestURI(), key, fingerprint(request));
    }

    boolean standsFor(byte[] otherFingerprint) {
        return MessageDigest.isEqual(fingerprint, otherFingerprint);
    }

    private static byte[] fingerprint(BufferedRequest request) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            String query = request.getQueryString();
            digest.update((query == null ? "" : query).getBytes(StandardCharsets.UTF_8));
            digest.update((byte) 0);
            return digest.digest(request.body());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every JDK has SHA-256", e);
        }
    }
}
