package io.partwarden.table;

import io.partwarden.execution.ExecutionFailedException;
import io.partwarden.partition.DetachOptions;
import io.partwarden.partition.NewPartition;
import io.partwarden.partition.Partition;
import io.partwarden.partition.Partition.State;
import io.partwarden.partition.TableSnapshot;
import io.partwarden.security.Change;
import io.partwarden.shared.Problem;
import io.partwarden.shared.ProblemType;
import io.partwarden.sql.KnownTable;
import io.partwarden.sql.Plan;
import io.partwarden.sql.QualifiedName;
import io.partwarden.table.RemovalExecution.Goal;
import io.partwarden.table.RemovalPlans.Leaving;
import io.partwarden.targets.Target;
import io.partwarden.targets.Targets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.springframework.stereotype.Component;

/**
 * Changes of partitions that nobody's request makes: planned by the caller or here, then run, audited and recorded as those of a request
 * are. The caller opens the audit trail's change and ends it. Methods throw a {@link Problem} for what is refused before anything is
 * touched, and {@link ExecutionFailedException} for what failed on the target; what was committed before that is on record.
 */
@Component
public final class PlannedChanges {

    /** A detach, or a detached table, that is not recorded as ours. */
    public static final ProblemType NOT_OURS = new ProblemType("not-ours", 409, "It was not detached here");

    private final Targets targets;
    private final RecordedCreation creation;
    private final RecordedRemoval removal;
    private final RemovalPlans plans;
    private final DetachedPartitions detached;
    private final BatchRemoval batches;
    private final Aftercare aftercare;

    PlannedChanges(
            Targets targets,
            RecordedCreation creation,
            RecordedRemoval removal,
            RemovalPlans plans,
            DetachedPartitions detached,
            BatchRemoval batches,
            Aftercare aftercare) {
        this.targets = targets;
        this.creation = creation;
        this.removal = removal;
        this.plans = plans;
        this.detached = detached;
        this.batches = batches;
        this.aftercare = aftercare;
    }

    /**
     * Runs a plan that makes {@code wanted}. Tells what is there afterwards, also when the session was lost on the way.
     *
     * @param before the snapshot that the plan was made from
     * @param wanted with bounds in the server's own spelling, as the plan makes them
     */
    public Created create(Target target, TableSnapshot before, Plan plan, List<NewPartition> wanted, Work work) {
        about(target, before, work);
        if (wanted.size() == 1) {
            work.change().object(wanted.get(0).name().toString());
        }
        return creation.run(target, before, plan, wanted, work);
    }

    /**
     * As {@link #create}, without reading all of the table again: for whoever makes partitions of many tables.
     *
     * @param wanted with bounds in the server's own spelling, as the plan makes them
     */
    public Made make(Target target, TableSnapshot before, Plan plan, List<NewPartition> wanted, Work work) {
        about(target, before, work);
        if (wanted.size() == 1) {
            work.change().object(wanted.get(0).name().toString());
        }
        return creation.make(target, before, plan, wanted, work);
    }

    /**
     * Detaches one partition, concurrently where PostgreSQL can; the table and its rows stay. It is on record as ours before it begins,
     * and where it was interrupted it is finalized at once if it can be. One that is pending is finalized if it is ours.
     */
    public Removed detach(Target target, TableSnapshot before, Partition partition, Work work) {
        return remove(target, before, ours(target, partition), Removal.Mode.DETACH, work);
    }

    /**
     * As the other, and then does to the table what the options ask for. Where it could not move, nothing is detached; what else fails
     * afterwards is a warning, {@code options-unfinished}, and {@link #afterDetach} does it later.
     */
    public Removed detach(Target target, TableSnapshot before, Partition partition, DetachOptions options, Work work) {
        KnownTable table = new KnownTable(partition.name(), partition.oid());
        aftercare.requireRoom(target, table, options);
        Removed removed = detach(target, before, partition, work);
        try {
            return aftercare.settle(target, before, table, options, work).after(removed);
        } catch (ExecutionFailedException e) {
            return removed.unfinished(e.problem());
        } catch (Problem e) {
            return removed.unfinished(e);
        }
    }

    /** Does to a table that we detached what the options ask for and is not done yet; its name may be another one afterwards. */
    public Removed afterDetach(
            Target target, TableSnapshot parent, DetachedPartition partition, DetachOptions options, Work work) {
        requireDetached(target, parent, partition);
        about(target, parent, work).object(partition.name().toString());
        return aftercare.settle(target, parent, new KnownTable(partition.name(), partition.oid()), options, work);
    }

