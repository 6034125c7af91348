package io.partwarden.table;

import io.partwarden.shared.Problem;
import io.partwarden.sql.KnownTable;
import io.partwarden.table.RemovedMany.Left;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** What has become of many partitions so far. */
final class RemovalTally {

    private final List<KnownTable> removed = new ArrayList<>();
    private final List<Left> left = new ArrayList<>();
    private Duration lockWait = Duration.ZERO;

    void removed(KnownTable table) {
        removed.add(table);
    }

    void left(KnownTable table, Problem problem) {
        left.add(new Left(table, problem));
    }

    void waited(Duration more) {
        lockWait = lockWait.plus(more);
    }

    RemovedMany total() {
        return new RemovedMany(removed, left, lockWait);
    }
}
