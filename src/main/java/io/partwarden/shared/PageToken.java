package io.partwarden.shared;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;

/**
 * An opaque cursor: the sort key of the last row that was shown. Clients hand it back unread; one that we did not make is a 400
 * on field {@code cursor}.
 */
public final class PageToken {

    private static final char SEPARATOR = '\u001f';

    private PageToken() {}

    public static String of(List<String> sortKey) {
        String joined = String.join(String.valueOf(SEPARATOR), sortKey);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(joined.getBytes(StandardCharsets.UTF_8));
    }

    /** The sort key of {@code parts} members that {@link #of} put in. */
    public static List<String> read(String cursor, int parts) {
        try {
            byte[] bytes = Base64.getUrlDecoder().decode(cursor);
            String joined = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
            List<String> sortKey = List.of(joined.split(String.valueOf(SEPARATOR), -1));
            // PostgreSQL's text cannot hold NUL, so no key of ours does.
            if (sortKey.size() == parts && joined.indexOf('\0') < 0) {
                return sortKey;
            }
        } catch (IllegalArgumentException | CharacterCodingException e) {
            throw foreign().causedBy(e);
        }
        throw foreign();
    }

    private static Problem foreign() {
        return Problem.invalid(
                "cursor", "invalid", "This is not a cursor of ours; pass the 'next' of the page before, or none.");
    }
}
