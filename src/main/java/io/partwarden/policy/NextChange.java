package io.partwarden.policy;

import io.partwarden.partition.Partition.State;
import io.partwarden.policy.Lane.Placed;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** When a lane that has what it needs will need something again. */
final class NextChange {

    private NextChange() {}

    /** Null where nothing of it is known: the row has no end and nothing is ever retired. */
    static @Nullable BigDecimal of(Policy policy, Lane lane, List<Placed> leaving, @Nullable BigDecimal safeUntil) {
        BigDecimal creation = safeUntil == null ? null : creation(policy, lane.grid(), safeUntil);
        Retention retention = policy.retention();
        BigDecimal retirement = retention == null ? null : retirement(retention.keep(), lane, leaving);
        if (creation == null || retirement == null) {
            return creation == null ? retirement : creation;
        }
        return creation.min(retirement);
    }

    /** The first period after the row is needed once it is the last one of those made beforehand. */
    private static BigDecimal creation(Policy policy, Grid grid, BigDecimal safeUntil) {
        return grid.border(grid.period(safeUntil) - policy.premake());
    }

    private static @Nullable BigDecimal retirement(Retention.Keep keep, Lane lane, List<Placed> leaving) {
        for (Placed placed : lane.placed()) {
            BigDecimal end = placed.span().to();
            if (end != null && placed.partition().state() == State.ATTACHED && !leaving.contains(placed)) {
                return agesAt(keep, lane, end);
            }
        }
        return null;
    }

    private static BigDecimal agesAt(Retention.Keep keep, Lane lane, BigDecimal end) {
        if (keep instanceof Retention.KeepLast last) {
            Grid grid = lane.grid();
            long period = grid.period(end);
            boolean onBorder = grid.border(period).compareTo(end) == 0;
            return grid.border(period + last.periods() - (onBorder ? 1 : 0));
        }
        if (keep instanceof Retention.KeepIds ids) {
            return end.add(ids.ids());
        }
        Retention.KeepFor keepFor = (Retention.KeepFor) keep;
        TimeLine line = (TimeLine) lane.line();
        Instant old = line.moment(end)
                .atZone(line.zone())
                .plus(keepFor.days())
                .plus(keepFor.time())
                .toInstant();
        return line.placeOf(old).orElseThrow();
    }
}
