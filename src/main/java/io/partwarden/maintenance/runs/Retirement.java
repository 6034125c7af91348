package io.partwarden.maintenance.runs;

import io.partwarden.maintenance.Archives;
import io.partwarden.maintenance.RetirementGuard;
import io.partwarden.maintenance.RetirementGuard.Objection;
import io.partwarden.maintenance.runs.Outlook.Leaving;
import io.partwarden.maintenance.runs.Outlook.Stay;
import io.partwarden.partition.DetachOptions;
import io.partwarden.partition.Partition;
import io.partwarden.partition.Partition.State;
import io.partwarden.policy.Policy;
import io.partwarden.policy.Retention;
import io.partwarden.policy.Retention.Action;
import io.partwarden.table.DetachedPartition;
import io.partwarden.table.PlannedChanges;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.stereotype.Component;

/**
 * Decides how old partitions leave a table in one run: interrupted detaches of ours are finished first, then those that are old are
 * detached one after the other, then those whose grace is over are dropped.
 */
@Component
final class Retirement {

    private final PlannedChanges changes;
    private final ObjectProvider<Archives> archives;
    private final ObjectProvider<RetirementGuard> guards;

    Retirement(PlannedChanges changes, ObjectProvider<Archives> archives, ObjectProvider<RetirementGuard> guards) {
        this.changes = changes;
        this.archives = archives;
        this.guards = guards;
    }

    /** A partition on its way out. */
    record Exit(Partition partition, Retention retention) {

        /** Whether it is detached and dropped at once. */
        boolean drops() {
            return goesFor(retention) && retention.grace().isZero();
        }

        DetachOptions options() {
            Retention.Leaving leaving = retention.leaving();
            return new DetachOptions(leaving.keepIndexes(), leaving.leavePublication(), leaving.moveToSchema());
        }

        String action() {
            return drops() ? "maintenance.drop" : "maintenance.detach";
        }
    }

    /**
     * @param finalizing interrupted detaches of ours
     * @param dropping what was detached for this policy and whose grace is over
     */
    record Planned(
            List<Partition> finalizing, List<Exit> leaving, List<DetachedPartition> dropping, List<Skip> skipped) {

        static final Planned NOTHING = new Planned(List.of(), List.of(), List.of(), List.of());

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
                if (changes.isOurDetach(situation.target(), partition)) {
                    finalizing.add(partition);
                } else {
                    foreign = Optional.of(partition);
                    skipped.add(foreign(partition));
                }
            }
        }
        List<Exit> leaving = leaving(situation, outlook, confirmed, foreign, skipped);
        outlook.staying().forEach(stay -> skipped.add(staying(stay)));
        return new Planned(finalizing, leaving, dropping(situation), skipped);
    }

    private List<Exit> leaving(
            Situation situation, Outlook outlook, boolean confirmed, Optional<Partition> foreign, List<Skip> skipped) {
        List<Exit> leaving = new ArrayList<>();
        boolean asks = !confirmed && !situation.state().firstRunDone() && outlook.isMoreThanOneRun();
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
        if (old.retention().action() == Action.ARCHIVE_THEN_DROP && !isArchived(situation, partition)) {
            return Optional.of(skip(
                    partition,
                    SkipReason.NO_VERIFIED_ARCHIVE,
                    "It is to be archived before it is dropped, and there is no verified archive of it."));
        }
        return guards.orderedStream()
                .flatMap(guard -> guard.objection(situation.policy().name(), partition).stream())
                .findFirst()
                .map(objection -> skip(partition, objection));
    }

    private boolean isArchived(Situation situation, Partition partition) {
        return archives.stream()
                .anyMatch(archive -> archive.verified(situation.policy().name(), partition.name(), partition.oid())
                        .isPresent());
    }

    /** What was detached for the policy, by a run; never what somebody detached by hand. The longest grace counts for all lanes. */
    private List<DetachedPartition> dropping(Situation situation) {
        List<Retention> retentions = situation.policy().lanes().stream()
                .map(LanePolicy::policy)
                .map(Policy::retention)
                .filter(Objects::nonNull)
                .toList();
        if (retentions.isEmpty() || !retentions.stream().allMatch(Retirement::goesFor)) {
            return List.of();
        }
        Duration grace = retentions.stream()
                .map(Retention::grace)
                .max(Duration::compareTo)
                .orElseThrow();
        return changes
                .detached(situation.target(), situation.snapshot().parent().oid())
                .stream()
                .filter(detached -> Conduct.MAINTENANCE.equals(detached.detachedBy()))
                .filter(detached -> !detached.detachedAt().plus(grace).isAfter(situation.now()))
                .toList();
    }

    private static boolean goesFor(Retention retention) {
        return retention.action() == Action.DROP || retention.action() == Action.ARCHIVE_THEN_DROP;
    }

    private static Skip foreign(Partition partition) {
        return skip(
                partition,
                SkipReason.FOREIGN_DETACH,
                "Its detach was begun by somebody else and was interrupted: its rows are out of sight, and no other partition can"
                        + " leave, until it is finalized. Detach it with confirm, or by ALTER TABLE .. DETACH PARTITION .. FINALIZE.");
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

    private static Skip skip(Partition partition, Objection objection) {
        return Skip.of(
                partition.name(), partition.bound(), new Failure(objection.reason(), objection.detail(), List.of()));
    }

    private static Skip skip(Partition partition, SkipReason reason, String detail) {
        return Skip.of(partition.name(), partition.bound(), reason, detail);
    }
}
