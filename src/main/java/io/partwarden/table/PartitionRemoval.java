package io.partwarden.table;

import io.partwarden.execution.ExecutionFailedException;
import io.partwarden.execution.ExecutionProblem;
import io.partwarden.partition.Partition;
import io.partwarden.partition.TableSnapshot;
import io.partwarden.shared.Problem;
import io.partwarden.sql.Plan;
import io.partwarden.sql.QualifiedName;
import io.partwarden.table.Outcome.Done;
import io.partwarden.table.Outcome.Preview;
import io.partwarden.table.RemovalPlans.Leaving;
import io.partwarden.targets.Target;
import org.springframework.stereotype.Component;

/**
 * Takes partitions out of their table and, where asked to, drops them. A drop that got no further than the detach goes on with a
 * second call, since what we detached is on record.
 */
@Component
final class PartitionRemoval {

    private final Gate gate;
    private final TableCatalog catalog;
    private final RemovalPlans plans;
    private final RemovalExecution execution;
    private final PartitionRecordRepository records;

    PartitionRemoval(
            Gate gate,
            TableCatalog catalog,
            RemovalPlans plans,
            RemovalExecution execution,
            PartitionRecordRepository records) {
        this.gate = gate;
        this.catalog = catalog;
        this.plans = plans;
        this.execution = execution;
        this.records = records;
    }

    Outcome<RemovedPartition> remove(Target target, TableRef ref, Removal removal, ChangeOptions options) {
        boolean drop = removal.mode() == Removal.Mode.DROP;
        TableSnapshot table = catalog.snapshot(target, ref);
        gate.change().table(table.parent().name().toString());
        Leaving leaving = plans.find(target, table, removal);
        gate.change().object(leaving.name().toString());
        Plan plan = plans.plan(target, table, leaving, removal.mode());
        if (options.dryRun()) {
            return new Preview<>(plan);
        }
        options.requireShown(plan);
        if (options.planFingerprint() == null) {
            requireConfirmed(leaving, removal);
        }
        if (!plan.isEmpty()) {
            run(target, table, leaving, plan, removal.mode(), options);
        }
        RelationId id = new RelationId(target.name(), leaving.oid());
        return new Done<>(new RemovedPartition(id, leaving.name(), drop), !plan.isEmpty(), plan.warnings());
    }

    private static void requireConfirmed(Leaving leaving, Removal removal) {
        String name = leaving.name().name().value();
        boolean needed = removal.mode() == Removal.Mode.DROP || leaving.isForeignDetach();
        if (removal.confirm() == null ? needed : !removal.confirm().equals(name)) {
            throw Problem.of(
                            TableProblems.CONFIRM_NEEDED,
                            why(leaving, removal) + " Pass the partition's name as confirm (percent-encoded), or the"
                                    + " plan_fingerprint of a preview.")
                    .with("confirm", name);
        }
    }

    private static String why(Leaving leaving, Removal removal) {
        if (removal.confirm() != null) {
            return "confirm names another partition.";
        }
        return removal.mode() == Removal.Mode.DROP
                ? "Partition " + leaving.name() + " would go with every row in it."
                : "The interrupted detach of " + leaving.name() + " was not begun here.";
    }

    private void run(
            Target target, TableSnapshot table, Leaving leaving, Plan plan, Removal.Mode mode, ChangeOptions options) {
        Partition attached = leaving.attached();
        if (attached != null) {
            // On record before it begins: an interrupted detach must be known as ours.
            records.detachStarted(target.name(), table.parent().oid(), attached);
        }
        try {
            execution.run(target, table.parent().name(), plan, new RemovalExecution.Goal(leaving, mode), options);
            settle(target, leaving, mode);
        } catch (ExecutionFailedException e) {
            boolean lost = e.problem().type().equals(ExecutionProblem.SESSION_LOST);
            if (!lost && e.report().committed() == 0) {
                if (attached != null && !e.problem().type().equals(ExecutionProblem.DETACH_PENDING)) {
                    records.detachGivenUp(target.name(), attached.oid());
                }
                throw e.problem();
            }
            if (!isGone(target, table.parent().name(), leaving, mode, e.problem()) || !lost) {
                throw e.problem();
            }
        }
    }

    /** What the catalog says after a failure half-way; what did happen goes on record. */
    private boolean isGone(Target target, QualifiedName parent, Leaving leaving, Removal.Mode mode, Problem failure) {
        try {
            boolean stillAttached =
                    catalog.snapshot(target, parent).partitions().stream().anyMatch(p -> p.oid() == leaving.oid());
            if (stillAttached) {
                return false;
            }
            boolean exists = catalog.isThere(target, leaving.oid());
            settle(target, leaving, exists ? Removal.Mode.DETACH : Removal.Mode.DROP);
            return mode == Removal.Mode.DETACH || !exists;
        } catch (Problem away) {
            failure.addSuppressed(away);
            throw failure;
        }
    }

    private void settle(Target target, Leaving leaving, Removal.Mode done) {
        Committed.record(() -> {
            if (done == Removal.Mode.DROP) {
                records.dropped(target.name(), leaving.oid());
            } else {
                records.detached(target.name(), leaving.oid());
            }
        });
    }
}
