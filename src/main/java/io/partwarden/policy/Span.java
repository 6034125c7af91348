package io.partwarden.policy;

import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/**
 * A stretch of a {@link KeyLine}, half-open.
 *
 * @param from inclusive, null where it has no beginning
 * @param to exclusive, null where it has no end
 */
public record Span(@Nullable BigDecimal from, @Nullable BigDecimal to) {

    public Span {
        if (from != null && to != null && from.compareTo(to) > 0) {
            throw new IllegalArgumentException("A span does not run backwards");
        }
    }

    public boolean isEmpty() {
        return from != null && to != null && from.compareTo(to) == 0;
    }

    public boolean holds(BigDecimal point) {
        return (from == null || from.compareTo(point) <= 0) && (to == null || point.compareTo(to) < 0);
    }

    public boolean overlaps(Span other) {
        return startsBefore(other.to) && other.startsBefore(to);
    }

    /** Whether all of it lies before the point: what retention asks of a partition's upper bound. */
    public boolean endsBy(BigDecimal point) {
        return to != null && to.compareTo(point) <= 0;
    }

    private boolean startsBefore(@Nullable BigDecimal end) {
        return from == null || end == null || from.compareTo(end) < 0;
    }
}