    /** Finishes an interrupted detach that is recorded as ours; {@link #NOT_OURS} for anybody else's. */
    public Removed finalizePending(Target target, TableSnapshot before, Partition partition, Work work) {
        if (partition.state() != State.PENDING_DETACH) {
            throw new IllegalArgumentException("Only a pending detach can be finalized");
        }
        return detach(target, before, partition, work);
    }

    /** Detaches one partition and drops its table, rows and all; never by cascade. */
    public Removed drop(Target target, TableSnapshot before, Partition partition, Work work) {
        return remove(target, before, ours(target, partition), Removal.Mode.DROP, work);
    }

    /**
     * Drops a table that we detached from {@code parent}: only while it is the very table that we recorded, is nobody's partition and
     * nothing depends on it.
     */
    public Removed dropDetached(Target target, TableSnapshot parent, DetachedPartition partition, Work work) {
        return remove(target, parent, requireDetached(target, parent, partition), Removal.Mode.DROP, work);
    }

    /**
     * Takes many partitions out, up to 20 in a transaction that holds everybody off the table for some milliseconds; for tables without a
     * default partition and foreign keys. Those that could not go are told with the reason.
     */
    public RemovedMany removeMany(
            Target target, TableSnapshot before, List<Partition> partitions, Removal.Mode mode, Work work) {
        about(target, before, work);
        return batches.attached(target, before, partitions, mode, work);
    }

    /** As {@link #dropDetached}, up to 20 in a transaction; the table that they were detached from is not locked. */
    public RemovedMany dropDetachedMany(
            Target target, TableSnapshot parent, List<DetachedPartition> partitions, Work work) {
        about(target, parent, work);
        return batches.detached(target, parent, partitions, work);
    }

    /** Makes fresh statistics of the table; the time spent on asking for locks. Nothing depends on it, and it does not try for long. */
    public Duration analyze(Target target, TableSnapshot table, Work work) {
        about(target, table, work);
        return aftercare.analyze(target, table, work);
    }

    /** What we detached from this table and is still standing, the longest detached first. */
    public List<DetachedPartition> detached(Target target, long parentOid) {
        return detached.of(target, parentOid);
    }

    /** Whether a pending detach is recorded as begun by us. */
    public boolean isOurDetach(Target target, Partition pending) {
        return pending.state() == State.PENDING_DETACH
                && !plans.leaving(target, pending).isForeignDetach();
    }

    /** What we know of a table's partitions of today and of former ones, by oid; from our own records alone. */
    public Map<Long, PartitionRecord> records(Target target, long parentOid) {
        return detached.records(target, parentOid);
    }

    /** Every partition of the target whose detach we began and that we did not drop; from our own records alone. */
    public List<PartitionRecord> detaches(Target target) {
        return detached.detaches(target);
    }

    private Change about(Target target, TableSnapshot table, Work work) {
        QualifiedName name = table.parent().name();
        Change change = work.change().target(target.name()).table(name.toString());
        targets.requireOperable(target.name());
        return change;
    }

    private Leaving requireDetached(Target target, TableSnapshot parent, DetachedPartition partition) {
        return plans.detached(target, parent, partition)
                .orElseThrow(() -> Problem.of(
                        NOT_OURS,
                        partition.name() + " is left alone: it is not a table any more that was detached here from "
                                + parent.parent().name() + " and stands for itself since."));
    }

    private Leaving ours(Target target, Partition partition) {
        Leaving leaving = plans.leaving(target, partition);
        if (leaving.isForeignDetach()) {
            throw Problem.of(
                    NOT_OURS,
                    "The interrupted detach of " + partition.name()
                            + " was not begun here, so it is left alone. Finalize it by detaching the partition with confirm.");
        }
        return leaving;
    }

    private Removed remove(Target target, TableSnapshot table, Leaving leaving, Removal.Mode mode, Work work) {
        about(target, table, work).object(leaving.name().toString());
        Plan plan = plans.plan(target, table, leaving, mode);
        Duration lockWait = removal.run(target, table, plan, new Goal(leaving, mode), work);
        return new Removed(leaving.oid(), leaving.name(), mode == Removal.Mode.DROP, lockWait, plan.warnings());
    }
}
