package io.partwarden.table;

import io.partwarden.execution.ExecutionFailedException;
import io.partwarden.partition.TableSnapshot;
import io.partwarden.shared.Problem;
import io.partwarden.sql.Plan;
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
    private final RecordedRemoval execution;

    PartitionRemoval(Gate gate, TableCatalog catalog, RemovalPlans plans, RecordedRemoval execution) {
        this.gate = gate;
        this.catalog = catalog;
        this.plans = plans;
        this.execution = execution;
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
            try {
                execution.run(
                        target, table, plan, new RemovalExecution.Goal(leaving, removal.mode()), gate.work(options));
            } catch (ExecutionFailedException e) {
                throw e.problem();
            }
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
}
