package io.partwarden.http;

import io.partwarden.shared.Problem;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * The version of a document that clients replace as a whole: the same content has the same version, and a strong ETag names it.
 */
public record DocumentVersion(String value) {

    private static final int BYTES = 16;

    /** The version of that content; pass a canonical form, such as the JSON that is stored. */
    public static DocumentVersion of(String canonicalContent) {
        try {
            byte[] digest =
                    MessageDigest.getInstance("SHA-256").digest(canonicalContent.getBytes(StandardCharsets.UTF_8));
            return new DocumentVersion(HexFormat.of().formatHex(digest, 0, BYTES));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every JDK has SHA-256", e);
        }
    }

    /** As it stands in the ETag header and in the body's {@code etag}. */
    public String etag() {
        return '"' + value + '"';
    }

    /** Refuses a change whose sender has not seen this version: 428 without If-Match, 412 with another. */
    public void requireSeen(IfMatch ifMatch) {
        if (ifMatch.isAbsent()) {
            throw Problem.of(
                            HttpProblems.PRECONDITION_REQUIRED,
                            "The document exists. Read it, and send its etag as If-Match to change it.")
                    .with("etag", etag());
        }
        if (!ifMatch.matches(this)) {
            throw Problem.of(
                            HttpProblems.PRECONDITION_FAILED,
                            "The document is not the one that If-Match names: it has changed since. Read it again.")
                    .with("etag", etag());
        }
    }
}
