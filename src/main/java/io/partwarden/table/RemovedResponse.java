package io.partwarden.table;

import io.partwarden.sql.Plan;
import io.partwarden.table.Outcome.Done;
import java.util.List;

/** A partition that left its table; {@code state} is detached or dropped. */
record RemovedResponse(String id, String schema, String name, String state, List<Plan.Warning> warnings) {

    static RemovedResponse of(Done<RemovedPartition> done) {
        RemovedPartition removed = done.result();
        return new RemovedResponse(
                removed.id().encoded(),
                removed.name().schema().value(),
                removed.name().name().value(),
                removed.dropped() ? "dropped" : "detached",
                done.warnings());
    }
}
