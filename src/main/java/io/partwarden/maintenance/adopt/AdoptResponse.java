package io.partwarden.maintenance.adopt;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.partwarden.maintenance.PolicyDocument;
import io.partwarden.table.BoundResponse;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What would become of each partition under a policy.
 *
 * @param imported attached, with bounds that the policy's partitions have
 * @param drifted attached, with other bounds; they stay as they are, and new partitions are fitted in beside them
 * @param orphaned tables that look like partitions of this one and are not attached
 * @param skipped what a policy leaves alone
 * @param proposedPolicy what the partitions look like as a policy, without any retention; null where they show no pattern
 */
record AdoptResponse(
        List<Imported> imported,
        List<Drifted> drifted,
        List<Orphaned> orphaned,
        List<Skipped> skipped,
        @Nullable PolicyDocument proposedPolicy) {

    record Imported(String schema, String name, BoundResponse bounds) {}

    /** @param expected the policy's partitions that its rows belong to, at most ten */
    record Drifted(String schema, String name, BoundResponse bounds, List<BoundResponse> expected) {}

    /**
     * @param reason {@code detached-here}, {@code check-constraint} (same columns, and a CHECK on the key) or {@code name} (same columns,
     *     and named as partitions of this table are)
     * @param evidence the bounds that it had, or its CHECK
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record Orphaned(
            String schema,
            String name,
            String reason,
            @Nullable String evidence,
            @Nullable Instant detachedAt) {}

    /** @param reason {@code default}, {@code pending-detach}, {@code foreign}, {@code minvalue}, {@code maxvalue}, {@code not-counted} */
    record Skipped(String schema, String name, BoundResponse bounds, String reason) {}
}
