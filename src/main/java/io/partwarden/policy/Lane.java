package io.partwarden.policy;

import io.partwarden.partition.Bound;
import io.partwarden.partition.Datum;
import io.partwarden.partition.Partition;
import io.partwarden.partition.PartitionKey;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One row of periods: a whole table, or what one tenant has of it.
 *
 * @param prefix the tenant's value where the key begins with the tenant, else empty
 * @param placed the partitions that take rows of this lane, by their upper bounds; the default is none of them
 */
public record Lane(Scheme.Periods scheme, KeyLine line, List<Datum> prefix, List<Placed> placed) {

    /** A partition and the stretch of the line that it takes. */
    public record Placed(Partition partition, Span span) {}

    /** Unbounded ends come last. */
    private static final Comparator<Placed> BY_END =
            Comparator.comparing(p -> p.span().to(), Comparator.nullsLast(Comparator.naturalOrder()));

    public Lane {
        prefix = List.copyOf(prefix);
        placed = List.copyOf(placed);
    }

    /** @param prefix empty, or as many values as the key has columns before the one that the periods lie on */
    public static Lane of(PartitionKey key, List<Partition> partitions, Scheme.Periods scheme, List<Datum> prefix) {
        KeyLine line = scheme.line(key.columns().get(prefix.size()));
        List<Placed> placed = new ArrayList<>();
        for (Partition partition : partitions) {
            if (partition.bound() instanceof Bound.Range range) {
                span(range, prefix, line).ifPresent(span -> placed.add(new Placed(partition, span)));
            }
        }
        placed.sort(BY_END);
        return new Lane(scheme, line, prefix, placed);
    }

    /** The bound of a new partition of this lane. */
    public Bound.Range bound(BigDecimal from, BigDecimal to) {
        return new Bound.Range(tuple(from), tuple(to));
    }

    private List<Datum> tuple(BigDecimal place) {
        List<Datum> tuple = new ArrayList<>(prefix);
        tuple.add(line.value(place));
        return tuple;
    }

    /** Empty for a range of other tenants alone. */
    private static Optional<Span> span(Bound.Range range, List<Datum> prefix, KeyLine line) {
        boolean beginsHere = range.from().subList(0, prefix.size()).equals(prefix);
        boolean endsHere = range.to().subList(0, prefix.size()).equals(prefix);
        if (!beginsHere && !endsHere) {
            return Optional.empty();
        }
        BigDecimal from = beginsHere ? place(range.from(), prefix, line) : null;
        BigDecimal to = endsHere ? place(range.to(), prefix, line) : null;
        if (from != null && to != null && from.compareTo(to) >= 0) {
            return Optional.empty();
        }
        return Optional.of(new Span(from, to));
    }

    private static @Nullable BigDecimal place(List<Datum> tuple, List<Datum> prefix, KeyLine line) {
        return line.place(tuple.get(prefix.size())).orElse(null);
    }

    Grid grid() {
        Interval interval = scheme.interval();
        if (interval instanceof Interval.Step step) {
            return new StepGrid(step.width());
        }
        return new CalendarGrid((TimeLine) line, interval);
    }
}
