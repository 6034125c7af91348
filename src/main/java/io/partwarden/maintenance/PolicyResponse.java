package io.partwarden.maintenance;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import io.partwarden.sql.Plan;
import io.partwarden.table.BoundResponse;
import io.partwarden.table.RelationName;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A policy as it is answered: as it was sent, what it means, and what comes of it.
 *
 * @param effective with every default resolved; null where the policy does not fit the table, as a warning says
 * @param nextBoundaries the current period and those after it, or values, or remainders
 */
record PolicyResponse(
        @JsonUnwrapped Of table,
        @JsonUnwrapped PolicyDocument policy,
        @Nullable PolicyDocument effective,
        List<NextBoundary> nextBoundaries,
        List<Plan.Warning> warnings,
        @JsonUnwrapped Standing standing,
        String etag) {

    /** What it is a policy of. */
    record Of(String target, String schema, String table) {}

    /**
     * @param inForceSince periods before it are made only from a start on
     * @param paused whether this table alone is paused
     */
    record Standing(Instant inForceSince, boolean paused) {}

    /**
     * A partition that is to be.
     *
     * @param from when its period begins; null where the key does not tell time
     * @param name of the partition that has just these bounds, or the one that a new one would get
     * @param exists whether every row of it finds a partition, whatever its bounds
     */
    record NextBoundary(
            BoundResponse bounds,
            @Nullable Instant from,
            @Nullable Instant to,
            RelationName name,
            boolean exists) {}
}
