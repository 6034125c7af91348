package io.partwarden.catalog;

import io.partwarden.partition.KeyFamily;
import io.partwarden.partition.Strategy;
import io.partwarden.sql.QualifiedName;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One partitioned table among all of a target, as far as a single look at the whole fleet tells.
 *
 * @param parentOid of the partitioned table that it is a partition of, null for a root
 * @param fingerprint moves whenever a direct child is attached or detached, has its detach begun or finished, comes back with another
 *     bound, or the default changes; rows, ANALYZE, VACUUM and freezing leave it alone, and so do renames. A dump and restore or an
 *     upgrade of the server may move it without a change
 */
public record FleetTable(
        long oid, QualifiedName name, @Nullable Long parentOid, Key key, Children children, String fingerprint) {

    /** What it is partitioned by. */
    public record Key(Strategy strategy, List<Part> parts) {
        public Key {
            parts = List.copyOf(parts);
        }
    }

    /**
     * A key column.
     *
     * @param column null for an expression
     * @param type as format_type writes it
     */
    public record Part(@Nullable String column, String type, KeyFamily family) {}

    /**
     * Its direct children.
     *
     * @param partitions all of them, with the default and those whose detach is pending
     * @param defaultOid 0 for none
     */
    public record Children(int partitions, long defaultOid, int pendingDetaches) {}

    public Strategy strategy() {
        return key.strategy();
    }

    public int partitions() {
        return children.partitions();
    }

    public long defaultOid() {
        return children.defaultOid();
    }

    public int pendingDetaches() {
        return children.pendingDetaches();
    }
}
