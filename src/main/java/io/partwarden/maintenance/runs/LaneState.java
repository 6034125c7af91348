package io.partwarden.maintenance.runs;

import java.math.BigDecimal;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What is remembered of a lane; places are on its line.
 *
 * @param servedUntil where partitions were made to by the last run that left nothing out
 * @param ids the highest id when it was last looked at, null where the lane has no ids
 */
public record LaneState(
        @Nullable BigDecimal servedUntil, @Nullable IdSighting ids) {

    public static final LaneState UNKNOWN = new LaneState(null, null);

    /** @param perSecond how fast ids were used between the two last looks; null after the first one */
    public record IdSighting(
            BigDecimal highest, Instant at, @Nullable BigDecimal perSecond) {}
}
