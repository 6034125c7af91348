package io.partwarden.policy;

import io.partwarden.partition.Bound;
import io.partwarden.partition.Partition.State;
import io.partwarden.policy.Lane.Placed;
import io.partwarden.policy.Needs.Kept;
import io.partwarden.policy.Needs.Reason;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
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
        long current = grid.period(standing.now());
        Retention retention = policy.retention();
        BigDecimal cutoff = retention == null ? null : Cutoff.of(retention.keep(), lane, standing.now());
        BigDecimal begin = grid.border(current);
        BigDecimal end = end(grid, current, policy.premake());
        List<Bound.Range> missed =
                pieces(lane, grid, new Span(missedFrom(policy, grid, standing, cutoff, begin), begin));
        List<Bound.Range> ahead = pieces(lane, grid, new Span(begin, end));
        List<Placed> old = new ArrayList<>();
        List<Kept> kept = new ArrayList<>();
        if (retention != null && cutoff != null) {
            retire(lane, retention, cutoff.min(begin), old, kept);
        }
        BigDecimal safeUntil = Coverings.unbrokenFrom(lane, standing.now());
        return new Needs(
                missed.subList(0, Math.min(missed.size(), MAX_MISSED)),
                ahead,
                old,
                kept,
                Coverings.gapsBefore(lane, standing.now()),
                safeUntil,
                NextChange.of(policy, lane, old, safeUntil));
    }

    /** Where the periods end that are made beforehand: empty ones, of days that a zone left out, do not count. */
    private static BigDecimal end(Grid grid, long current, int premake) {
        long period = current;
        for (int made = 0; made < premake; period++) {
            if (!grid.span(period + 1).isEmpty()) {
                made++;
            }
        }
        return grid.border(period + 1);
    }

    private static BigDecimal missedFrom(
            Policy policy, Grid grid, Standing standing, @Nullable BigDecimal cutoff, BigDecimal begin) {
        BigDecimal base = policy.base();
        if (base == null) {
            return begin;
        }
        BigDecimal from = grid.border(grid.period(base));
        BigDecimal served = standing.servedUntil();
        if (served != null) {
            from = from.max(served);
        }
        if (cutoff != null) {
            from = from.max(grid.border(grid.period(cutoff)));
        }
        return from.min(begin);
    }

    /** What no partition takes of the span, pending detaches aside since their bounds are still taken, cut at the grid's borders. */
    private static List<Bound.Range> pieces(Lane lane, Grid grid, Span wanted) {
        List<Bound.Range> pieces = new ArrayList<>();
        for (Span free : Coverings.free(lane, wanted)) {
            BigDecimal from = free.from();
            BigDecimal to = free.to();
            if (from == null || to == null) {
                throw new IllegalStateException("What is wanted is bounded");
            }
            while (from.compareTo(to) < 0) {
                BigDecimal border = grid.border(grid.period(from) + 1).min(to);
                pieces.add(lane.bound(from, border));
                from = border;
            }
        }
        return pieces;
    }

    private static void retire(Lane lane, Retention retention, BigDecimal cutoff, List<Placed> old, List<Kept> kept) {
        List<Placed> attached = lane.placed().stream()
                .filter(p -> p.partition().state() == State.ATTACHED)
                .toList();
        int mayGo = Math.max(0, attached.size() - retention.minPartitions());
        for (Placed placed : attached) {
            if (!placed.span().endsBy(cutoff)) {
                continue;
            }
            if (old.size() >= mayGo) {
                kept.add(new Kept(placed, Reason.MIN_PARTITIONS));
            } else if (old.size() >= retention.maxPerRun()) {
                kept.add(new Kept(placed, Reason.MAX_PER_RUN));
            } else {
                old.add(placed);
            }
        }
    }
}
