package io.partwarden.partition;

import io.partwarden.sql.AnalyzeDdl;
import io.partwarden.sql.LockMode;
import io.partwarden.sql.Plan;
import io.partwarden.sql.PlannedTransaction;
import io.partwarden.sql.QualifiedName;
import io.partwarden.sql.Step;
import io.partwarden.sql.TableLock;
import java.util.ArrayList;
import java.util.List;

/**
 * Plans fresh statistics for a partitioned table, which autovacuum analyzes only partition by partition. Its SHARE UPDATE EXCLUSIVE locks
 * stop neither readers nor writers, but an ATTACH or DETACH has to wait for them.
 */
public final class AnalyzePlanner {

    private static final int FIRST_WITH_ONLY = 18;

    /** One statement outside a transaction, so that it lets go of each table when it is done with it. */
    public Plan analyze(TableSnapshot table) {
        QualifiedName parent = table.parent().name();
        boolean only = table.serverVersion() >= FIRST_WITH_ONLY;
        List<TableLock> locks = new ArrayList<>();
        locks.add(new TableLock(parent, LockMode.SHARE_UPDATE_EXCLUSIVE));
        LockMode below = only ? LockMode.ACCESS_SHARE : LockMode.SHARE_UPDATE_EXCLUSIVE;
        table.partitions().forEach(partition -> locks.add(new TableLock(partition.name(), below)));
        Step step = Step.scanning(
                only ? AnalyzeDdl.only(parent) : AnalyzeDdl.whole(parent), 1, locks.toArray(TableLock[]::new));
        return new Plan(
                "Analyze " + parent + (only ? "." : " and its partitions."),
                List.of(new PlannedTransaction(PlannedTransaction.Mode.AUTOCOMMIT, List.of(step))),
                List.of(),
                table.fingerprint());
    }
}
