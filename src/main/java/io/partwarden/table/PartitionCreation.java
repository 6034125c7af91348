package io.partwarden.table;

import io.partwarden.execution.ExecutionFailedException;
import io.partwarden.execution.ExecutionProblem;
import io.partwarden.partition.NewPartition;
import io.partwarden.partition.Partition;
import io.partwarden.partition.TableSnapshot;
import io.partwarden.shared.Problem;
import io.partwarden.sql.Plan;
import io.partwarden.table.Outcome.Done;
import io.partwarden.table.Outcome.Preview;
import io.partwarden.targets.Target;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
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
    private final AuditedExecution execution;
    private final PartitionRecordRepository records;

    PartitionCreation(
            Gate gate,
            TableCatalog catalog,
            WishExpansion expansion,
            AuditedExecution execution,
            PartitionRecordRepository records) {
        this.gate = gate;
        this.catalog = catalog;
        this.expansion = expansion;
        this.execution = execution;
        this.records = records;
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
        if (plan.isEmpty()) {
            return new Done<>(made(before, expanded), false, plan.warnings());
        }
        if (expanded.wanted().size() == 1) {
            gate.change().object(expanded.wanted().get(0).name().toString());
        }
        TableSnapshot after = run(target, before, plan, expanded.wanted(), options);
        return new Done<>(made(after, expanded), true, plan.warnings());
    }

    private static Made made(TableSnapshot table, WishExpansion.Expanded expanded) {
        return new Made(table.parent().oid(), present(table, expanded.wanted()));
    }

    private TableSnapshot run(
            Target target, TableSnapshot before, Plan plan, List<NewPartition> wanted, ChangeOptions options) {
        try {
            execution.run(target, before.parent().name(), plan, options);
        } catch (ExecutionFailedException e) {
            boolean lost = e.problem().type().equals(ExecutionProblem.SESSION_LOST);
            if (!lost && e.report().committed() == 0) {
                throw e.problem();
            }
            TableSnapshot now = readAgain(target, before, wanted, e.problem());
            if (lost && present(now, wanted).size() == wanted.size()) {
                return now;
            }
            throw e.problem();
        }
        return Committed.readBack(() -> remember(target, before, wanted));
    }

    /** Where the target is away too, the first failure says more than the second. */
    private TableSnapshot readAgain(Target target, TableSnapshot before, List<NewPartition> wanted, Problem failure) {
        try {
            return remember(target, before, wanted);
        } catch (Problem away) {
            failure.addSuppressed(away);
            throw failure;
        }
    }

    private TableSnapshot remember(Target target, TableSnapshot before, List<NewPartition> wanted) {
        TableSnapshot after = catalog.snapshot(target, before.parent().name());
        Set<Long> known =
                new HashSet<>(before.partitions().stream().map(Partition::oid).toList());
        List<Partition> made = present(after, wanted).stream()
                .filter(partition -> !known.contains(partition.oid()))
                .toList();
        if (!made.isEmpty()) {
            Committed.record(() -> records.created(target.name(), after.parent().oid(), made, gate.caller()));
        }
        return after;
    }

    private static List<Partition> present(TableSnapshot table, List<NewPartition> wanted) {
        PartitionIndex index = new PartitionIndex(table.partitions());
        return wanted.stream().flatMap(w -> index.find(w).stream()).toList();
    }
}
