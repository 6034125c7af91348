package io.partwarden.maintenance.runs;

import io.partwarden.jobs.DatabaseClock;
import io.partwarden.maintenance.ManagedName;
import io.partwarden.maintenance.runs.Run.Job;
import io.partwarden.partition.ForeignKeys;
import io.partwarden.partition.Partition;
import io.partwarden.partition.RemovalPlanner;
import io.partwarden.partition.TableSnapshot;
import io.partwarden.sql.KnownTable;
import io.partwarden.sql.Plan;
import io.partwarden.sql.Plan.Warning;
import io.partwarden.sql.PlannedTransaction;
import io.partwarden.table.ChangeOptions;
import io.partwarden.table.DetachedPartition;
import io.partwarden.table.PlannedChanges;
import io.partwarden.table.Refusals;
import io.partwarden.table.Removal.Mode;
import io.partwarden.table.RemovedMany;
import io.partwarden.targets.Target;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.springframework.stereotype.Component;

/** Takes partitions away that somebody has chosen, whatever their age; one after the other, or in batches where nothing else is in the way. */
@Component
public final class Removals {

    private final PlannedChanges changes;
    private final AuditedWork audited;
    private final TableClaims claims;
    private final RunRecords records;
    private final RunRepository runs;
    private final DatabaseClock clock;
    private final RemovalPlanner planner = new RemovalPlanner();

    Removals(
            PlannedChanges changes,
            AuditedWork audited,
            TableClaims claims,
            RunRecords records,
            RunRepository runs,
            DatabaseClock clock) {
        this.changes = changes;
        this.audited = audited;
        this.claims = claims;
        this.records = records;
        this.runs = runs;
        this.clock = clock;
    }

    /**
     * Partitions of one table.
     *
     * @param leftOver tables that were detached on their way to be dropped, and are not dropped yet
     */
    public record Chosen(TableSnapshot table, List<Partition> partitions, List<DetachedPartition> leftOver, Mode mode) {
        public Chosen {
            partitions = List.copyOf(partitions);
            leftOver = List.copyOf(leftOver);
        }

        private boolean inBatches() {
            return partitions.size() > 1
                    && table.defaultPartition().isEmpty()
                    && table.foreignKeys().equals(ForeignKeys.NONE)
                    && partitions.stream()
                            .allMatch(p -> p.kind() == Partition.Kind.TABLE && p.state() == Partition.State.ATTACHED);
        }
    }

    public Plan plan(Chosen chosen) {
        TableSnapshot table = chosen.table();
        String summary = (chosen.mode() == Mode.DROP ? "Drop " : "Detach ")
                + (chosen.partitions().size() + chosen.leftOver().size()) + " partition(s) of "
                + table.parent().name() + ".";
        List<PlannedTransaction> transactions = new ArrayList<>();
        List<Warning> warnings = new ArrayList<>();
        Refusals.planned(() -> plans(chosen)).forEach(plan -> {
            transactions.addAll(plan.transactions());
            warnings.addAll(plan.warnings());
        });
        if (!chosen.leftOver().isEmpty()) {
            List<KnownTable> left = chosen.leftOver().stream()
                    .map(detached -> new KnownTable(detached.name(), detached.oid()))
                    .toList();
            transactions.addAll(planner.dropDetachedMany(table, left).transactions());
        }
        return new Plan(summary, transactions, warnings, table.fingerprint());
    }

    private List<Plan> plans(Chosen chosen) {
        TableSnapshot table = chosen.table();
        boolean drop = chosen.mode() == Mode.DROP;
        if (chosen.inBatches()) {
            return List.of(
                    drop
                            ? planner.dropMany(table, chosen.partitions())
                            : planner.detachMany(table, chosen.partitions()));
        }
        TableSnapshot settled = PlannedPart.withoutPending(table);
        return chosen.partitions().stream()
                .map(partition -> {
                    TableSnapshot as = partition.state() == Partition.State.PENDING_DETACH ? table : settled;
                    return drop ? planner.drop(as, partition) : planner.detach(as, partition);
                })
                .toList();
    }

    /**
     * Does it while nobody else works on the table; 409 while somebody does. What fails is in the run's record, and what comes behind it is
     * not begun.
     *
     * @param chosen as the table is then
     * @param begins called with them once it is certain that it begins
     */
    public Run remove(
            Target target,
            ManagedName name,
            Supplier<Chosen> chosen,
            ChangeOptions options,
            String actor,
            Consumer<Chosen> begins) {
        RunLog log = new RunLog();
        Instant started = clock.now();
        boolean worked = claims.work(target, name, actor, conduct -> {
            Chosen now = chosen.get();
            begins.accept(now);
            now.partitions().forEach(partition -> log.toRetire(partition.name(), partition.bound()));
            Conduct theirs = new Conduct(actor, options.patience(), conduct.fence());
            if (now.inBatches()) {
                removeMany(target, now, theirs, log);
            } else {
                removeEach(target, now, theirs, log);
            }
            if (!now.leftOver().isEmpty() && !log.isOver()) {
                dropLeftOver(target, now, theirs, log);
            }
        });
        if (!worked) {
            throw LaneRuns.underWay(name);
        }
        Run run = records.of(name, Job.RETIRE, actor, log, started);
        if (run.outcome() != Run.Outcome.NOTHING) {
            runs.save(List.of(run));
        }
        return run;
    }

    /** A partition that is not one tenant's to lose. */
    public static Skip shared(Partition partition) {
        return Skip.of(
                partition.name(),
                partition.bound(),
                SkipReason.SHARED,
                "It also takes rows of other tenants, so it stays.");
    }

    private void removeMany(Target target, Chosen chosen, Conduct conduct, RunLog log) {
        try {
            RemovedMany removed = audited.run(
                    conduct,
                    action(chosen),
                    actor(conduct),
                    work -> changes.removeMany(target, chosen.table(), chosen.partitions(), chosen.mode(), work));
            log.removed(removed, chosen.mode());
        } catch (RuntimeException e) {
            log.failed(null, null, e);
        }
    }

    private void removeEach(Target target, Chosen chosen, Conduct conduct, RunLog log) {
        TableSnapshot table = chosen.table();
        Partition heldUp = null;
        for (Partition partition : chosen.partitions()) {
            if (heldUp != null) {
                log.skip(Retirement.comesAfter(partition, heldUp));
                continue;
            }
            try {
                log.removed(
                        audited.run(
                                conduct,
                                action(chosen),
                                actor(conduct),
                                work -> chosen.mode() == Mode.DROP
                                        ? changes.drop(target, table, partition, work)
                                        : changes.detach(target, table, partition, work)),
                        partition.bound());
            } catch (RuntimeException e) {
                log.failed(partition.name(), partition.bound(), e);
                heldUp = partition;
            }
        }
    }

    private void dropLeftOver(Target target, Chosen chosen, Conduct conduct, RunLog log) {
        try {
            RemovedMany removed = audited.run(
                    conduct,
                    action(chosen),
                    actor(conduct),
                    work -> changes.dropDetachedMany(target, chosen.table(), chosen.leftOver(), work));
            log.dropped(removed);
        } catch (RuntimeException e) {
            log.failed(null, null, e);
        }
    }

    /** Whatever the name of who asked: it is not taken for a policy's detach. */
    private static String actor(Conduct conduct) {
        return conduct.actor().equals(Conduct.MAINTENANCE) ? "tenant" : conduct.actor();
    }

    private static String action(Chosen chosen) {
        return "tenant." + chosen.mode().verb();
    }
}
