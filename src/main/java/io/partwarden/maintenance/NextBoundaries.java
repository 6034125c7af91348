package io.partwarden.maintenance;

import io.partwarden.maintenance.PolicyResponse.NextBoundary;
import io.partwarden.partition.Bound;
import io.partwarden.partition.Datum;
import io.partwarden.partition.Partition;
import io.partwarden.partition.TableSnapshot;
import io.partwarden.policy.Lane;
import io.partwarden.policy.Policy;
import io.partwarden.policy.PolicyNames;
import io.partwarden.policy.PolicyPlanner;
import io.partwarden.policy.Scheme;
import io.partwarden.policy.Standing;
import io.partwarden.sql.QualifiedName;
import io.partwarden.table.BoundResponse;
import io.partwarden.table.RelationName;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** The partitions that a policy is about next, so that a mistake in it is seen at once. */
final class NextBoundaries {

    private static final int PERIODS = 5;
    private static final int MAX_OTHERS = 50;

    private final TableSnapshot table;
    private final Policy policy;
    private final PolicyNames names;

    NextBoundaries(TableSnapshot table, Policy policy) {
        this.table = table;
        this.policy = policy;
        this.names = PolicyNames.of(table.parent().name(), table.parent().key(), policy.names(), table.takenNames());
    }

    /** @param now where the table is, or the highest id in use; null where that is not known */
    List<NextBoundary> at(@Nullable BigDecimal now, List<Datum> prefix) {
        if (policy.scheme() instanceof Scheme.EachValue each) {
            return fixed(each.values().stream()
                    .limit(MAX_OTHERS)
                    .<Bound>map(value -> new Bound.Values(List.of(value)))
                    .toList());
        }
        if (policy.scheme() instanceof Scheme.EveryRemainder every) {
            return fixed(IntStream.range(0, Math.min(MAX_OTHERS, every.modulus()))
                    .<Bound>mapToObj(remainder -> new Bound.Hash(every.modulus(), remainder))
                    .toList());
        }
        return now == null ? List.of() : periods((Scheme.Periods) policy.scheme(), now, prefix);
    }

    private List<NextBoundary> fixed(List<Bound> bounds) {
        return bounds.stream()
                .map(bound -> boundary(bound, new Span(null, null), names::next, this::isThere))
                .toList();
    }

    private record Span(@Nullable Instant from, @Nullable Instant to) {}

    /** What a table without any partition needs, held against what this one needs. */
    private List<NextBoundary> periods(Scheme.Periods scheme, BigDecimal now, List<Datum> prefix) {
        Lane lane = Lane.of(table.parent().key(), table.partitions(), scheme, prefix);
        Lane empty = Lane.of(table.parent().key(), List.of(), scheme, prefix);
        Policy five = new Policy(scheme, PERIODS - 1, null, policy.names(), null, 0, null);
        List<Bound.Range> missing =
                PolicyPlanner.of(five, lane, new Standing(now, null)).ahead();
        List<NextBoundary> boundaries = new ArrayList<>();
        for (Bound.Range period :
                PolicyPlanner.of(five, empty, new Standing(now, null)).ahead()) {
            Span span = new Span(moment(lane, period.from()), moment(lane, period.to()));
            boundaries.add(boundary(
                    period,
                    span,
                    range -> names.next(empty, range),
                    range -> missing.stream().noneMatch(piece -> begins(lane, piece, range))));
        }
        return boundaries;
    }

    private static boolean begins(Lane lane, Bound.Range piece, Bound.Range period) {
        Optional<BigDecimal> begin = place(lane, piece.from());
        Optional<BigDecimal> from = place(lane, period.from());
        Optional<BigDecimal> to = place(lane, period.to());
        return begin.isPresent()
                && from.filter(f -> f.compareTo(begin.get()) <= 0).isPresent()
                && to.map(t -> t.compareTo(begin.get()) > 0).orElse(true);
    }

    private <B extends Bound> NextBoundary boundary(
            B bound, Span span, Function<B, QualifiedName> name, Predicate<B> exists) {
        Optional<QualifiedName> there = table.partitions().stream()
                .filter(partition -> partition.bound().equals(bound) && partition.state() == Partition.State.ATTACHED)
                .map(Partition::name)
                .findFirst();
        return new NextBoundary(
                BoundResponse.of(bound),
                span.from(),
                span.to(),
                RelationName.of(there.orElseGet(() -> name.apply(bound))),
                there.isPresent() || exists.test(bound));
    }

    /** Whether some partition takes its rows, by the texts alone. */
    private boolean isThere(Bound bound) {
        return bound instanceof Bound.Values wanted
                && table.partitions().stream()
                        .anyMatch(partition -> partition.bound() instanceof Bound.Values there
                                && there.values().containsAll(wanted.values()));
    }

    private static Optional<BigDecimal> place(Lane lane, List<Datum> tuple) {
        return lane.line().place(tuple.get(lane.prefix().size()));
    }

    private static @Nullable Instant moment(Lane lane, List<Datum> tuple) {
        return place(lane, tuple).flatMap(lane.line()::momentOf).orElse(null);
    }
}
