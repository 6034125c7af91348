package io.partwarden.maintenance.runs;

import io.partwarden.execution.ExecutionProblem;
import io.partwarden.jobs.JobProblem;
import io.partwarden.maintenance.PolicyOrders;
import io.partwarden.maintenance.hooks.HookOutcome;
import io.partwarden.maintenance.runs.Run.Outcome;
import io.partwarden.maintenance.runs.RunRecord.Item;
import io.partwarden.maintenance.runs.RunRecord.LockWait;
import io.partwarden.partition.Bound;
import io.partwarden.partition.NewPartition;
import io.partwarden.partition.Partition;
import io.partwarden.sql.QualifiedName;
import io.partwarden.table.BoundResponse;
import io.partwarden.table.RelationName;
import io.partwarden.table.Removal;
import io.partwarden.table.Removed;
import io.partwarden.table.RemovedMany;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** What a run notes while it goes on. Used by one thread. */
final class RunLog {

    /** After these nothing further is begun: it would only fail again, or meet somebody else's work. */
    private static final Set<String> FINAL =
            Set.of(JobProblem.CLAIM_LOST.slug(), ExecutionProblem.INTERRUPTED.slug(), PolicyOrders.HELD_BACK.slug());

    private final UUID id = UUID.randomUUID();
    private final List<Item> toCreate = new ArrayList<>();
    private final List<Item> toRetire = new ArrayList<>();
    private final List<Item> created = new ArrayList<>();
    private final List<Item> detached = new ArrayList<>();
    private final List<Item> dropped = new ArrayList<>();
    private final List<Skip> skipped = new ArrayList<>();
    private final List<HookOutcome> hooks = new ArrayList<>();
    private final List<LockWait> lockWaits = new ArrayList<>();
    private @Nullable Boolean analyzed;
    private @Nullable Failure failure;
    private boolean creationComplete = true;
    private boolean over;

    UUID id() {
        return id;
    }

    void toCreate(List<NewPartition> partitions) {
        partitions.forEach(partition -> toCreate.add(item(partition.name(), partition.bound())));
    }

    void toRetire(QualifiedName partition, @Nullable Bound bound) {
        toRetire.add(item(partition, bound));
    }

    void created(List<Partition> partitions, Duration lockWait) {
        partitions.forEach(partition -> created.add(item(partition.name(), partition.bound())));
        waited("create", lockWait);
    }

    void removed(Removed removed, @Nullable Bound bound) {
        (removed.dropped() ? dropped : detached).add(item(removed.name(), bound));
        waited((removed.dropped() ? "drop " : "detach ") + removed.name(), removed.lockWait());
    }

    /** Those that stay do so for a reason that a later run may find gone. */
    void dropped(RemovedMany removed) {
        removed.removed().forEach(table -> dropped.add(item(table.name(), null)));
        removed.left().forEach(left -> failed(left.table().name(), null, left.problem()));
        waited("drop", removed.lockWait());
    }

    /** @param mode of partitions that were attached */
    void removed(RemovedMany removed, Removal.Mode mode) {
        List<Item> gone = mode == Removal.Mode.DROP ? dropped : detached;
        removed.removed().forEach(table -> gone.add(item(table.name(), null)));
        removed.left().forEach(left -> failed(left.table().name(), null, left.problem()));
        waited(mode.verb(), removed.lockWait());
    }

    void hooks(List<HookOutcome> outcomes) {
        hooks.addAll(outcomes);
    }

    void analyzed(boolean done) {
        analyzed = done;
    }

    /** Left for later, by a rule. */
    void skip(Skip skip) {
        skipped.add(skip);
    }

    /** A period that was needed is not there. */
    void creationSkipped(Skip skip) {
        creationComplete = false;
        skipped.add(skip);
    }

    Failure failed(@Nullable QualifiedName partition, @Nullable Bound bound, RuntimeException e) {
        Failure why = Failure.of(e);
        skipped.add(Skip.of(partition, bound, why));
        failed(why);
        return why;
    }

    /** What keeps the whole run from going on. */
    void failed(Failure why) {
        failure = failure == null ? why : failure;
        over |= FINAL.contains(why.code());
    }

    /** What an attempt did before it was begun again; why it ended is of no interest any more. */
    void keepDone(RunLog attempt) {
        created.addAll(attempt.created);
        hooks.addAll(attempt.hooks);
        lockWaits.addAll(attempt.lockWaits);
    }

    /** This log with another one behind it. */
    RunLog with(RunLog other) {
        toCreate.addAll(other.toCreate);
        toRetire.addAll(other.toRetire);
        created.addAll(other.created);
        detached.addAll(other.detached);
        dropped.addAll(other.dropped);
        skipped.addAll(other.skipped);
        hooks.addAll(other.hooks);
        lockWaits.addAll(other.lockWaits);
        analyzed = analyzed == null ? other.analyzed : analyzed;
        failure = failure == null ? other.failure : failure;
        creationComplete &= other.creationComplete;
        over |= other.over;
        return this;
    }

    /** Whether nothing further is to be begun. */
    boolean isOver() {
        return over;
    }

    /** Whether the right to work on the table is somebody else's by now, who will write down how it stands. */
    boolean lostItsClaim() {
        return failure != null && failure.code().equals(JobProblem.CLAIM_LOST.slug());
    }

    /** Whether the policy was changed, paused or frozen on the way: the next run decides anew, and nothing has failed. */
    boolean wasHeldBack() {
        return failure != null && failure.code().equals(PolicyOrders.HELD_BACK.slug());
    }

    boolean creationComplete() {
        return creationComplete;
    }

    void creationIncomplete() {
        creationComplete = false;
    }

    boolean changedSomething() {
        return !record().done().isEmpty();
    }

    @Nullable
    Failure failure() {
        return failure;
    }

    Outcome outcome() {
        if (failure != null) {
            return changedSomething() ? Outcome.PARTIAL : Outcome.FAILED;
        }
        return changedSomething() ? Outcome.CHANGED : Outcome.NOTHING;
    }

    RunRecord record() {
        return new RunRecord(
                new RunRecord.Planned(toCreate, toRetire),
                new RunRecord.Done(created, detached, dropped),
                skipped,
                hooks,
                lockWaits,
                analyzed);
    }

    private void waited(String change, Duration lockWait) {
        if (!lockWait.isZero()) {
            lockWaits.add(new LockWait(change, lockWait.toMillis()));
        }
    }

    private static Item item(QualifiedName partition, @Nullable Bound bound) {
        return new Item(RelationName.of(partition), bound == null ? null : BoundResponse.of(bound));
    }
}
