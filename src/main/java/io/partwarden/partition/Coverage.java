package io.partwarden.partition;

import io.partwarden.partition.Partition.State;
import io.partwarden.sql.QualifiedName;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Which rows a table's own partitions take, the default aside: a partition whose detach is pending takes none, since PostgreSQL refuses
 * rows of its range.
 *
 * @param from the lowest bound of a range-partitioned table, null without partitions and for other strategies
 * @param until the highest, exclusive
 * @param safeUntil the end of the unbroken row of partitions that {@code now} lies in, null where it lies in none or the key is no time
 * @param gaps between {@code from} and {@code until}, or the remainders that no partition takes; at most {@link #MAX_GAPS}
 */
public record Coverage(
        @Nullable List<Datum> from,
        @Nullable List<Datum> until,
        @Nullable List<Datum> safeUntil,
        List<Bound> gaps,
        List<Overlap> overlaps) {

    /** More gaps than this are not listed. */
    public static final int MAX_GAPS = 500;

    /** Two partitions that take the same rows; PostgreSQL prevents it, so one means that a catalog was tampered with. */
    public record Overlap(QualifiedName one, QualifiedName other) {}

    public Coverage {
        gaps = List.copyOf(gaps);
        overlaps = List.copyOf(overlaps);
    }

    /**
     * @param keys every value in the snapshot's bounds, and {@code now} in the first column
     * @param now in the text form of the key's first column, null where that is no time
     */
    public static Coverage of(TableSnapshot table, KeySpace keys, @Nullable String now) {
        List<Partition> attached = table.partitions().stream()
                .filter(p -> p.state() == State.ATTACHED && !p.isDefault())
                .toList();
        return switch (table.parent().key().strategy()) {
            case RANGE -> ranges(attached, new BoundOrder(keys), now);
            case HASH -> new Coverage(null, null, null, RemainderGaps.of(attached), List.of());
            case LIST -> new Coverage(null, null, null, List.of(), List.of());
        };
    }

    private static Coverage ranges(List<Partition> attached, BoundOrder order, @Nullable String now) {
        List<Partition> sorted = attached.stream()
                .sorted((a, b) -> order.compare(range(a).from(), range(b).from()))
                .toList();
        List<Bound> gaps = new ArrayList<>();
        List<Overlap> overlaps = new ArrayList<>();
        for (int i = 1; i < sorted.size(); i++) {
            Partition before = sorted.get(i - 1);
            Partition after = sorted.get(i);
            int distance = order.compare(range(before).to(), range(after).from());
            if (distance < 0 && gaps.size() < MAX_GAPS) {
                gaps.add(new Bound.Range(range(before).to(), range(after).from()));
            } else if (distance > 0) {
                overlaps.add(new Overlap(before.name(), after.name()));
            }
        }
        if (sorted.isEmpty()) {
            return new Coverage(null, null, null, gaps, overlaps);
        }
        return new Coverage(
                range(sorted.get(0)).from(),
                range(sorted.get(sorted.size() - 1)).to(),
                safeUntil(sorted, order, now).orElse(null),
                gaps,
                overlaps);
    }

    private static Optional<List<Datum>> safeUntil(List<Partition> sorted, BoundOrder order, @Nullable String now) {
        if (now == null) {
            return Optional.empty();
        }
        // (now, MINVALUE ..) lies in a range if any row of this moment may.
        List<Datum> moment = new ArrayList<>(List.of(Datum.of(now)));
        while (moment.size() < range(sorted.get(0)).from().size()) {
            moment.add(Datum.MINVALUE);
        }
        List<Datum> end = null;
        for (Partition partition : sorted) {
            Bound.Range range = range(partition);
            boolean holdsNow = order.compare(range.from(), moment) <= 0 && order.compare(moment, range.to()) < 0;
            boolean goesOn = end != null && order.compare(range.from(), end) == 0;
            if (holdsNow || goesOn) {
                end = range.to();
            }
        }
        return Optional.ofNullable(end);
    }

    private static Bound.Range range(Partition partition) {
        return (Bound.Range) partition.bound();
    }
}
