package io.partwarden.maintenance.runs;

import io.partwarden.maintenance.runs.Outlook.Leaving;
import io.partwarden.maintenance.runs.Outlook.Stay;
import io.partwarden.partition.DetachOptions;
import io.partwarden.partition.Partition;
import io.partwarden.partition.Partition.State;
import io.partwarden.policy.Retention;
import io.partwarden.sql.KnownTable;
import io.partwarden.table.DetachWish;
import io.partwarden.table.DetachedPartition;
import io.partwarden.table.DropIntention;
import io.partwarden.table.PlannedChanges;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.springframework.stereotype.Component;

/**
 * Decides how old partitions leave a table in one run: interrupted detaches of ours are finished first, then those that are old are
 * detached one after the other, then those whose grace is over are dropped.
 */
@Component
final class Retirement {

    private final PlannedChanges changes;
    private final Objections objections;
    private final Drops drops;

    Retirement(PlannedChanges changes, Objections objections, Drops drops) {
        this.changes = changes;
        this.objections = objections;
        this.drops = drops;
    }

    /** A partition on its way out. */
    record Exit(Partition partition, Retention retention) {

        /** Whether it is detached and dropped at once. */
        boolean drops() {
            return Drops.drops(retention) && retention.grace().isZero();
        }

        boolean needsArchive() {
            return Drops.archives(retention);
        }

        DetachWish wish() {
            Retention.Leaving leaving = retention.leaving();
            return new DetachWish(
                    new DetachOptions(leaving.keepIndexes(), leaving.leavePublication(), leaving.moveToSchema()),
                    Drops.drops(retention) ? new DropIntention(retention.grace(), needsArchive()) : null);
        }

        String action() {
            return drops() ? "maintenance.drop" : "maintenance.detach";
        }
    }

    /**
     * @param finalizing interrupted detaches of ours
     * @param dropping what was detached for this policy and whose grace is over
     * @param staying what was detached and is never dropped by itself; told to whoever asks
     */
    record Planned(
            List<Partition> finalizing,
            List<Exit> leaving,
            List<DetachedPartition> dropping,
            List<Skip> skipped,
            List<Skip> staying) {

        static final Planned NOTHING = new Planned(List.of(), List.of(), List.of(), List.of(), List.of());

        boolean isEmpty() {
            return finalizing.isEmpty() && leaving.isEmpty() && dropping.isEmpty();
        }
    }

    /** @param confirmed whether somebody has seen what the first run retires */
    Planned plan(Situation situation, Outlook outlook, boolean confirmed) {
        List<Skip> skipped = new ArrayList<>();
        List<Partition> finalizing = new ArrayList<>();
        Optional<Partition> foreign = Optional.empty();
        for (Partition partition : situation.snapshot().partitions()) {
            if (partition.state() == State.PENDING_DETACH) {
                if (!changes.isOurDetach(situation.target(), partition)) {
                    foreign = Optional.of(partition);
                    skipped.add(foreign(partition));
                } else if (changes.isRunning(situation.target(), partition)) {
                    foreign = Optional.of(partition);
                    skipped.add(running(partition));
                } else {
                    finalizing.add(partition);
                }
            }
        }
        List<Exit> leaving = leaving(situation, outlook, confirmed, foreign, skipped);
        outlook.staying().forEach(stay -> skipped.add(staying(stay)));
        int dropped = (int) leaving.stream().filter(Exit::drops).count();
        Drops.Planned due =
                asks(situation, outlook, confirmed) ? Drops.Planned.NOTHING : drops.plan(situation, dropped);
        skipped.addAll(due.skipped());
        return new Planned(finalizing, leaving, due.dropping(), skipped, due.staying());
    }

    private static boolean asks(Situation situation, Outlook outlook, boolean confirmed) {
        return !confirmed && !situation.state().firstRunDone() && outlook.isMoreThanOneRun();
    }

    private List<Exit> leaving(
            Situation situation, Outlook outlook, boolean confirmed, Optional<Partition> foreign, List<Skip> skipped) {
        List<Exit> leaving = new ArrayList<>();
        boolean asks = asks(situation, outlook, confirmed);
        for (Leaving old : outlook.leaving()) {
            Optional<Skip> objection = asks
                    ? Optional.of(confirmFirst(old, outlook))
                    : foreign.map(other -> comesAfter(old.partition(), other)).or(() -> objection(situation, old));
            objection.ifPresentOrElse(skipped::add, () -> leaving.add(new Exit(old.partition(), old.retention())));
        }
        return leaving;
    }

    private Optional<Skip> objection(Situation situation, Leaving old) {
        Partition partition = old.partition();
        KnownTable table = new KnownTable(partition.name(), partition.oid());
        return objections.against(situation, table, partition.bound(), Drops.archives(old.retention()));
    }

    private static Skip foreign(Partition partition) {
        return skip(
                partition,
                SkipReason.FOREIGN_DETACH,
                "Its detach was begun by somebody else and was interrupted: its rows are out of sight, and no other partition can"
                        + " leave, until it is finalized. Detach it with confirm, or by ALTER TABLE .. DETACH PARTITION .. FINALIZE.");
    }

    private static Skip running(Partition partition) {
        return skip(
                partition,
                SkipReason.DETACH_PENDING,
                "A session still detaches it; it ends by itself, or is interrupted and finished in a later run.");
    }

    static Skip comesAfter(Partition partition, Partition other) {
        return skip(
                partition,
                SkipReason.COMES_AFTER,
                "It leaves once " + other.name() + " has left: PostgreSQL allows one detach at a time.");
    }

    private static Skip confirmFirst(Leaving old, Outlook outlook) {
        int all = outlook.leaving().size() + outlook.staying().size();
        return skip(
                old.partition(),
                SkipReason.CONFIRM_FIRST_RUN,
                "The policy's first retirement would take " + all
                        + " partitions, more than max_per_run. Look at a dry run, and"
                        + " confirm it once with its plan_fingerprint.");
    }

    private static Skip staying(Stay stay) {
        Partition partition = stay.kept().partition().partition();
        Retention retention = stay.retention();
        return switch (stay.kept().reason()) {
            case MAX_PER_RUN ->
                skip(
                        partition,
                        SkipReason.MAX_PER_RUN,
                        "One run retires no more than " + retention.maxPerRun()
                                + " partitions; it goes in a later one.");
            case MIN_PARTITIONS ->
                skip(
                        partition,
                        SkipReason.MIN_PARTITIONS,
                        "At least " + retention.minPartitions() + " partitions stay, however old.");
            case SHARED ->
                skip(partition, SkipReason.SHARED, "It also takes rows of another tenant, who may need them longer.");
        };
    }

    private static Skip skip(Partition partition, SkipReason reason, String detail) {
        return Skip.of(partition.name(), partition.bound(), reason, detail);
    }
}
