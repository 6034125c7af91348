package io.partwarden.partition;

import io.partwarden.partition.PlanRefusedException.Reason;
import io.partwarden.sql.Expression;
import io.partwarden.sql.LockMode;
import io.partwarden.sql.PartitionDdl;
import io.partwarden.sql.Plan;
import io.partwarden.sql.Plan.Warning;
import io.partwarden.sql.PlannedTransaction;
import io.partwarden.sql.PlannedTransaction.Mode;
import io.partwarden.sql.QualifiedName;
import io.partwarden.sql.Step;
import io.partwarden.sql.TableLock;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Plans new partitions without an ACCESS EXCLUSIVE lock on the parent: each is made beside it (LIKE), then attached under SHARE UPDATE
 * EXCLUSIVE, which readers and writers do not notice. Making and attaching share one transaction, so a plan that gives up leaves
 * nothing behind.
 */
public final class PartitionPlanner {

    /** Partitions a transaction: fits max_locks_per_transaction = 64, and each commit costs every session one rebuild of its map. */
    static final int BATCH = 20;

    /** With a default partition or foreign keys others wait for the whole attach, so it is kept short. */
    static final int BATCH_BESIDE_OTHERS = 5;

    /** Whether a wanted partition that exists with the very same bound is an error or simply done. */
    public enum Existing {
        REFUSE,
        SKIP
    }

    /**
     * The plan that makes {@code wanted}, in the order given.
     *
     * @param keys the server's order of every value in the snapshot's and the wanted bounds
     * @throws PlanRefusedException if a bound is wrong, overlaps, or a name is taken; nothing was touched
     */
    public Plan create(TableSnapshot table, KeySpace keys, List<NewPartition> wanted, Existing existing) {
        BoundSet bounds = new BoundSet(keys);
        table.partitions().forEach(p -> bounds.add(p.bound(), p.name()));
        List<Warning> warnings = new ArrayList<>();
        List<NewPartition> missing = new ArrayList<>();
        Set<QualifiedName> names = new HashSet<>();
        for (NewPartition partition : wanted) {
            BoundRules.check(table.parent().key(), keys, partition);
            NewPartition canonical = BoundRules.canonical(keys, partition);
            var equal = bounds.equalTo(canonical.bound());
            if (equal.isPresent() && existing == Existing.SKIP) {
                warnings.add(new Warning("already-exists", "Partition " + equal.get() + " has that bound already."));
                continue;
            }
            equal.ifPresent(other -> {
                throw alreadyExists(canonical, other);
            });
            bounds.add(canonical.bound(), canonical.name());
            claim(canonical.name(), table.takenNames(), names);
            missing.add(canonical);
        }
        gaps(table, bounds, missing, warnings);
        DefaultCheck check = new DefaultCheck(table, keys, missing);
        warnings.addAll(check.warnings());
        List<PlannedTransaction> transactions = new ArrayList<>(check.before());
        transactions.addAll(transactions(table, missing));
        transactions.addAll(check.after());
        return new Plan(summary(table, missing), transactions, check.after(), warnings, table.fingerprint());
    }

    /**
     * The rows in the default partition that would belong to a wanted one: while there are any, PostgreSQL refuses to attach it. Empty
     * if there is no default partition or nothing in it.
     */
    public Optional<Expression> misplacedInDefault(TableSnapshot table, KeySpace keys, List<NewPartition> wanted) {
        List<NewPartition> canonical = new ArrayList<>();
        for (NewPartition partition : wanted) {
            BoundRules.check(table.parent().key(), keys, partition);
            canonical.add(BoundRules.canonical(keys, partition));
        }
        return new DefaultCheck(table, keys, canonical).misplaced();
    }

    private static PlanRefusedException alreadyExists(NewPartition wanted, QualifiedName other) {
        return PlanRefusedException.because(
                Reason.ALREADY_EXISTS,
                other,
                wanted.name().equals(other)
                        ? "Partition " + other + " exists already, with that very bound."
                        : "Partition " + other + " has that very bound already.");
    }

