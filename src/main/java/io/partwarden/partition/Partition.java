package io.partwarden.partition;

import io.partwarden.sql.QualifiedName;

/** One partition as the catalog has it; its oid, not its name, is its identity. */
public record Partition(long oid, QualifiedName name, Bound bound, Kind kind, State state) {

    /** What stands behind the name. */
    public enum Kind {
        TABLE,
        /** Itself partitioned. */
        PARTITIONED,
        FOREIGN
    }

    /** Where it stands with its parent. */
    public enum State {
        ATTACHED,
        /** A DETACH CONCURRENTLY was interrupted: rows are invisible through the parent and the detach must be finalized. */
        PENDING_DETACH
    }

    /** {@code FOR VALUES ..} or {@code DEFAULT}, as ATTACH PARTITION takes it. */
    public String boundSql() {
        return BoundSql.clause(bound).sql();
    }

    public boolean isDefault() {
        return bound instanceof Bound.Default;
    }
}
