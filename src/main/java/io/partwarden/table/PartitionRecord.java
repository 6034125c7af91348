package io.partwarden.table;

import io.partwarden.sql.QualifiedName;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What we know of a partition beyond its catalog. An oid may have been given to another table since: it is the same one only where the
 * name is the same too.
 *
 * @param createdAt null unless we made it
 * @param detachStartedAt set from the start of a detach of ours on, also after its end
 * @param detachedAt null until that detach was seen to have ended
 * @param bound at the start of the detach, as ATTACH PARTITION takes it; null while none was begun
 * @param detachedBy who began that detach; null for one from before we kept it
 * @param drop what was to follow the detach; null if it was to stay
 */
public record PartitionRecord(
        long oid,
        long parentOid,
        QualifiedName name,
        @Nullable Instant createdAt,
        @Nullable Instant detachStartedAt,
        @Nullable Instant detachedAt,
        @Nullable String bound,
        @Nullable String detachedBy,
        @Nullable Drop drop) {

    /**
     * @param after null until the end of the detach was seen by whoever ran it
     * @param xmin of the table's row of pg_class, as the detach left it; null until then
     */
    public record Drop(
            DropIntention intention,
            @Nullable Instant after,
            @Nullable String xmin) {}

    boolean isDetachOf(QualifiedName table) {
        return detachStartedAt != null && name.equals(table);
    }
}
