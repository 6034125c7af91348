package io.partwarden.table;

import io.partwarden.execution.ExecutionFailedException;
import io.partwarden.execution.ExecutionProblem;
import io.partwarden.partition.Partition;
import io.partwarden.partition.RemovalPlanner;
import io.partwarden.partition.TableSnapshot;
import io.partwarden.shared.Problem;
import io.partwarden.shared.ProblemType;
import io.partwarden.sql.KnownTable;
import io.partwarden.sql.Plan;
import io.partwarden.table.Removal.Mode;
import io.partwarden.targets.Target;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.springframework.stereotype.Component;

/**
 * Takes many partitions out, one transaction for each batch. Where a batch cannot go because of one of its tables, its tables are tried one
 * by one, so that a single reader does not keep the others. Two attached ones that fail end the call, since then the table itself is busy;
 * detached ones have nothing to do with each other.
 */
@Component
final class BatchRemoval {

    private static final Set<ProblemType> OF_ONE_TABLE =
            Set.of(ExecutionProblem.LOCK_NOT_OBTAINED, ExecutionProblem.IN_USE, ExecutionProblem.CHANGED_MEANWHILE);

    private final TableCatalog catalog;
    private final AuditedExecution execution;
    private final DetachedPartitions detached;
    private final PartitionRecordRepository records;
    private final DetachEnds ends;
    private final RemovalPlanner planner = new RemovalPlanner();

    BatchRemoval(
            TableCatalog catalog,
            AuditedExecution execution,
            DetachedPartitions detached,
            PartitionRecordRepository records,
            DetachEnds ends) {
        this.catalog = catalog;
        this.execution = execution;
        this.detached = detached;
        this.records = records;
        this.ends = ends;
    }

    RemovedMany attached(Target target, TableSnapshot table, List<Partition> partitions, Mode mode, Work work) {
        Batches batches = new Batches(target, table, mode, true, tables -> {
            List<Partition> batch =
                    partitions.stream().filter(p -> tables.contains(known(p))).toList();
            return mode == Mode.DROP ? planner.dropMany(table, batch) : planner.detachMany(table, batch);
        });
        List<KnownTable> all =
                partitions.stream().map(BatchRemoval::known).sorted().toList();
        // All or none: what may not leave this way is refused before the first batch.
        Refusals.planned(() -> batches.planner().apply(all));
        if (mode == Mode.DETACH) {
            // On record before they begin, as every detach of ours.
            partitions.forEach(
                    p -> records.detachStarted(target.name(), table.parent().oid(), p, work.actor(), null));
        }
        return run(batches, all, new RemovalTally(), work);
    }

    /** Only those that still are what we recorded as detached from this table. */
    RemovedMany detached(Target target, TableSnapshot parent, List<DetachedPartition> partitions, Work work) {
        Map<KnownTable, DetachedPartition> ours = detached
                .of(target, parent.parent().oid())
                .stream()
                .collect(Collectors.toMap(p -> new KnownTable(p.name(), p.oid()), Function.identity()));
        List<KnownTable> all = partitions.stream()
                .map(p -> new KnownTable(p.name(), p.oid()))
                .sorted()
                .toList();
        RemovalTally tally = new RemovalTally();
        List<KnownTable> standing = new ArrayList<>();
        for (KnownTable table : all) {
            DetachedPartition found = ours.get(table);
            if (found == null) {
                tally.left(table, notOurs(table));
            } else if (found.isChanged()) {
                tally.left(table, PlannedChanges.changed(found));
            } else {
                standing.add(table);
            }
        }
        Batches batches =
                new Batches(target, parent, Mode.DROP, false, tables -> planner.dropDetachedMany(parent, tables));
        if (!parent.foreignKeys().referenced().isEmpty()) {
            // Each locks another table too, and is a transaction of its own.
            oneByOne(batches, standing, tally, work);
            return tally.total();
        }
        return run(batches, standing, tally, work);
    }

