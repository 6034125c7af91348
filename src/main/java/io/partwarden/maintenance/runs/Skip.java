package io.partwarden.maintenance.runs;

import io.partwarden.execution.Blocker;
import io.partwarden.partition.Bound;
import io.partwarden.sql.QualifiedName;
import io.partwarden.table.BoundResponse;
import io.partwarden.table.RelationName;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a run left undone, and why.
 *
 * @param partition null for one that is not there yet
 * @param reason a stable code: a {@link SkipReason}'s, or a problem's
 * @param blockers who stood in the way of a lock
 */
public record Skip(
        @Nullable RelationName partition,
        @Nullable BoundResponse bounds,
        String reason,
        String detail,
        List<Blocker> blockers) {

    public Skip {
        blockers = List.copyOf(blockers);
    }

    static Skip of(@Nullable QualifiedName partition, @Nullable Bound bound, SkipReason reason, String detail) {
        return of(partition, bound, new Failure(reason.code(), detail, List.of()));
    }

    static Skip of(@Nullable QualifiedName partition, @Nullable Bound bound, Failure failure) {
        return new Skip(
                partition == null ? null : RelationName.of(partition),
                bound == null ? null : BoundResponse.of(bound),
                failure.code(),
                failure.detail(),
                failure.blockers());
    }
}
