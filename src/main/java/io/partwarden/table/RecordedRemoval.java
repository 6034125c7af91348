package io.partwarden.table;

import io.partwarden.execution.ExecutionFailedException;
import io.partwarden.execution.ExecutionProblem;
import io.partwarden.execution.ExecutionReport.ExecutedTransaction;
import io.partwarden.execution.ExecutionReport.Outcome;
import io.partwarden.partition.Partition;
import io.partwarden.partition.Partition.State;
import io.partwarden.partition.TableSnapshot;
import io.partwarden.shared.Problem;
import io.partwarden.sql.Plan;
import io.partwarden.sql.QualifiedName;
import io.partwarden.table.RemovalExecution.Goal;
import io.partwarden.targets.Target;
import java.time.Duration;
import java.util.Optional;
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
    private final DetachEnds ends;

    RecordedRemoval(
            TableCatalog catalog, RemovalExecution execution, PartitionRecordRepository records, DetachEnds ends) {
        this.catalog = catalog;
        this.execution = execution;
        this.records = records;
        this.ends = ends;
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
            records.detachStarted(target.name(), table.parent().oid(), attached, work.actor(), goal.intention());
        }
        try {
            Duration lockWait = execution.run(target, table.parent().name(), plan, goal, work);
            settle(target, goal.leaving().oid(), goal.mode(), true);
            return lockWait;
        } catch (ExecutionFailedException e) {
            boolean lost = e.problem().type().equals(ExecutionProblem.SESSION_LOST);
            if (!lost && e.report().committed() == 0) {
                if (attached != null && !e.problem().type().equals(ExecutionProblem.DETACH_PENDING)) {
                    giveUp(target, table.parent().name(), goal, e);
                }
                throw e;
            }
            if (!isGone(target, table.parent().name(), goal, e) || !lost) {
                throw e;
            }
            return e.report().lockWait();
        }
    }

    /** The catalog decides: what somebody else has finished meanwhile is no less ours, and may be on record as that. */
    private void giveUp(Target target, QualifiedName parent, Goal goal, ExecutionFailedException failure) {
        long oid = goal.leaving().oid();
        try {
            Optional<Partition> now = catalog.snapshot(target, parent).partitions().stream()
                    .filter(partition -> partition.oid() == oid)
                    .findFirst();
            if (now.isPresent()
                    && (now.get().state() == State.ATTACHED || goal.leaving().isForeignDetach())) {
                records.detachGivenUp(target.name(), oid);
            } else if (now.isEmpty()) {
                settle(target, oid, catalog.isThere(target, oid) ? Removal.Mode.DETACH : Removal.Mode.DROP, false);
            }
        } catch (Problem away) {
            // It stays on record as begun, from which alone nothing is ever dropped.
            failure.problem().addSuppressed(away);
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
            settle(target, oid, exists ? Removal.Mode.DETACH : Removal.Mode.DROP, detachEnded(goal, failure));
            return goal.mode() == Removal.Mode.DETACH || !exists;
        } catch (Problem away) {
            failure.problem().addSuppressed(away);
            throw failure;
        }
    }

    /** Whether the detach before a drop that failed was ours and ended before our eyes. */
    private static boolean detachEnded(Goal goal, ExecutionFailedException failure) {
        return goal.mode() == Removal.Mode.DROP
                && goal.leaving().attached() != null
                && failure.report().committed() > 0
                && failure.report().transactions().stream()
                        .map(ExecutedTransaction::outcome)
                        .noneMatch(outcome -> outcome == Outcome.PENDING || outcome == Outcome.UNKNOWN);
    }

    private void settle(Target target, long oid, Removal.Mode done, boolean seen) {
        if (done == Removal.Mode.DROP) {
            Committed.record(() -> records.dropped(target.name(), oid));
        } else if (seen) {
            ends.seen(target, oid);
        } else {
            ends.unseen(target, oid);
        }
    }
}
