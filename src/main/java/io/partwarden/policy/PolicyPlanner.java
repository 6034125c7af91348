package io.partwarden.policy;

import io.partwarden.partition.Bound;
import io.partwarden.partition.Datum;
import io.partwarden.partition.Partition.State;
import io.partwarden.policy.Lane.Placed;
import io.partwarden.policy.Needs.Kept;
import io.partwarden.policy.Needs.Reason;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Says what a lane needs. The periods that must be there are counted from now and never from the newest partition or row; what bounds
 * of the catalog leave free of them is cut at the grid's borders, so that new partitions fit beside odd ones.
 */
public final class PolicyPlanner {

    /** No more missed periods than this are made in one run. */
    public static final int MAX_MISSED = 1_000;

    private PolicyPlanner() {}

    public static Needs of(Policy policy, Lane lane, Standing standing) {
        Grid grid = lane.grid();
        BigDecimal now = standing.now();
        long current = grid.period(now);
        BigDecimal begin = grid.border(current);
        BigDecimal end = grid.border(grid.after(current, standing.ahead(policy)) + 1);
        Retention retention = policy.retention();
        BigDecimal cutoff = retention == null ? null : Cutoff.of(retention.keep(), lane, now);
        List<Bound.Range> missed =
                pieces(lane, grid, new Span(missedFrom(policy, grid, standing, cutoff, begin), begin), MAX_MISSED);
        List<Bound.Range> ahead = pieces(lane, grid, new Span(begin, end), Integer.MAX_VALUE);
        List<Placed> old = new ArrayList<>();
        List<Kept> kept = new ArrayList<>();
        if (retention != null && cutoff != null) {
            retire(lane, retention, new Reach(cutoff.min(begin), begin), old, kept);
        }
        return new Needs(
                missed,
                ahead,
                old,
                kept,
                Coverings.gapsBefore(lane, now),
                Coverings.unbrokenFrom(lane, now),
                new NextChange(policy, lane, standing).after(missed, ahead, old, kept));
    }

    /** The end of the unbroken row of attached partitions that now lies in; empty where it lies in none, or in one without end. */
    public static Optional<BigDecimal> coveredUntil(Lane lane, BigDecimal now) {
        return Optional.ofNullable(Coverings.unbrokenFrom(lane, now));
    }

    private static BigDecimal missedFrom(
            Policy policy, Grid grid, Standing standing, @Nullable BigDecimal cutoff, BigDecimal begin) {
        BigDecimal from = policy.base() == null ? null : grid.border(grid.period(policy.base()));
        BigDecimal served = standing.servedUntil();
        if (served != null) {
            from = from == null ? served : from.max(served);
        }
        if (from == null) {
            return begin;
        }
        if (cutoff != null) {
            from = from.max(grid.border(grid.period(cutoff)));
        }
        return from.min(begin);
    }

    /** What no partition takes of the span, pending detaches aside since their bounds are still taken, cut at the grid's borders. */
    private static List<Bound.Range> pieces(Lane lane, Grid grid, Span wanted, int most) {
        List<Bound.Range> pieces = new ArrayList<>();
        for (Span free : Coverings.free(lane, wanted)) {
            BigDecimal from = free.from();
            BigDecimal to = free.to();
            if (from == null || to == null) {
                throw new IllegalStateException("What is wanted is bounded");
            }
            while (from.compareTo(to) < 0 && pieces.size() < most) {
                BigDecimal border = grid.border(grid.period(from) + 1).min(to);
                Bound.Range piece = lane.bound(from, border);
                if (holdsValues(piece, lane)) {
                    pieces.add(piece);
                }
                from = border;
            }
        }
        return pieces;
    }

    /** Not beyond what the key's type holds, and not between two of its neighbouring values. */
    private static boolean holdsValues(Bound.Range piece, Lane lane) {
        return !(piece.from().get(lane.prefix().size()) instanceof Datum.MaxValue)
                && !piece.from().equals(piece.to());
    }

    /**
     * How far retirement goes.
     *
     * @param begin of the current period: partitions from there on were made beforehand, and are none of those that must stay
     */
    private record Reach(BigDecimal cutoff, BigDecimal begin) {

        boolean hasBegun(Placed placed) {
            BigDecimal from = placed.span().from();
            return from == null || from.compareTo(begin) <= 0;
        }
    }

    private static void retire(Lane lane, Retention retention, Reach reach, List<Placed> old, List<Kept> kept) {
        List<Placed> attached = lane.placed().stream()
                .filter(p -> p.partition().state() == State.ATTACHED)
                .toList();
        long begun = attached.stream().filter(reach::hasBegun).count();
        long mayGo = Math.max(0, begun - retention.minPartitions());
        int going = 0;
        for (Placed placed : attached) {
            if (!placed.span().endsBy(reach.cutoff())) {
                continue;
            }
            if (placed.shared()) {
                kept.add(new Kept(placed, Reason.SHARED));
            } else if (going >= mayGo) {
                kept.add(new Kept(placed, Reason.MIN_PARTITIONS));
            } else if (going++ >= retention.maxPerRun()) {
                kept.add(new Kept(placed, Reason.MAX_PER_RUN));
            } else {
                old.add(placed);
            }
        }
    }
}
