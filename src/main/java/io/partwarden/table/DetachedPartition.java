package io.partwarden.table;

import io.partwarden.sql.QualifiedName;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A table that we detached and that stands for itself since.
 *
 * @param detachedAt when we saw the end of the detach, by the metadata database's time
 * @param bound that it had, as ATTACH PARTITION takes it; null for one detached before we kept it
 * @param detachedBy the actor of the work that began the detach, for people; null for one from before we kept it
 * @param drop null for one that stays: detached by hand, under another action, before we kept it, or with an end that we did not see
 */
public record DetachedPartition(
        long oid,
        QualifiedName name,
        Instant detachedAt,
        @Nullable String bound,
        @Nullable String detachedBy,
        @Nullable Drop drop) {

    /** Whether it was to be dropped and somebody has changed it since. */
    public boolean isChanged() {
        return drop != null && drop.changed();
    }

    /**
     * That it was detached in order to be dropped.
     *
     * @param after the end of the grace that the policy had then
     * @param needsArchive whether an archive was to be there first
     * @param changed whether somebody has changed the table's definition since, as attaching and detaching it again does
     */
    public record Drop(Instant after, boolean needsArchive, boolean changed) {}
}
