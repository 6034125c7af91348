package io.partwarden.table;

import io.partwarden.execution.Fence;
import io.partwarden.execution.Patience;
import io.partwarden.security.Change;

/**
 * On whose behalf a change of partitions is made and how long it goes on asking for locks.
 *
 * @param actor who is recorded as the maker of partitions, and as who detached them
 * @param change of the audit trail, opened by the caller and ended by it; its plans, beginnings and statements are told to it
 * @param fence that its plans are run under
 */
public record Work(String actor, Change change, Patience patience, Fence fence) {

    /** For work that nobody takes over. */
    public Work(String actor, Change change, Patience patience) {
        this(actor, change, patience, Fence.NONE);
    }

    /** The same with every attempt at a lock. */
    Work patiently() {
        return new Work(actor, change, Patience.LADDER, fence);
    }

    /** The same with the few attempts of somebody who waits. */
    Work briefly() {
        return new Work(actor, change, Patience.SHORT, fence);
    }
}
