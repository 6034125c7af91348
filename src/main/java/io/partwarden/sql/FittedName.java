package io.partwarden.sql;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * Names that we make up, always within PostgreSQL's 63 bytes. One that is too long loses the end of its stem, on a character border, and
 * gets eight hexadecimal digits of the whole name's SHA-256, so that two long names do not become one.
 */
public final class FittedName {

    private static final int HASH_DIGITS = 8;
    private static final int MAX_SUFFIX_BYTES = 40;

    private FittedName() {}

    /** {@code stem + suffix} where that fits, else the shortened form. */
    public static Identifier of(String stem, String suffix) {
        String whole = stem + suffix;
        return Identifier.isValid(whole) ? new Identifier(whole) : hashed(stem, suffix, whole);
    }

    /** The form with a hash of {@code identity}, even where it would fit without: for a name that is taken. */
    public static Identifier hashed(String stem, String suffix, String identity) {
        String hash = '_' + sha256(identity).substring(0, HASH_DIGITS);
        String end = cut(suffix, MAX_SUFFIX_BYTES) + hash;
        return new Identifier(cut(stem, Identifier.MAX_BYTES - bytes(end)) + end);
    }

    /** The longest start of the text, in whole characters, of at most so many bytes of UTF-8. */
    public static String cut(String text, int maxBytes) {
        int end = 0;
        int used = 0;
        while (end < text.length()) {
            int character = text.codePointAt(end);
            used += bytes(Character.toString(character));
            if (used > maxBytes) {
                break;
            }
            end += Character.charCount(character);
        }
        return text.substring(0, end);
    }

    private static int bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8).length;
    }

    private static String sha256(String text) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            return HexFormat.of().formatHex(digest.digest(text.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every JDK has SHA-256", e);
        }
    }
}
