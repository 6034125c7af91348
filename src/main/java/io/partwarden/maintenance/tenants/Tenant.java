package io.partwarden.maintenance.tenants;

import io.partwarden.maintenance.PolicyDocument.RetentionDocument;
import io.partwarden.table.Removal;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.HexFormat;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A registered tenant.
 *
 * @param value as the server writes it
 * @param retention instead of the policy's; null where that counts
 * @param number in the order in which they were registered; 0 for one that is not stored yet
 * @param leaving null unless its offboarding has begun
 */
record Tenant(
        String value,
        @Nullable RetentionDocument retention,
        long number,
        Instant registeredAt,
        @Nullable Leaving leaving) {

    /**
     * An offboarding that has begun.
     *
     * @param partitions by oid, which may go
     */
    record Leaving(Removal.Mode mode, Set<Long> partitions) {
        Leaving {
            partitions = Set.copyOf(partitions);
        }
    }

    /** What it is stored under, and its lane's state. */
    String key() {
        return key(value);
    }

    static String key(String value) {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(value.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(hash);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every JDK has SHA-256", e);
        }
    }
}
