package io.partwarden.maintenance.fleet;

import io.partwarden.partition.Partition.State;
import io.partwarden.policy.Lane;
import io.partwarden.policy.Lane.Placed;
import io.partwarden.policy.Span;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How far the attached partitions of a lane go from a place on, the default aside.
 *
 * @param covered whether the place itself lies in a partition
 * @param until where the unbroken row ends that the place lies in; null where it lies in none, or the row has no end
 * @param ahead how many partitions begin after the place
 * @param behind stretches between partitions that no partition takes and that end before the place
 * @param gaps those that end after it, so that rows of later are refused
 */
record Reach(boolean covered, @Nullable BigDecimal until, int ahead, List<Span> behind, List<Span> gaps) {

    private static final Comparator<Placed> BY_BEGIN =
            Comparator.comparing(placed -> placed.span().from(), Comparator.nullsFirst(Comparator.naturalOrder()));

    Reach {
        behind = List.copyOf(behind);
        gaps = List.copyOf(gaps);
    }

    boolean isEndless() {
        return covered && until == null;
    }

    static Reach of(Lane lane, BigDecimal now) {
        List<Placed> attached = lane.placed().stream()
                .filter(placed -> placed.partition().state() == State.ATTACHED)
                .sorted(BY_BEGIN)
                .toList();
        List<Span> behind = new ArrayList<>();
        List<Span> gaps = new ArrayList<>();
        BigDecimal end = null;
        BigDecimal until = null;
        boolean covered = false;
        int ahead = 0;
        for (Placed placed : attached) {
            Span span = placed.span();
            BigDecimal from = span.from();
            if (from != null && end != null && from.compareTo(end) > 0) {
                (from.compareTo(now) <= 0 ? behind : gaps).add(new Span(end, from));
            }
            ahead += from != null && from.compareTo(now) > 0 ? 1 : 0;
            if (span.holds(now)) {
                covered = true;
                until = span.to();
            } else if (covered && until != null && from != null && from.compareTo(until) == 0) {
                until = span.to();
            }
            end = span.to();
            if (end == null) {
                break;
            }
        }
        return new Reach(covered, until, ahead, behind, gaps);
    }
}
