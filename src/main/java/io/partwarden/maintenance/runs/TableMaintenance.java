package io.partwarden.maintenance.runs;

import io.partwarden.catalog.CatalogReader;
import io.partwarden.maintenance.hooks.Hook.Decision;
import io.partwarden.maintenance.hooks.Hook.Moment;
import io.partwarden.maintenance.hooks.HookEvent;
import io.partwarden.maintenance.hooks.Hooks;
import io.partwarden.maintenance.hooks.Verdict;
import io.partwarden.maintenance.runs.Retirement.Exit;
import io.partwarden.maintenance.runs.RunRecord.Item;
import io.partwarden.partition.Partition;
import io.partwarden.partition.TableSnapshot;
import io.partwarden.table.BoundResponse;
import io.partwarden.table.DetachedPartition;
import io.partwarden.table.Made;
import io.partwarden.table.PlannedChanges;
import io.partwarden.table.RelationName;
import io.partwarden.table.Removed;
import io.partwarden.table.RemovedMany;
import io.partwarden.table.Work;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.springframework.stereotype.Component;

/**
 * Does on one table what was planned for it: making partitions and retiring them, each on its own. What fails is noted and the rest goes
 * on, as far as it does not depend on it; nothing here throws for what happens on a target.
 */
@Component
final class TableMaintenance {

    private final PlannedChanges changes;
    private final CatalogReader catalog;
    private final AuditedWork audited;
    private final Hooks hooks;
    private final Drops drops;

    TableMaintenance(PlannedChanges changes, CatalogReader catalog, AuditedWork audited, Hooks hooks, Drops drops) {
        this.changes = changes;
        this.catalog = catalog;
        this.audited = audited;
        this.hooks = hooks;
        this.drops = drops;
    }

    void create(Situation situation, Creation.Planned planned, Conduct conduct, RunLog log) {
        planned.skipped().forEach(log::creationSkipped);
        planned.plans().forEach(batch -> log.toCreate(batch.wanted()));
        List<Creation.Batch> batches = planned.plans().stream()
                .filter(batch -> !batch.plan().isEmpty())
                .toList();
        if (batches.isEmpty() || vetoed(situation, batches, log)) {
            return;
        }
        for (Creation.Batch batch : batches) {
            if (log.isOver()) {
                log.creationIncomplete();
                return;
            }
            create(situation, batch, conduct, log);
        }
    }

    private boolean vetoed(Situation situation, List<Creation.Batch> batches, RunLog log) {
        Verdict verdict = ask(
                situation, Moment.BEFORE_CREATE, items(log.record().planned().create(), "create"), log);
        if (verdict.decision() == Decision.APPROVE) {
            return false;
        }
        batches.stream()
                .flatMap(batch -> batch.wanted().stream())
                .forEach(partition -> log.creationSkipped(
                        Skip.of(partition.name(), partition.bound(), reason(verdict), verdict.reason())));
        return true;
    }

    private void create(Situation situation, Creation.Batch batch, Conduct conduct, RunLog log) {
        try {
            Made made = audited.run(
                    conduct,
                    "maintenance.create",
                    work -> changes.make(situation.target(), situation.snapshot(), batch.plan(), batch.wanted(), work));
            log.created(made.partitions(), made.lockWait());
        } catch (RuntimeException e) {
            log.creationIncomplete();
            if (batch.wanted().size() == 1) {
                log.failed(batch.wanted().get(0).name(), batch.wanted().get(0).bound(), e);
            } else {
                log.failed(null, null, e);
            }
        }
    }

    void retire(Situation situation, Retirement.Planned planned, Conduct conduct, RunLog log) {
        planned.skipped().forEach(log::skip);
        planned.finalizing().forEach(partition -> log.toRetire(partition.name(), partition.bound()));
        planned.leaving()
                .forEach(exit ->
                        log.toRetire(exit.partition().name(), exit.partition().bound()));
        planned.dropping().forEach(detached -> log.toRetire(detached.name(), null));
        boolean free = finalizeAll(situation, planned, conduct, log);
        if ((planned.leaving().isEmpty() && planned.dropping().isEmpty())
                || log.isOver()
                || retirementVetoed(situation, planned, log)) {
            return;
        }
        if (free) {
            leave(planned.finalizing().isEmpty() ? situation : situation.with(again(situation)), planned, conduct, log);
        }
        if (!planned.dropping().isEmpty() && !log.isOver()) {
            drop(situation, planned.dropping(), conduct, log);
        }
    }

    /** In batches; the table that they were detached from is not locked. */
    private void drop(Situation situation, List<DetachedPartition> due, Conduct conduct, RunLog log) {
        try {
            List<DetachedPartition> dropping = new ArrayList<>();
            for (DetachedPartition detached : due) {
                // Asked again: detaches and hooks may have taken their time.
                drops.objection(situation, detached).ifPresentOrElse(log::skip, () -> dropping.add(detached));
            }
            if (dropping.isEmpty()) {
                return;
            }
            RemovedMany removed = audited.run(
                    conduct,
                    "maintenance.drop",
                    work -> changes.dropDetachedMany(situation.target(), situation.snapshot(), dropping, work));
            log.dropped(removed);
        } catch (RuntimeException e) {
            log.failed(null, null, e);
        }
    }

