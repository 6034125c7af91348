package io.partwarden.maintenance.runs;

import io.partwarden.policy.Policy;
import io.partwarden.policy.Retention;
import io.partwarden.policy.Retention.Action;
import io.partwarden.sql.KnownTable;
import io.partwarden.table.DetachedPartition;
import io.partwarden.table.DropIntention;
import io.partwarden.table.PlannedChanges;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * Decides which detached tables are dropped: those that this policy detached in order to drop them, once the grace that it had then and the
 * one that it has today are both over, and only if everything that was asked before the detach still allows it. Whatever else was detached
 * stays.
 */
@Component
final class Drops {

    private final PlannedChanges changes;
    private final PolicyAgeRepository policies;
    private final Objections objections;

    Drops(PlannedChanges changes, PolicyAgeRepository policies, Objections objections) {
        this.changes = changes;
        this.policies = policies;
        this.objections = objections;
    }

    /**
     * @param skipped those that are due and stay for now
     * @param staying those that would be dropped by today's policy, had they not been detached to stay
     */
    record Planned(List<DetachedPartition> dropping, List<Skip> skipped, List<Skip> staying) {

        static final Planned NOTHING = new Planned(List.of(), List.of(), List.of());
    }

    /** What follows a detach by all of the policy's retention; null unless each lane's drops. The longest grace counts for all. */
    static @Nullable DropIntention intention(Situation situation) {
        List<Retention> retentions = retentions(situation);
        if (retentions.isEmpty() || !retentions.stream().allMatch(Drops::drops)) {
            return null;
        }
        return new DropIntention(
                retentions.stream()
                        .map(Retention::grace)
                        .max(Duration::compareTo)
                        .orElseThrow(),
                retentions.stream().anyMatch(Drops::archives));
    }

    static boolean drops(Retention retention) {
        return retention.action() == Action.DROP || retention.action() == Action.ARCHIVE_THEN_DROP;
    }

    static boolean archives(Retention retention) {
        return retention.action() == Action.ARCHIVE_THEN_DROP;
    }

    /** @param alreadyDropping how many partitions the run drops without a grace */
    Planned plan(Situation situation, int alreadyDropping) {
        DropIntention today = intention(situation);
        if (today == null) {
            return Planned.NOTHING;
        }
        List<DetachedPartition> standing = changes.detached(
                situation.target(), situation.snapshot().parent().oid());
        if (standing.isEmpty()) {
            return Planned.NOTHING;
        }
        Instant since = policies.since(situation.policy().name()).orElse(Instant.MAX);
        int room = Math.max(0, mostPerRun(situation) - alreadyDropping);
        Planned planned = new Planned(new ArrayList<>(), new ArrayList<>(), new ArrayList<>());
        for (DetachedPartition detached : standing) {
            DetachedPartition.Drop drop = detached.drop();
            if (drop == null || detached.detachedAt().isBefore(since)) {
                planned.staying().add(toStay(detached));
            } else if (isDue(detached, drop, today, situation.now())) {
                Optional<Skip> objection = detached.isChanged()
                        ? Optional.of(changed(detached))
                        : objection(situation, detached).or(() -> full(detached, planned, room));
                objection.ifPresentOrElse(
                        planned.skipped()::add, () -> planned.dropping().add(detached));
            }
        }
        return planned;
    }

    /** Asked again just before the drop. */
    Optional<Skip> objection(Situation situation, DetachedPartition detached) {
        DropIntention today = intention(situation);
        DetachedPartition.Drop drop = detached.drop();
        if (today == null || drop == null) {
            return Optional.of(toStay(detached));
        }
        KnownTable table = new KnownTable(detached.name(), detached.oid());
        return objections.against(situation, table, null, today.needsArchive() || drop.needsArchive());
    }

    /** By the later of the two graces: a shorter one takes nothing back that was said, and a longer one is meant for all. */
    private static boolean isDue(
            DetachedPartition detached, DetachedPartition.Drop drop, DropIntention today, Instant now) {
        return !drop.after().isAfter(now)
                && !detached.detachedAt().plus(today.grace()).isAfter(now);
    }

    private static Optional<Skip> full(DetachedPartition detached, Planned planned, int room) {
        return planned.dropping().size() < room
                ? Optional.empty()
                : Optional.of(skip(
                        detached,
                        SkipReason.MAX_PER_RUN,
                        "One run drops no more than max_per_run tables; it goes in a later one."));
    }

    private static Skip changed(DetachedPartition detached) {
        return skip(
                detached,
                SkipReason.DETACHED_TABLE_CHANGED,
                "Somebody has changed its definition, owner or rights, or attached it in between, since it was detached to be dropped."
                        + " So it stays until somebody drops it.");
    }

    private static Skip toStay(DetachedPartition detached) {
        return skip(
                detached,
                SkipReason.DETACHED_TO_STAY,
                "It was not detached by this policy in order to be dropped, so it stays until somebody drops it.");
    }

    private static Skip skip(DetachedPartition detached, SkipReason reason, String detail) {
        return Skip.of(detached.name(), null, reason, detail);
    }

    private static int mostPerRun(Situation situation) {
        return retentions(situation).stream()
                .mapToInt(Retention::maxPerRun)
                .min()
                .orElse(0);
    }

    private static List<Retention> retentions(Situation situation) {
        return situation.policy().lanes().stream()
                .map(LanePolicy::policy)
                .map(Policy::retention)
                .filter(Objects::nonNull)
                .toList();
    }
}
