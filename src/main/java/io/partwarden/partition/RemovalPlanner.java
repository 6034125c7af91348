package io.partwarden.partition;

import io.partwarden.partition.PlanRefusedException.Reason;
import io.partwarden.sql.PartitionDdl;
import io.partwarden.sql.Plan;
import io.partwarden.sql.Plan.Warning;
import io.partwarden.sql.PlannedTransaction;
import io.partwarden.sql.PlannedTransaction.Mode;
import io.partwarden.sql.QualifiedName;
import io.partwarden.sql.Step;
import io.partwarden.sql.TableLock;
import java.util.ArrayList;
import java.util.List;

/**
 * Plans how a partition leaves its table. Detaching is concurrent wherever PostgreSQL can (no default partition, no other pending
 * detach), so that nobody waits for it; dropping always detaches first and then drops what nobody uses any more.
 */
public final class RemovalPlanner {

    /**
     * Detaches one partition, or finalizes its interrupted detach.
     *
     * @throws PlanRefusedException STATE if another partition's pending detach must be finalized first
     */
    public Plan detach(TableSnapshot table, Partition partition) {
        return new Plan(
                "Detach " + partition.name() + " from " + table.parent().name() + "; the table and its rows stay.",
                List.of(detachment(table, partition)),
                warnings(partition),
                table.fingerprint());
    }

    /** Detaches one partition and drops its table, rows and all. */
    public Plan drop(TableSnapshot table, Partition partition) {
        return new Plan(
                "Drop " + partition.name() + " of " + table.parent().name() + " with every row in it.",
                List.of(detachment(table, partition), dropping(table, partition.name(), partition.oid())),
                warnings(partition),
                table.fingerprint());
    }

    /** Drops a table that was a partition of {@code table} and is detached now. */
    public Plan dropDetached(TableSnapshot table, QualifiedName detached, long oid) {
        return new Plan(
                "Drop " + detached + ", detached from " + table.parent().name() + ", with every row in it.",
                List.of(dropping(table, detached, oid)),
                List.of(),
                table.fingerprint());
    }

    private static PlannedTransaction detachment(TableSnapshot table, Partition partition) {
        LockRules locks = new LockRules(table);
        QualifiedName parent = table.parent().name();
        QualifiedName name = partition.name();
        Step guard =
                Step.of(PartitionDdl.requirePartition(parent, table.parent().oid(), name, partition.oid()));
        if (partition.state() == Partition.State.PENDING_DETACH) {
            List<TableLock> needed = locks.finalizeDetach(name);
            return locked(table, needed, guard, Step.of(PartitionDdl.finalizeDetach(parent, name), needed));
        }
        requireNoPendingDetach(table);
        if (table.defaultPartition().isPresent()) {
            List<TableLock> needed = locks.detach(name);
            return locked(table, needed, guard, Step.of(PartitionDdl.detach(parent, name), needed));
        }
        return new PlannedTransaction(
                Mode.AUTOCOMMIT,
                List.of(guard, Step.of(PartitionDdl.detachConcurrently(parent, name), locks.finalizeDetach(name))));
    }

    private static void requireNoPendingDetach(TableSnapshot table) {
        table.partitions().stream()
                .filter(p -> p.state() == Partition.State.PENDING_DETACH)
                .findFirst()
                .ifPresent(pending -> {
                    throw PlanRefusedException.because(
                            Reason.STATE,
                            pending.name(),
                            "The detach of " + pending.name()
                                    + " was interrupted; PostgreSQL allows no other until it is finalized:"
                                    + " detach that partition first.");
                });
    }

    /** The identity is checked under the lock: a name alone might mean another table by now. */
    private static PlannedTransaction dropping(TableSnapshot table, QualifiedName name, long oid) {
        List<TableLock> needed = new LockRules(table).drop(name);
        return locked(
                table,
                needed,
                Step.of(PartitionDdl.requireDetached(name, oid)),
                Step.of(PartitionDdl.drop(name), needed));
    }

    private static PlannedTransaction locked(TableSnapshot table, List<TableLock> needed, Step... rest) {
        List<Step> steps = new ArrayList<>(PartitionPlanner.lockSteps(table, needed));
        steps.addAll(List.of(rest));
        return new PlannedTransaction(Mode.ATOMIC, steps);
    }

    private static List<Warning> warnings(Partition partition) {
        List<Warning> warnings = new ArrayList<>();
        if (partition.kind() == Partition.Kind.PARTITIONED) {
            warnings.add(new Warning(
                    "sub-partitions", partition.name() + " is partitioned itself: all of its partitions go with it."));
        }
        if (partition.isDefault()) {
            warnings.add(new Warning(
                    "default-goes", "Rows that no other partition takes will be refused once the default is gone."));
        }
        return warnings;
    }
}
