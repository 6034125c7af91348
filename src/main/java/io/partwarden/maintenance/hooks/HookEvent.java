package io.partwarden.maintenance.hooks;

import io.partwarden.table.BoundResponse;
import io.partwarden.table.RelationName;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a hook is told: names, bounds and what is done with them; no rows, no statements and no secrets.
 *
 * @param event {@code before_create}, {@code before_retire} or {@code after}
 * @param policyEtag of the policy that the run follows
 * @param run its id
 * @param partitions what is planned; after the run, what was done
 */
public record HookEvent(
        String event, String target, RelationName table, String policyEtag, String run, List<Item> partitions) {

    public HookEvent {
        partitions = List.copyOf(partitions);
    }

    /** @param action {@code create}, {@code detach} or {@code drop} */
    public record Item(RelationName partition, @Nullable BoundResponse bounds, String action) {}
}
