package io.partwarden.policy;

import io.partwarden.partition.Bound;
import io.partwarden.partition.Partition.State;
import io.partwarden.policy.Lane.Placed;
import io.partwarden.policy.Needs.Kept;
import io.partwarden.policy.Needs.Reason;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** When a lane will need something again, once it has got what it needs now. */
record NextChange(Policy policy, Lane lane, Standing standing) {

    private static final Duration HOUR = Duration.ofHours(1);

    /** Now, where something is left over; null where nothing is known: the row has no end and nothing is ever retired. */
    @Nullable
    BigDecimal after(List<Bound.Range> missed, List<Bound.Range> ahead, List<Placed> old, List<Kept> kept) {
        BigDecimal now = standing.now();
        Lane then = applied(missed, ahead, old);
        if (isMoreLeft(missed, ahead, kept) || !Coverings.takes(then, now)) {
            return now;
        }
        BigDecimal end = Coverings.unbrokenFrom(then, now);
        Optional<BigDecimal> creation = Optional.ofNullable(end).map(e -> creation(then.grid(), e));
        List<Placed> staying = kept.stream().map(Kept::partition).toList();
        Optional<BigDecimal> retirement = Optional.ofNullable(policy.retention())
                .flatMap(retention -> retirement(retention.keep(), then, staying));
        if (creation.isPresent() && retirement.isPresent()) {
            return creation.get().min(retirement.get()).max(now);
        }
        return creation.or(() -> retirement).map(next -> next.max(now)).orElse(null);
    }

    private static boolean isMoreLeft(List<Bound.Range> missed, List<Bound.Range> ahead, List<Kept> kept) {
        boolean made = !missed.isEmpty() || !ahead.isEmpty();
        return missed.size() == PolicyPlanner.MAX_MISSED
                || kept.stream()
                        .anyMatch(
                                k -> k.reason() == Reason.MAX_PER_RUN || (made && k.reason() == Reason.MIN_PARTITIONS));
    }

    private Lane applied(List<Bound.Range> missed, List<Bound.Range> ahead, List<Placed> old) {
        List<Placed> placed = new ArrayList<>(lane.placed());
        placed.removeAll(old);
        missed.forEach(range -> lane.virtual(range).ifPresent(placed::add));
        ahead.forEach(range -> lane.virtual(range).ifPresent(placed::add));
        return lane.having(placed);
    }

    /** The first period after the row is needed once it is the last one of those made beforehand. */
    private BigDecimal creation(Grid grid, BigDecimal end) {
        return grid.border(grid.before(grid.period(end), standing.ahead(policy)));
    }

    private static Optional<BigDecimal> retirement(Retention.Keep keep, Lane lane, List<Placed> staying) {
        return lane.placed().stream()
                .filter(p -> p.partition().state() == State.ATTACHED && !p.shared() && !staying.contains(p))
                .flatMap(p -> Optional.ofNullable(p.span().to()).stream())
                .findFirst()
                // The current period never goes, so that an odd end waits for the next border.
                .map(end -> agesAt(keep, lane, end)
                        .max(lane.grid().border(lane.grid().periodFrom(end))));
    }

    private static BigDecimal agesAt(Retention.Keep keep, Lane lane, BigDecimal end) {
        if (keep instanceof Retention.KeepLast last) {
            Grid grid = lane.grid();
            return grid.border(grid.after(grid.periodFrom(end), last.periods() - 1));
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
        // A month after 31 January is 28 February, but a month before 28 February is 28 January.
        BigDecimal at = line.placeOf(old).orElseThrow();
        while (Cutoff.of(keep, lane, at).compareTo(end) < 0) {
            old = old.plus(HOUR);
            at = line.placeOf(old).orElseThrow();
        }
        return at;
    }
}
