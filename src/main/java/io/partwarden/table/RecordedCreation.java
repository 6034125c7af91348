package io.partwarden.table;

import io.partwarden.execution.ExecutionFailedException;
import io.partwarden.execution.ExecutionProblem;
import io.partwarden.partition.NewPartition;
import io.partwarden.partition.Partition;
import io.partwarden.partition.TableSnapshot;
import io.partwarden.shared.Problem;
import io.partwarden.sql.Plan;
import io.partwarden.targets.Target;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.springframework.stereotype.Component;

/** Runs a plan of new partitions and records as ours what it made, also where it stopped half-way or the session was lost. */
@Component
final class RecordedCreation {

    private final TableCatalog catalog;
    private final AuditedExecution execution;
    private final PartitionRecordRepository records;

    RecordedCreation(TableCatalog catalog, AuditedExecution execution, PartitionRecordRepository records) {
        this.catalog = catalog;
        this.execution = execution;
        this.records = records;
    }

    /**
     * @throws ExecutionFailedException unless everything wanted is there now
     * @throws Problem 503 where everything was made and cannot be read back
     */
    Created run(Target target, TableSnapshot before, Plan plan, List<NewPartition> wanted, Work work) {
        if (plan.isEmpty()) {
            return new Created(present(before, wanted), List.of(), before, Duration.ZERO);
        }
        Goal goal = new Goal(target, before, wanted, work.actor());
        try {
            Duration lockWait =
                    execution.run(target, before.parent().name(), plan, work).lockWait();
            return Committed.readBack(() -> remember(goal, lockWait));
        } catch (ExecutionFailedException e) {
            return afterFailure(goal, e);
        }
    }

    /** What is there although the plan seems to have failed; throws the failure unless that is everything. */
    private Created afterFailure(Goal goal, ExecutionFailedException failure) {
        boolean lost = failure.problem().type().equals(ExecutionProblem.SESSION_LOST);
        if (!lost && failure.report().committed() == 0) {
            throw failure;
        }
        Created now = readAgain(goal, failure);
        if (lost && now.partitions().size() == goal.wanted().size()) {
            return now;
        }
        throw failure;
    }

    /**
     * As {@link #run}, for whoever makes partitions of many tables and knows what was there: only the new ones are looked up.
     *
     * @throws ExecutionFailedException unless everything wanted is there now
     */
    Made make(Target target, TableSnapshot before, Plan plan, List<NewPartition> wanted, Work work) {
        Goal goal = new Goal(target, before, wanted, work.actor());
        try {
            Duration lockWait =
                    execution.run(target, before.parent().name(), plan, work).lockWait();
            return new Made(Committed.readBack(() -> rememberNew(goal)), lockWait);
        } catch (ExecutionFailedException e) {
            Created now = afterFailure(goal, e);
            return new Made(now.made(), now.lockWait());
        }
    }

    private List<Partition> rememberNew(Goal goal) {
        TableSnapshot before = goal.before();
        PartitionIndex there = new PartitionIndex(before.partitions());
        List<Partition> made = catalog.children(
                goal.target(),
                before.parent().oid(),
                goal.wanted().stream()
                        .filter(wanted -> there.find(wanted).isEmpty())
                        .toList());
        record(goal, before.parent().oid(), made);
        return made;
    }

    private void record(Goal goal, long parentOid, List<Partition> made) {
        if (!made.isEmpty()) {
            Committed.record(() -> records.created(goal.target().name(), parentOid, made, goal.actor()));
        }
    }

    private record Goal(Target target, TableSnapshot before, List<NewPartition> wanted, String actor) {}

    /** Where the target is away too, the first failure says more than the second. */
    private Created readAgain(Goal goal, ExecutionFailedException failure) {
        try {
            return remember(goal, failure.report().lockWait());
        } catch (Problem away) {
            failure.problem().addSuppressed(away);
            throw failure;
        }
    }

    private Created remember(Goal goal, Duration lockWait) {
        TableSnapshot before = goal.before();
        TableSnapshot after = catalog.snapshot(goal.target(), before.parent().name());
        Set<Long> known =
                new HashSet<>(before.partitions().stream().map(Partition::oid).toList());
        List<Partition> partitions = present(after, goal.wanted());
        List<Partition> made = partitions.stream()
                .filter(partition -> !known.contains(partition.oid()))
                .toList();
        record(goal, after.parent().oid(), made);
        return new Created(partitions, made, after, lockWait);
    }

    private static List<Partition> present(TableSnapshot table, List<NewPartition> wanted) {
        PartitionIndex index = new PartitionIndex(table.partitions());
        return wanted.stream().flatMap(w -> index.find(w).stream()).toList();
    }
}
