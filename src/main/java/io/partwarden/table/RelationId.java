package io.partwarden.table;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The opaque id of a table or partition: its target and its oid there. It outlives a rename, and names what a path cannot carry.
 */
public record RelationId(String target, long oid) {

    // An oid is unsigned and has 32 bits.
    private static final Pattern PLAIN = Pattern.compile("([^:]{1,200}):(\\d{1,10})");

    public String encoded() {
        byte[] plain = (target + ':' + oid).getBytes(StandardCharsets.UTF_8);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(plain);
    }

    /** Empty for what {@link #encoded()} never made. */
    static Optional<RelationId> decode(String encoded) {
        byte[] plain;
        try {
            plain = Base64.getUrlDecoder().decode(encoded);
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
        Matcher matcher = PLAIN.matcher(new String(plain, StandardCharsets.UTF_8));
        if (!matcher.matches()) {
            return Optional.empty();
        }
        RelationId id = new RelationId(matcher.group(1), Long.parseLong(matcher.group(2)));
        return id.oid() <= 0xFFFF_FFFFL && id.encoded().equals(encoded) ? Optional.of(id) : Optional.empty();
    }
}
