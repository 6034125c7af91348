package io.partwarden.maintenance.runs;

import io.partwarden.maintenance.hooks.HookOutcome;
import io.partwarden.table.BoundResponse;
import io.partwarden.table.RelationName;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a run wanted to do, what it did, and what it left undone; stored and answered in this very form.
 *
 * @param lockWaits one for each change that had to ask for locks
 * @param analyzed whether the table's statistics were made anew; null where nothing had changed
 */
public record RunRecord(
        Planned planned,
        Done done,
        List<Skip> skipped,
        List<HookOutcome> hooks,
        List<LockWait> lockWaits,
        @Nullable Boolean analyzed) {

    public RunRecord {
        skipped = List.copyOf(skipped);
        hooks = List.copyOf(hooks);
        lockWaits = List.copyOf(lockWaits);
    }

    /** A partition and the rows that it takes, or took. */
    public record Item(RelationName partition, @Nullable BoundResponse bounds) {}

    public record Planned(List<Item> create, List<Item> retire) {
        public Planned {
            create = List.copyOf(create);
            retire = List.copyOf(retire);
        }
    }

    public record Done(List<Item> created, List<Item> detached, List<Item> dropped) {
        public Done {
            created = List.copyOf(created);
            detached = List.copyOf(detached);
            dropped = List.copyOf(dropped);
        }

        boolean isEmpty() {
            return created.isEmpty() && detached.isEmpty() && dropped.isEmpty();
        }
    }

    /** @param millis all attempts together */
    public record LockWait(String change, long millis) {}
}