    /** Whether nothing of ours is pending any more; while something is, PostgreSQL allows no other detach. */
    private boolean finalizeAll(Situation situation, Retirement.Planned planned, Conduct conduct, RunLog log) {
        for (Partition pending : planned.finalizing()) {
            try {
                Removed removed = audited.run(
                        conduct,
                        "maintenance.detach",
                        work -> changes.finalizePending(
                                situation.target(), situation.snapshot(), pending, Drops.intention(situation), work));
                log.removed(removed, pending.bound());
            } catch (RuntimeException e) {
                log.failed(pending.name(), pending.bound(), e);
                planned.leaving().forEach(exit -> log.skip(Retirement.comesAfter(exit.partition(), pending)));
                return false;
            }
        }
        return true;
    }

    /** One after the other; where one is held up, those behind it are too. */
    private void leave(Situation situation, Retirement.Planned planned, Conduct conduct, RunLog log) {
        Partition heldUp = null;
        for (Exit exit : planned.leaving()) {
            Partition partition = exit.partition();
            if (heldUp != null) {
                log.skip(Retirement.comesAfter(partition, heldUp));
                continue;
            }
            try {
                log.removed(
                        audited.run(conduct, exit.action(), work -> leave(situation, exit, work)), partition.bound());
            } catch (RuntimeException e) {
                log.failed(partition.name(), partition.bound(), e);
                heldUp = partition;
            }
        }
    }

    private Removed leave(Situation situation, Exit exit, Work work) {
        return exit.drops()
                ? changes.drop(situation.target(), situation.snapshot(), exit.partition(), exit.needsArchive(), work)
                : changes.detach(situation.target(), situation.snapshot(), exit.partition(), exit.wish(), work);
    }

    private boolean retirementVetoed(Situation situation, Retirement.Planned planned, RunLog log) {
        List<HookEvent.Item> items = new ArrayList<>();
        planned.leaving()
                .forEach(exit -> items.add(new HookEvent.Item(
                        RelationName.of(exit.partition().name()),
                        BoundResponse.of(exit.partition().bound()),
                        exit.drops() ? "drop" : "detach")));
        planned.dropping()
                .forEach(detached -> items.add(new HookEvent.Item(RelationName.of(detached.name()), null, "drop")));
        Verdict verdict = ask(situation, Moment.BEFORE_RETIRE, items, log);
        if (verdict.decision() == Decision.APPROVE) {
            return false;
        }
        planned.leaving()
                .forEach(exit -> log.skip(
                        Skip.of(exit.partition().name(), exit.partition().bound(), reason(verdict), verdict.reason())));
        planned.dropping()
                .forEach(detached -> log.skip(Skip.of(detached.name(), null, reason(verdict), verdict.reason())));
        return true;
    }

    /** Those who want to hear of the end hear of it, whatever it was, if anything was done. */
    void tell(Situation situation, RunLog log) {
        RunRecord.Done done = log.record().done();
        if (done.isEmpty()) {
            return;
        }
        List<HookEvent.Item> items = Stream.of(
                        items(done.created(), "create"),
                        items(done.detached(), "detach"),
                        items(done.dropped(), "drop"))
                .flatMap(List::stream)
                .toList();
        log.hooks(
                hooks.tell(situation.target(), situation.policy().hooks(), event(situation, Moment.AFTER, items, log)));
    }

    private Verdict ask(Situation situation, Moment moment, List<HookEvent.Item> items, RunLog log) {
        if (situation.policy().hooks().isEmpty()) {
            return Verdict.APPROVED;
        }
        Verdict verdict =
                hooks.ask(situation.target(), situation.policy().hooks(), moment, event(situation, moment, items, log));
        log.hooks(verdict.outcomes());
        return verdict;
    }

    private static HookEvent event(Situation situation, Moment moment, List<HookEvent.Item> items, RunLog log) {
        return new HookEvent(
                moment.name().toLowerCase(Locale.ROOT),
                situation.target().name(),
                RelationName.of(situation.table()),
                situation.policy().etag(),
                log.id().toString(),
                items);
    }

    private static List<HookEvent.Item> items(List<Item> items, String action) {
        return items.stream()
                .map(item -> new HookEvent.Item(item.partition(), item.bounds(), action))
                .toList();
    }

    private static SkipReason reason(Verdict verdict) {
        return verdict.decision() == Decision.VETO ? SkipReason.HOOK_VETO : SkipReason.HOOK_DEFER;
    }

    private TableSnapshot again(Situation situation) {
        return catalog.snapshot(situation.target(), situation.table()).orElse(situation.snapshot());
    }
}
