package io.partwarden.partition;

import io.partwarden.partition.PlanRefusedException.Reason;
import io.partwarden.sql.KnownTable;
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

    /** How many leave with one transaction at most. */
    public static final int BATCH = PartitionPlanner.BATCH;

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

    /**
     * Detaches many, up to 20 in a transaction, each of which holds everybody off the table for some milliseconds.
     *
     * @throws PlanRefusedException STATE for a table with a default partition or foreign keys, and for partitions that are no plain tables
     */
    public Plan detachMany(TableSnapshot table, List<Partition> partitions) {
        return plan(
                "Detach " + partitions.size() + " partitions of "
                        + table.parent().name() + "; the tables and their rows stay.",
                new RemovalBatches(table).detach(partitions),
                table);
    }

    /** Drops many with every row in them, as {@link #detachMany} detaches. */
    public Plan dropMany(TableSnapshot table, List<Partition> partitions) {
        return plan(
                "Drop " + partitions.size() + " partitions of " + table.parent().name() + " with every row in them.",
                new RemovalBatches(table).drop(partitions),
                table);
    }

    /** Drops many tables that were partitions of {@code table} and are detached now; it is not locked for that. */
    public Plan dropDetachedMany(TableSnapshot table, List<KnownTable> detached) {
        return plan(
                "Drop " + detached.size() + " tables, detached from "
                        + table.parent().name() + ", with every row in them.",
                new RemovalBatches(table).dropDetached(detached),
                table);
    }

    /** Does to a detached table what the options ask for and is not done yet; only that table is locked. */
    public Plan afterDetach(DetachedTable detached, DetachOptions options) {
        DetachAftercare care = new DetachAftercare(detached, options);
        String name = detached.table().name().toString();
        return new Plan(
                care.transactions().isEmpty()
                        ? "Nothing to do for " + name + "."
                        : "Settle " + name + ", now detached.",
                care.transactions(),
                care.warnings(),
                String.valueOf(detached.table().oid()));
    }

    private static Plan plan(String summary, List<PlannedTransaction> transactions, TableSnapshot table) {
        return new Plan(summary, transactions, List.of(), table.fingerprint());
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
