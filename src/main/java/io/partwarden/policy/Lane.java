package io.partwarden.policy;

import io.partwarden.partition.Bound;
import io.partwarden.partition.Datum;
import io.partwarden.partition.Partition;
import io.partwarden.partition.PartitionKey;
import io.partwarden.sql.QualifiedName;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One row of periods: a whole table, or what one tenant has of it.
 *
 * @param prefix the tenant's value where the key begins with the tenant, else empty
 * @param trailing how many columns the key has behind the one that the periods lie on; new partitions take all of their values
 * @param placed the partitions that take rows of this lane, by their upper bounds; the default is none of them
 */
public record Lane(Scheme.Periods scheme, KeyLine line, List<Datum> prefix, int trailing, List<Placed> placed) {

    private static final QualifiedName NOT_MADE_YET = QualifiedName.of("virtual", "partition");

    /**
     * A partition and the stretch of the line that it takes.
     *
     * @param shared whether it takes rows of other lanes too, so that it never grows old in this one
     */
    public record Placed(Partition partition, Span span, boolean shared) {}

    /** Unbounded ends come last. */
    private static final Comparator<Placed> BY_END =
            Comparator.comparing(p -> p.span().to(), Comparator.nullsLast(Comparator.naturalOrder()));

    public Lane {
        prefix = List.copyOf(prefix);
        placed = placed.stream().sorted(BY_END).toList();
    }

    /** @param prefix empty, or as many values as the key has columns before the one that the periods lie on, in the server's text */
    public static Lane of(PartitionKey key, List<Partition> partitions, Scheme.Periods scheme, List<Datum> prefix) {
        int position = prefix.size();
        Lane lane = new Lane(
                scheme,
                scheme.line(key.columns().get(position)),
                prefix,
                key.columns().size() - position - 1,
                List.of());
        List<Placed> placed = new ArrayList<>();
        for (Partition partition : partitions) {
            if (partition.bound() instanceof Bound.Range range) {
                lane.place(partition, range).ifPresent(placed::add);
            }
        }
        return lane.having(placed);
    }

    /** The bound of a new partition of this lane. */
    public Bound.Range bound(BigDecimal from, BigDecimal to) {
        return new Bound.Range(tuple(from), tuple(to));
    }

    /** This lane with other partitions. */
    Lane having(Collection<Placed> others) {
        return new Lane(scheme, line, prefix, trailing, List.copyOf(others));
    }

    /** A partition of that bound, as if it were made. */
    Optional<Placed> virtual(Bound.Range range) {
        return place(new Partition(0, NOT_MADE_YET, range, Partition.Kind.TABLE, Partition.State.ATTACHED), range);
    }

    /** The partitions that begin or end beside the borders of the scheme's grid; an end that is open lies beside none. */
    public List<Placed> offGrid() {
        Grid grid = grid();
        return placed.stream()
                .filter(one -> isBeside(grid, one.span().from())
                        || isBeside(grid, one.span().to()))
                .toList();
    }

    private static boolean isBeside(Grid grid, @Nullable BigDecimal place) {
        return place != null && grid.border(grid.period(place)).compareTo(place) != 0;
    }

    Grid grid() {
        Interval interval = scheme.interval();
        if (interval instanceof Interval.Step step) {
            return new StepGrid(step.width());
        }
        return new CalendarGrid((TimeLine) line, interval);
    }

    private List<Datum> tuple(BigDecimal place) {
        List<Datum> tuple = new ArrayList<>(prefix);
        Datum value = line.value(place);
        tuple.add(value);
        for (int i = 0; i < trailing; i++) {
            tuple.add(value instanceof Datum.MaxValue ? Datum.MAXVALUE : Datum.MINVALUE);
        }
        return tuple;
    }

    /** Empty for a range that takes no row of this lane. */
    Optional<Placed> place(Partition partition, Bound.Range range) {
        int position = prefix.size();
        boolean beginsHere = range.from().subList(0, position).equals(prefix);
        boolean endsHere = range.to().subList(0, position).equals(prefix);
        if (!beginsHere && !endsHere) {
            return Optional.empty();
        }
        Optional<BigDecimal> from = beginsHere ? line.place(range.from().get(position)) : Optional.empty();
        Optional<BigDecimal> to = endsHere ? end(range.to()) : Optional.empty();
        boolean beginsAbove =
                beginsHere && from.isEmpty() && line.isAbove(range.from().get(position));
        boolean endsBelow = endsHere && to.isEmpty() && !line.isAbove(range.to().get(position));
        if (beginsAbove || endsBelow || isEmpty(from.orElse(null), to.orElse(null))) {
            return Optional.empty();
        }
        Span span = new Span(from.orElse(null), to.orElse(null));
        return Optional.of(new Placed(partition, span, !(beginsHere && endsHere)));
    }

    /** A bound that goes on in the next column also takes rows at the very value of this one. */
    private Optional<BigDecimal> end(List<Datum> to) {
        int next = prefix.size() + 1;
        boolean goesOn = next < to.size() && !(to.get(next) instanceof Datum.MinValue);
        Optional<BigDecimal> place = line.place(to.get(prefix.size()));
        return goesOn ? place.map(p -> p.add(line.unit())) : place;
    }

    private static boolean isEmpty(@Nullable BigDecimal from, @Nullable BigDecimal to) {
        return from != null && to != null && from.compareTo(to) >= 0;
    }
}
