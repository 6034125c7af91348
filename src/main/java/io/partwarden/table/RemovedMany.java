package io.partwarden.table;

import io.partwarden.shared.Problem;
import io.partwarden.sql.KnownTable;
import java.time.Duration;
import java.util.List;

/**
 * What became of many partitions that were to leave.
 *
 * @param left those that stay as they were, each with the reason
 * @param lockWait the time spent on asking for locks
 */
public record RemovedMany(List<KnownTable> removed, List<Left> left, Duration lockWait) {

    public RemovedMany {
        removed = List.copyOf(removed);
        left = List.copyOf(left);
    }

    /** One that stays, and why. */
    public record Left(KnownTable table, Problem problem) {}
}
