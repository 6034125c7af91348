package io.partwarden.maintenance.imports;

import io.partwarden.partition.Bound;
import io.partwarden.table.BoundResponse;
import io.partwarden.table.RelationName;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the other tool would do next beside what its policy here would do, at one moment, and how well the partitions that are there fit.
 *
 * @param highestId that was counted from, null for times
 * @param drifted partitions whose bounds are off the policy's grid: they stay as they are, and new ones begin where they end
 * @param namesKept whether every other partition that is there is called as the policy would call it
 * @param same whether both make and retire the same next
 */
record SideBySide(
        Instant at,
        @Nullable BigDecimal highestId,
        List<RelationName> drifted,
        boolean namesKept,
        Both makes,
        Both retires,
        boolean same) {

    record Both(List<Period> theirs, List<Period> ours) {
        Both {
            theirs = List.copyOf(theirs);
            ours = List.copyOf(ours);
        }

        /** By their bounds: a name is output. */
        boolean areSame() {
            return bounds(theirs).equals(bounds(ours));
        }

        private static List<BoundResponse> bounds(List<Period> periods) {
            return periods.stream().map(Period::bounds).toList();
        }
    }

    /** A partition that is there or would be made. */
    record Period(String name, BoundResponse bounds) {
        static Period of(String name, Bound bound) {
            return new Period(name, BoundResponse.of(bound));
        }
    }
}
