package io.partwarden.policy;

import io.partwarden.partition.Partition.State;
import io.partwarden.policy.Lane.Placed;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Which stretches a lane's partitions take, and which they leave. */
final class Coverings {

    private static final Comparator<Span> BY_BEGIN =
            Comparator.comparing(Span::from, Comparator.nullsFirst(Comparator.naturalOrder()));

    private Coverings() {}

    /** What no partition takes of {@code wanted}, in order; a pending detach still takes its stretch. */
    static List<Span> free(Lane lane, Span wanted) {
        return free(spans(lane, placed -> true), wanted);
    }

    /** Where rows are refused between the lowest bound and now. */
    static List<Span> gapsBefore(Lane lane, BigDecimal now) {
        List<Span> taken = spans(lane, placed -> placed.partition().state() == State.ATTACHED);
        if (taken.isEmpty()) {
            return List.of();
        }
        Span first = taken.get(0);
        BigDecimal begin = first.from() == null ? first.to() : first.from();
        return begin == null || begin.compareTo(now) >= 0 ? List.of() : free(taken, new Span(begin, now));
    }

    static boolean takes(Lane lane, BigDecimal place) {
        return lane.placed().stream()
                .anyMatch(
                        p -> p.partition().state() == State.ATTACHED && p.span().holds(place));
    }

    /** The end of the unbroken row that the place lies in; null where it lies in none or the row has no end. */
    static @Nullable BigDecimal unbrokenFrom(Lane lane, BigDecimal place) {
        BigDecimal end = null;
        for (Span span : spans(lane, placed -> placed.partition().state() == State.ATTACHED)) {
            boolean goesOn = end != null && span.from() != null && end.compareTo(span.from()) == 0;
            if (span.holds(place) || goesOn) {
                end = span.to();
                if (end == null) {
                    return null;
                }
            }
        }
        return end;
    }

    private static List<Span> spans(Lane lane, Predicate<Placed> which) {
        return lane.placed().stream()
                .filter(which)
                .map(Placed::span)
                .sorted(BY_BEGIN)
                .toList();
    }

    private static List<Span> free(List<Span> taken, Span wanted) {
        List<Span> free = new ArrayList<>();
        BigDecimal from = wanted.from();
        BigDecimal to = wanted.to();
        if (from == null || to == null) {
            throw new IllegalArgumentException("What is asked for is bounded");
        }
        for (Span span : taken) {
            if (from.compareTo(to) >= 0) {
                break;
            }
            if (!span.overlaps(new Span(from, to))) {
                continue;
            }
            BigDecimal begins = span.from();
            if (begins != null && from.compareTo(begins) < 0) {
                free.add(new Span(from, begins));
            }
            BigDecimal ends = span.to();
            if (ends == null) {
                return free;
            }
            from = from.max(ends);
        }
        if (from.compareTo(to) < 0) {
            free.add(new Span(from, to));
        }
        return free;
    }
}