    private record Batches(
            Target target,
            TableSnapshot table,
            Mode mode,
            boolean attached,
            Function<List<KnownTable>, Plan> planner) {}

    private static KnownTable known(Partition partition) {
        return new KnownTable(partition.name(), partition.oid());
    }

    private static Problem notOurs(KnownTable table) {
        return Problem.of(PlannedChanges.NOT_OURS, table.name() + " is not a table any more that was detached here.");
    }

    private RemovedMany run(Batches batches, List<KnownTable> all, RemovalTally tally, Work work) {
        for (int from = 0; from < all.size(); from += RemovalPlanner.BATCH) {
            List<KnownTable> batch = all.subList(from, Math.min(from + RemovalPlanner.BATCH, all.size()));
            Optional<Problem> end = attempt(batches, batch, tally, work);
            if (end.isPresent()
                    && batch.size() > 1
                    && OF_ONE_TABLE.contains(end.get().type())) {
                end = oneByOne(batches, batch, tally, work);
            } else if (end.isPresent()) {
                leave(batches, batch, end.get(), tally);
            }
            if (end.isPresent()) {
                leave(batches, all.subList(from + batch.size(), all.size()), end.get(), tally);
                break;
            }
        }
        return tally.total();
    }

    /** What ends the call, if anything does. */
    private Optional<Problem> oneByOne(Batches batches, List<KnownTable> batch, RemovalTally tally, Work work) {
        int failures = 0;
        for (int i = 0; i < batch.size(); i++) {
            List<KnownTable> one = batch.subList(i, i + 1);
            Optional<Problem> failure = attempt(batches, one, tally, work.briefly());
            if (failure.isPresent()) {
                leave(batches, one, failure.get(), tally);
                failures++;
            }
            if (failure.isPresent()
                    && ((batches.attached() && failures > 1)
                            || !OF_ONE_TABLE.contains(failure.get().type()))) {
                leave(batches, batch.subList(i + 1, batch.size()), failure.get(), tally);
                return failure;
            }
        }
        return Optional.empty();
    }

    /** Empty if they are out; else why not. One transaction: all of them or none. */
    private Optional<Problem> attempt(Batches batches, List<KnownTable> batch, RemovalTally tally, Work work) {
        try {
            Plan plan = batches.planner().apply(batch);
            tally.waited(execution
                    .run(batches.target(), batches.table().parent().name(), plan, work)
                    .lockWait());
        } catch (ExecutionFailedException e) {
            tally.waited(e.report().lockWait());
            if (!e.problem().type().equals(ExecutionProblem.SESSION_LOST) || !areOut(batches, batch, e.problem())) {
                return Optional.of(e.problem());
            }
        }
        batch.forEach(table -> {
            tally.removed(table);
            settle(batches, table);
        });
        return Optional.empty();
    }

    private boolean areOut(Batches batches, List<KnownTable> batch, Problem failure) {
        long oid = batch.get(0).oid();
        try {
            return batches.mode() == Mode.DROP
                    ? !catalog.isThere(batches.target(), oid)
                    : catalog
                            .snapshot(batches.target(), batches.table().parent().name())
                            .partitions()
                            .stream()
                            .noneMatch(p -> p.oid() == oid);
        } catch (Problem away) {
            failure.addSuppressed(away);
            return false;
        }
    }

    private void settle(Batches batches, KnownTable table) {
        if (batches.mode() == Mode.DROP) {
            Committed.record(() -> records.dropped(batches.target().name(), table.oid()));
        } else {
            ends.seen(batches.target(), table.oid());
        }
    }

    private void leave(Batches batches, List<KnownTable> tables, Problem problem, RemovalTally tally) {
        for (KnownTable table : tables) {
            tally.left(table, problem);
            if (batches.attached() && batches.mode() == Mode.DETACH) {
                records.detachGivenUp(batches.target().name(), table.oid());
            }
        }
    }
}
