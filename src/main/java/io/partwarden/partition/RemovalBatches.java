package io.partwarden.partition;

import io.partwarden.partition.PlanRefusedException.Reason;
import io.partwarden.sql.KnownTable;
import io.partwarden.sql.LockMode;
import io.partwarden.sql.PartitionDdl;
import io.partwarden.sql.PlannedTransaction;
import io.partwarden.sql.PlannedTransaction.Mode;
import io.partwarden.sql.QualifiedName;
import io.partwarden.sql.RemovalDdl;
import io.partwarden.sql.Step;
import io.partwarden.sql.TableLock;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/**
 * Many removals in few transactions. Each commit makes every session build its map of the table's partitions anew, which is what clients
 * feel; so up to {@link PartitionPlanner#BATCH} leave with one.
 */
final class RemovalBatches {

    private final TableSnapshot table;
    private final KnownTable parent;

    RemovalBatches(TableSnapshot table) {
        this.table = table;
        this.parent = new KnownTable(table.parent().name(), table.parent().oid());
    }

    List<PlannedTransaction> detach(List<Partition> partitions) {
        return batches(
                attached(partitions),
                PartitionPlanner.BATCH,
                batch -> leaving(
                        batch,
                        batch.stream()
                                .map(leaf -> Step.of(PartitionDdl.detach(parent.name(), leaf.name()), locks(batch)))
                                .toList()));
    }

    List<PlannedTransaction> drop(List<Partition> partitions) {
        return batches(
                attached(partitions),
                PartitionPlanner.BATCH,
                batch -> leaving(batch, List.of(Step.of(RemovalDdl.drop(names(batch)), locks(batch)))));
    }

    /** A table that kept a foreign key locks the other table too, so it goes alone. */
    List<PlannedTransaction> dropDetached(List<KnownTable> detached) {
        boolean alone = table.foreignKeys().referenced().isEmpty();
        return batches(detached.stream().sorted().toList(), alone ? PartitionPlanner.BATCH : 1, this::dropping);
    }

    private PlannedTransaction leaving(List<KnownTable> batch, List<Step> work) {
        TableLock first = new TableLock(parent.name(), LockMode.ACCESS_EXCLUSIVE);
        List<Step> steps = new ArrayList<>();
        steps.add(new Step(PartitionDdl.lock(first.relation(), first.mode()), true, List.of(first), 0));
        steps.add(lockNow(batch));
        steps.add(Step.of(PartitionDdl.requireNeighbours(parent.name(), parent.oid(), 0, 0, 0)));
        steps.add(Step.of(RemovalDdl.requirePartitions(parent, batch)));
        steps.addAll(work);
        return new PlannedTransaction(Mode.ATOMIC, steps);
    }

    private PlannedTransaction dropping(List<KnownTable> batch) {
        List<TableLock> needed = new ArrayList<>(exclusive(batch));
        List<Step> steps = new ArrayList<>();
        KnownTable first = batch.get(0);
        if (table.foreignKeys().referenced().isEmpty()) {
            steps.add(new Step(
                    PartitionDdl.lock(first.name(), LockMode.ACCESS_EXCLUSIVE), true, needed.subList(0, 1), 0));
            if (batch.size() > 1) {
                steps.add(lockNow(batch.subList(1, batch.size())));
            }
        } else {
            needed = new LockRules(table).drop(first.name());
            steps.addAll(PartitionPlanner.lockSteps(table, needed));
        }
        steps.add(Step.of(RemovalDdl.requireDetached(batch)));
        steps.add(Step.of(RemovalDdl.drop(names(batch)), needed));
        return new PlannedTransaction(Mode.ATOMIC, steps);
    }

    private List<KnownTable> attached(List<Partition> partitions) {
        if (table.defaultPartition().isPresent() || !table.foreignKeys().equals(ForeignKeys.NONE)) {
            throw refused(
                    parent.name(),
                    "Partitions of " + parent.name()
                            + " leave one by one: a default partition or foreign keys would hold up other tables too.");
        }
        partitions.stream().filter(p -> !isPlain(p)).findFirst().ifPresent(p -> {
            throw refused(
                    p.name(),
                    p.name() + " leaves by itself: it is foreign, partitioned itself, or its detach is pending.");
        });
        return partitions.stream()
                .map(p -> new KnownTable(p.name(), p.oid()))
                .sorted()
                .toList();
    }

    private static boolean isPlain(Partition partition) {
        return partition.kind() == Partition.Kind.TABLE && partition.state() == Partition.State.ATTACHED;
    }

    private static PlanRefusedException refused(QualifiedName object, String message) {
        return PlanRefusedException.because(Reason.STATE, object, message);
    }

    private static Step lockNow(List<KnownTable> batch) {
        return new Step(RemovalDdl.lockAllNow(names(batch), LockMode.ACCESS_EXCLUSIVE), true, exclusive(batch), 0);
    }

    private List<TableLock> locks(List<KnownTable> batch) {
        List<TableLock> locks = new ArrayList<>();
        locks.add(new TableLock(parent.name(), LockMode.ACCESS_EXCLUSIVE));
        locks.addAll(exclusive(batch));
        return locks;
    }

    private static List<TableLock> exclusive(List<KnownTable> batch) {
        return batch.stream()
                .map(leaf -> new TableLock(leaf.name(), LockMode.ACCESS_EXCLUSIVE))
                .toList();
    }

    private static List<QualifiedName> names(List<KnownTable> batch) {
        return batch.stream().map(KnownTable::name).toList();
    }

    private static List<PlannedTransaction> batches(
            List<KnownTable> all, int size, Function<List<KnownTable>, PlannedTransaction> transaction) {
        List<PlannedTransaction> transactions = new ArrayList<>();
        for (int from = 0; from < all.size(); from += size) {
            transactions.add(transaction.apply(all.subList(from, Math.min(from + size, all.size()))));
        }
        return transactions;
    }
}
