package io.partwarden.table;

import io.partwarden.execution.ExecutionFailedException;
import io.partwarden.partition.Partition;
import io.partwarden.partition.TableSnapshot;
import io.partwarden.sql.Plan;
import io.partwarden.table.Outcome.Done;
import io.partwarden.table.Outcome.Preview;
import io.partwarden.targets.Target;
import java.util.List;
import org.springframework.stereotype.Component;

/**
 * Creates partitions: what is wanted is expanded and named against the table as it is, planned, run, and told by what the catalog says
 * afterwards, also where the session was lost on the way.
 */
@Component
final class PartitionCreation {

    private final Gate gate;
    private final TableCatalog catalog;
    private final WishExpansion expansion;
    private final RecordedCreation creation;

    PartitionCreation(Gate gate, TableCatalog catalog, WishExpansion expansion, RecordedCreation creation) {
        this.gate = gate;
        this.catalog = catalog;
        this.expansion = expansion;
        this.creation = creation;
    }

    record Made(long parentOid, List<Partition> partitions) {}

    /** The partitions that are there for the wish, in its order; those that were there before included. */
    Outcome<Made> create(Target target, TableRef ref, PartitionWish wish, ChangeOptions options) {
        TableSnapshot before = catalog.snapshot(target, ref);
        gate.change().table(before.parent().name().toString());
        WishExpansion.Expanded expanded = expansion.expand(target, before, wish, options.repeatable());
        Plan plan = expanded.plan();
        if (options.dryRun()) {
            return new Preview<>(plan);
        }
        options.requireShown(plan);
        if (!plan.isEmpty() && expanded.wanted().size() == 1) {
            gate.change().object(expanded.wanted().get(0).name().toString());
        }
        try {
            Created created = creation.run(target, before, plan, expanded.wanted(), gate.work(options));
            return new Done<>(
                    new Made(created.after().parent().oid(), created.partitions()), !plan.isEmpty(), plan.warnings());
        } catch (ExecutionFailedException e) {
            throw e.problem();
        }
    }
}
