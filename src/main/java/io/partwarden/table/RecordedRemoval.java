package io.partwarden.table;

import io.partwarden.execution.ExecutionFailedException;
import io.partwarden.execution.ExecutionProblem;
import io.partwarden.partition.Partition;
import io.partwarden.partition.TableSnapshot;
import io.partwarden.shared.Problem;
import io.partwarden.sql.Plan;
import io.partwarden.sql.QualifiedName;
import io.partwarden.table.RemovalExecution.Goal;
import io.partwarden.targets.Target;
import java.time.Duration;
import org.springframework.stereotype.Component;

/**
 * Runs the plan of a removal and keeps our record of it: that a detach is ours from before it begins, and what became of it, also where
 * the session was lost on the way.
 */
@Component
final class RecordedRemoval {

    private final TableCatalog catalog;
    private final RemovalExecution execution;
    private final PartitionRecordRepository records;

    RecordedRemoval(TableCatalog catalog, RemovalExecution execution, PartitionRecordRepository records) {
        this.catalog = catalog;
        this.execution = execution;
        this.records = records;
    }

    /**
     * The time spent on asking for locks.
     *
     * @throws ExecutionFailedException unless the goal is reached; what did happen is on record
     */
    Duration run(Target target, TableSnapshot table, Plan plan, Goal goal, Work work) {
        Partition attached = goal.leaving().attached();
        if (attached != null) {
            // On record before it begins: an interrupted detach must be known as ours.
            records.detachStarted(target.name(), table.parent().oid(), attached, work.actor());
        }
        try {
            Duration lockWait = execution.run(target, table.parent().name(), plan, goal, work);
            settle(target, goal.leaving().oid(), goal.mode());
            return lockWait;
        } catch (ExecutionFailedException e) {
            boolean lost = e.problem().type().equals(ExecutionProblem.SESSION_LOST);
            if (!lost && e.report().committed() == 0) {
                if (attached != null && !e.problem().type().equals(ExecutionProblem.DETACH_PENDING)) {
                    records.detachGivenUp(target.name(), attached.oid());
                }
                throw e;
            }
            if (!isGone(target, table.parent().name(), goal, e) || !lost) {
                throw e;
            }
            return e.report().lockWait();
        }
    }

    /** What the catalog says after a failure half-way; what did happen goes on record. */
    private boolean isGone(Target target, QualifiedName parent, Goal goal, ExecutionFailedException failure) {
        long oid = goal.leaving().oid();
        try {
            boolean stillAttached =
                    catalog.snapshot(target, parent).partitions().stream().anyMatch(p -> p.oid() == oid);
            if (stillAttached) {
                return false;
            }
            boolean exists = catalog.isThere(target, oid);
            settle(target, oid, exists ? Removal.Mode.DETACH : Removal.Mode.DROP);
            return goal.mode() == Removal.Mode.DETACH || !exists;
        } catch (Problem away) {
            failure.problem().addSuppressed(away);
            throw failure;
        }
    }

    private void settle(Target target, long oid, Removal.Mode done) {
        Committed.record(() -> {
            if (done == Removal.Mode.DROP) {
                records.dropped(target.name(), oid);
            } else {
                records.detached(target.name(), oid);
            }
        });
    }
}