    private static void claim(QualifiedName name, Set<QualifiedName> taken, Set<QualifiedName> names) {
        if (taken.contains(name) || !names.add(name)) {
            throw PlanRefusedException.because(
                    Reason.NAME_TAKEN,
                    name,
                    "The name " + name + " is taken by another relation; choose another name.");
        }
    }

    private static void gaps(TableSnapshot table, BoundSet bounds, List<NewPartition> missing, List<Warning> warnings) {
        if (table.defaultPartition().isPresent()) {
            return;
        }
        Set<String> seen = new HashSet<>();
        for (NewPartition partition : missing) {
            if (partition.bound() instanceof Bound.Range range) {
                for (String gap : bounds.gapsBeside(range)) {
                    if (seen.add(gap)) {
                        warnings.add(new Warning(
                                "gap", "No partition takes " + gap + ": rows of that range will be refused."));
                    }
                }
            }
        }
    }

    private static String summary(TableSnapshot table, List<NewPartition> missing) {
        return switch (missing.size()) {
            case 0 -> "Nothing to do for " + table.parent().name() + ".";
            case 1 ->
                "Create partition " + missing.get(0).name() + " of "
                        + table.parent().name() + ".";
            default ->
                "Create " + missing.size() + " partitions of " + table.parent().name() + ".";
        };
    }

    private static List<PlannedTransaction> transactions(TableSnapshot table, List<NewPartition> missing) {
        boolean alone =
                table.defaultPartition().isEmpty() && table.foreignKeys().equals(ForeignKeys.NONE);
        int batch = alone ? BATCH : BATCH_BESIDE_OTHERS;
        List<PlannedTransaction> transactions = new ArrayList<>();
        for (int from = 0; from < missing.size(); from += batch) {
            transactions.add(transaction(table, missing.subList(from, Math.min(from + batch, missing.size()))));
        }
        return transactions;
    }

    private static PlannedTransaction transaction(TableSnapshot table, List<NewPartition> batch) {
        LeafDdl leaf = new LeafDdl(table);
        LockRules locks = new LockRules(table);
        QualifiedName parent = table.parent().name();
        List<Step> steps = new ArrayList<>();
        for (NewPartition partition : batch) {
            steps.add(Step.of(leaf.create(partition), locks.like()));
            leaf.equip(partition).forEach(ddl -> steps.add(Step.of(ddl)));
        }
        steps.addAll(lockSteps(table, locks.attach()));
        steps.add(Step.of(PartitionDdl.requireNeighbours(
                parent,
                table.parent().oid(),
                table.defaultPartition().map(Partition::oid).orElse(0L),
                table.foreignKeys().referenced().size(),
                table.foreignKeys().referencing().size())));
        for (NewPartition partition : batch) {
            steps.add(Step.of(
                    PartitionDdl.attach(parent, partition.name(), BoundSql.clause(partition.bound())), locks.attach()));
            leaf.replicaIdentity(partition).forEach(ddl -> steps.add(Step.of(ddl)));
        }
        return new PlannedTransaction(Mode.ATOMIC_UNORDERED, steps);
    }

    /** The first table of the list is waited for; all others at once or not at all, in one fixed order for every plan. */
    static List<Step> lockSteps(TableSnapshot table, List<TableLock> locks) {
        Set<QualifiedName> unlockable = new HashSet<>();
        table.foreignKeys().referenced().stream().filter(n -> !n.lockable()).forEach(n -> unlockable.add(n.table()));
        table.foreignKeys().referencing().stream().filter(n -> !n.lockable()).forEach(n -> unlockable.add(n.table()));
        List<Step> steps = new ArrayList<>();
        TableLock first = locks.get(0);
        steps.add(new Step(PartitionDdl.lock(first.relation(), first.mode()), true, List.of(first), 0));
        locks.stream()
                .skip(1)
                .filter(l -> l.mode() != LockMode.ACCESS_SHARE && !unlockable.contains(l.relation()))
                .sorted(Comparator.comparing(TableLock::relation))
                .forEach(l -> steps.add(new Step(PartitionDdl.lockNow(l.relation(), l.mode()), true, List.of(l), 0)));
        return steps;
    }
}
