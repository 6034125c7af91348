package io.partwarden.http;

import io.partwarden.shared.Problem;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/**
 * Looks for what JSON can spell and PostgreSQL cannot store: NUL, and halves of surrogate pairs. Wherever they stand, also in
 * member names and in values that no schema knows.
 */
final class JsonText {

    private static final int ESCAPE_LENGTH = 6;

    private JsonText() {}

    static void check(byte[] body) {
        String text = decode(body);
        for (int at = text.indexOf('\\'); at >= 0; at = text.indexOf('\\', at)) {
            int unit = escapedUnit(text, at);
            if (unit == 0) {
                throw unstorable("a NUL character (\\u0000)");
            }
            if (unit >= 0 && Character.isLowSurrogate((char) unit)) {
                throw unstorable("half of a surrogate pair");
            }
            if (unit >= 0 && Character.isHighSurrogate((char) unit)) {
                int second = escapedUnit(text, at + ESCAPE_LENGTH);
                if (second < 0 || !Character.isLowSurrogate((char) second)) {
                    throw unstorable("half of a surrogate pair");
                }
                at += ESCAPE_LENGTH;
            }
            at += unit >= 0 ? ESCAPE_LENGTH : 2;
        }
    }

    private static String decode(byte[] body) {
        try {
            String text = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(body))
                    .toString();
            if (text.indexOf('\0') >= 0) {
                throw unstorable("a NUL character");
            }
            return text;
        } catch (CharacterCodingException e) {
            throw Problem.invalid("body", "encoding", "is not UTF-8").causedBy(e);
        }
    }

    /** The code unit of an escape {@code \\uXXXX} at that place, or -1 if there is none. */
    private static int escapedUnit(String text, int at) {
        if (at + ESCAPE_LENGTH > text.length() || text.charAt(at) != '\\' || text.charAt(at + 1) != 'u') {
            return -1;
        }
        int unit = 0;
        for (int i = at + 2; i < at + ESCAPE_LENGTH; i++) {
            int digit = Character.digit(text.charAt(i), 16);
            if (digit < 0) {
                return -1;
            }
            unit = unit * 16 + digit;
        }
        return unit;
    }

    private static Problem unstorable(String what) {
        return Problem.invalid("body", "unstorable", "contains " + what + ", which PostgreSQL cannot store");
    }
}
