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

    /** An index entry takes 2,704 bytes at most. */
    private static final int LONGEST_PATH = 1_000;

    private static final Pattern VISIBLE_ASCII = Pattern.compile("[!-~]{1,255}");

    static IdempotencyKey of(String caller, String key, BufferedRequest request) {
        if (!VISIBLE_ASCII.matcher(key).matches()) {
            throw Problem.invalid(HEADER, "value", "must be 1 to 255 visible ASCII characters");
        }
        String path = request.getRequestURI();
        String kept = path.length() <= LONGEST_PATH ? path : path.substring(0, LONGEST_PATH);
        return new IdempotencyKey(caller, kept, key, fingerprint(request));
    }

    boolean standsFor(byte[] otherFingerprint) {
        return MessageDigest.isEqual(fingerprint, otherFingerprint);
    }

    private static byte[] fingerprint(BufferedRequest request) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            String query = request.getQueryString();
            digest.update(request.getRequestURI().getBytes(StandardCharsets.UTF_8));
            digest.update((byte) 0);
            digest.update((query == null ? "" : query).getBytes(StandardCharsets.UTF_8));
            digest.update((byte) 0);
            return digest.digest(request.body());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every JDK has SHA-256", e);
        }
    }
}
