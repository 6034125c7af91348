package io.partwarden.maintenance.fleet;

import io.partwarden.maintenance.ReadPolicy;
import io.partwarden.partition.Partition;
import io.partwarden.partition.Partition.State;
import io.partwarden.policy.Lane;
import io.partwarden.policy.Lane.Placed;
import io.partwarden.policy.Policy;
import io.partwarden.policy.Span;
import io.partwarden.sql.QualifiedName;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a table's bounds say, as far as a look at the fleet needs it; it holds for as long as neither the tree nor the policy changes.
 *
 * @param policy null where there is none, or it does not fit
 * @param lanes its rows of periods; none for a key that nobody counts on
 * @param drifted partitions whose bounds lie beside the policy's grid
 * @param unfit why the policy does not fit the table any more, for people; null where it does
 */
record TableBounds(
        @Nullable ReadPolicy policy,
        List<PeriodLane> lanes,
        List<QualifiedName> drifted,
        @Nullable String unfit) {

    /** @param policy null where only the key's type says how to read it */
    record PeriodLane(Lane lane, @Nullable Policy policy) {}

    TableBounds {
        lanes = List.copyOf(lanes);
        drifted = List.copyOf(drifted);
    }

    static TableBounds unfit(String detail) {
        return new TableBounds(null, List.of(), List.of(), detail);
    }

    /** The lane with unbroken rows of the past as one: a fleet's partitions of years would fill the memory. */
    static Lane summedUp(Lane lane, @Nullable BigDecimal now) {
        if (now == null) {
            return lane;
        }
        List<Placed> placed = new ArrayList<>();
        for (Placed next : lane.placed()) {
            Placed last = placed.isEmpty() ? null : placed.get(placed.size() - 1);
            if (last != null
                    && isPast(last, now)
                    && isPast(next, now)
                    && last.shared() == next.shared()
                    && follows(last.span(), next.span())) {
                Partition partition = last.partition();
                placed.set(
                        placed.size() - 1,
                        new Placed(
                                partition,
                                new Span(last.span().from(), next.span().to()),
                                last.shared()));
            } else {
                placed.add(next);
            }
        }
        return new Lane(lane.scheme(), lane.line(), lane.prefix(), lane.trailing(), placed);
    }

    private static boolean isPast(Placed placed, BigDecimal now) {
        return placed.partition().state() == State.ATTACHED && placed.span().endsBy(now);
    }

    private static boolean follows(Span one, Span other) {
        BigDecimal end = one.to();
        BigDecimal begin = other.from();
        return end != null && begin != null && end.compareTo(begin) == 0;
    }
}
