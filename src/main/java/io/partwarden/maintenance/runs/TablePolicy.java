package io.partwarden.maintenance.runs;

import io.partwarden.maintenance.ManagedName;
import io.partwarden.maintenance.hooks.Hook;
import java.time.Duration;
import java.util.List;

/**
 * A table's policy, read and checked.
 *
 * @param etag of the document that it was read from
 * @param lanes a single one unless the table has tenants
 * @param every how long the table goes without being looked at, at most
 */
public record TablePolicy(ManagedName name, String etag, List<LanePolicy> lanes, Duration every, List<Hook> hooks) {

    public TablePolicy {
        lanes = List.copyOf(lanes);
        hooks = List.copyOf(hooks);
    }

    /** What it says of one lane. */
    TablePolicy only(LanePolicy lane) {
        return new TablePolicy(name, etag, List.of(lane), every, hooks);
    }
}
