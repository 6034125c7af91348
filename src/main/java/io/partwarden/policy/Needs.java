package io.partwarden.policy;

import io.partwarden.partition.Bound;
import io.partwarden.policy.Lane.Placed;
import java.math.BigDecimal;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a lane needs at one moment.
 *
 * @param missed periods of the past that an outage left out, oldest first
 * @param ahead the current and future periods that are not there, in order
 * @param old partitions to retire in this run, oldest first
 * @param kept old ones that stay for now
 * @param gaps stretches between this lane's partitions that nothing takes, before now
 * @param safeUntil the end of the unbroken row of attached partitions that now lies in; null where now lies in none, or in one without end
 * @param nextChange when something will have to be made or go next, on the lane's line, once all of this is done: now where that leaves
 *     something over, null where that is not known
 */
public record Needs(
        List<Bound.Range> missed,
        List<Bound.Range> ahead,
        List<Placed> old,
        List<Kept> kept,
        List<Span> gaps,
        @Nullable BigDecimal safeUntil,
        @Nullable BigDecimal nextChange) {

    /** Why an old partition stays. */
    public enum Reason {
        MAX_PER_RUN,
        MIN_PARTITIONS,
        /** It also takes rows of others: another tenant's. */
        SHARED
    }

    /** An old partition that stays, and why. */
    public record Kept(Placed partition, Reason reason) {}

    public Needs {
        missed = List.copyOf(missed);
        ahead = List.copyOf(ahead);
        old = List.copyOf(old);
        kept = List.copyOf(kept);
        gaps = List.copyOf(gaps);
    }

    /** Whether more was missed than one run makes up for: what is left comes with the next ones. */
    public boolean missedIsCut() {
        return missed.size() == PolicyPlanner.MAX_MISSED;
    }

    public boolean isEmpty() {
        return missed.isEmpty() && ahead.isEmpty() && old.isEmpty();
    }
}
