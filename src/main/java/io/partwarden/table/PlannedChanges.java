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
import org.jspecify.annotations.Nullable;
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

    private static final ProblemType RUNNING = new ProblemType("detach-running", 409, "The detach still runs");

    /** A table that we detached in order to drop it, and that somebody has changed since. */
    public static final ProblemType CHANGED =
            new ProblemType("detached-table-changed", 409, "The detached table was changed");

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
        return remove(target, before, new Goal(ours(target, partition), Removal.Mode.DETACH), work);
    }

    /**
     * As the other, and then does to the table what the options ask for. Where it could not move, nothing is detached; what else fails
     * afterwards is a warning, {@code options-unfinished}, and {@link #afterDetach} does it later.
     */
    public Removed detach(Target target, TableSnapshot before, Partition partition, DetachOptions options, Work work) {
        return detach(target, before, partition, new DetachWish(options, null), work);
    }

    /** As the other; what is to follow the detach is on record once we have seen its end. */
    public Removed detach(Target target, TableSnapshot before, Partition partition, DetachWish wish, Work work) {
        KnownTable table = new KnownTable(partition.name(), partition.oid());
        DetachOptions options = wish.options();
        aftercare.requireRoom(target, table, options);
        Goal goal = new Goal(ours(target, partition), Removal.Mode.DETACH, wish.intention());
        Removed removed = remove(target, before, goal, work);
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

    /**
     * Finishes an interrupted detach that is recorded as ours; {@link #NOT_OURS} for anybody else's, and 409 {@code detach-running} while
     * a session is still at it.
     *
     * @param intention what is to follow today, if the detach was begun for that, too; null to leave the table
     */
    public Removed finalizePending(
            Target target, TableSnapshot before, Partition partition, @Nullable DropIntention intention, Work work) {
        if (partition.state() != State.PENDING_DETACH) {
            throw new IllegalArgumentException("Only a pending detach can be finalized");
        }
        Leaving leaving = ours(target, partition);
        if (isRunning(target, partition)) {
            throw Problem.of(
                            RUNNING,
                            "A session still detaches " + partition.name()
                                    + ". It ends by itself, or is interrupted and" + " can be finalized then.")
                    .retryAfter(Duration.ofSeconds(10));
        }
        PartitionRecord record = detached.records(target, before.parent().oid()).get(partition.oid());
        DropIntention begun =
                record == null || record.drop() == null ? null : record.drop().intention();
        DropIntention both = intention == null || begun == null ? null : intention.and(begun);
        return remove(target, before, new Goal(leaving, Removal.Mode.DETACH, both), work);
    }

    /** Whether a session is at a pending detach just now, so that it needs nobody to finish it. */
    public boolean isRunning(Target target, Partition pending) {
        return detached.isRunning(target, pending);
    }

    /** Detaches one partition and drops its table, rows and all; never by cascade. */
    public Removed drop(Target target, TableSnapshot before, Partition partition, Work work) {
        return drop(target, before, partition, false, work);
    }

    /** @param needsArchive for whoever comes back to a table that was detached and could not be dropped then */
    public Removed drop(Target target, TableSnapshot before, Partition partition, boolean needsArchive, Work work) {
        return remove(
                target,
                before,
                new Goal(ours(target, partition), Removal.Mode.DROP, new DropIntention(Duration.ZERO, needsArchive)),
                work);
    }

    /**
     * Drops a table that we detached from {@code parent}: only while it is the very table that we recorded, is nobody's partition and
     * nothing depends on it.
     */
    public Removed dropDetached(Target target, TableSnapshot parent, DetachedPartition partition, Work work) {
        Goal goal = new Goal(requireDetached(target, parent, partition), Removal.Mode.DROP);
        if (detached.of(target, parent.parent().oid()).stream()
                .anyMatch(now -> now.oid() == partition.oid() && now.isChanged())) {
            throw changed(partition);
        }
        return remove(target, parent, goal, work);
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

    static Problem changed(DetachedPartition partition) {
        return Problem.of(
                CHANGED,
                partition.name()
                        + " is left alone: somebody has changed its definition, owner or rights, or attached it in"
                        + " between, since it was detached to be dropped. Drop it by hand if nobody needs it.");
    }

    private Removed remove(Target target, TableSnapshot table, Goal goal, Work work) {
        Leaving leaving = goal.leaving();
        about(target, table, work).object(leaving.name().toString());
        Plan plan = plans.plan(target, table, leaving, goal.mode());
        Duration lockWait = removal.run(target, table, plan, goal, work);
        return new Removed(leaving.oid(), leaving.name(), goal.mode() == Removal.Mode.DROP, lockWait, plan.warnings());
    }
}
