package io.partwarden.table;

import io.partwarden.partition.Partition;
import io.partwarden.partition.Partition.State;
import io.partwarden.partition.PlanRefusedException;
import io.partwarden.partition.RemovalPlanner;
import io.partwarden.partition.TableSnapshot;
import io.partwarden.shared.Problem;
import io.partwarden.sql.Plan;
import io.partwarden.sql.Plan.Warning;
import io.partwarden.sql.QualifiedName;
import io.partwarden.targets.Target;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Finds the partition that is to leave, also one that we have detached before, and plans its way out. */
@Component
final class RemovalPlans {

    private final TableCatalog catalog;
    private final PartitionRecordRepository records;
    private final RemovalPlanner planner = new RemovalPlanner();

    RemovalPlans(TableCatalog catalog, PartitionRecordRepository records) {
        this.catalog = catalog;
        this.records = records;
    }

    /**
     * @param attached as the catalog has it; null for one that we detached before
     * @param isForeignDetach whether a detach of it is pending that we did not begin
     */
    record Leaving(long oid, QualifiedName name, @Nullable Partition attached, boolean isForeignDetach) {}

    /** 404 {@code partition-not-found} for what neither is a partition of the table nor was detached from it by us. */
    Leaving find(Target target, TableSnapshot table, Removal removal) {
        QualifiedName name = new QualifiedName(
                removal.schema() == null ? table.parent().name().schema() : removal.schema(), removal.name());
        Optional<Partition> attached = table.partition(name);
        if (attached.isPresent()) {
            return leaving(target, attached.get());
        }
        List<PartitionRecord> detached = records
                .ofParent(target.name(), table.parent().oid())
                .values()
                .stream()
                .filter(record -> record.isDetachOf(name))
                .toList();
        return catalog.standing(target, detached).stream()
                .findFirst()
                .map(record -> new Leaving(record.oid(), name, null, false))
                .orElseThrow(() -> Problem.of(
                        TableProblems.PARTITION_NOT_FOUND,
                        "Table " + table.parent().name() + " has no partition " + name
                                + ". One in another schema needs schema=."));
    }

    /** One that is attached, or whose detach is pending. */
    Leaving leaving(Target target, Partition partition) {
        boolean foreign = partition.state() == State.PENDING_DETACH && !isOurDetach(target, partition);
        return new Leaving(partition.oid(), partition.name(), partition, foreign);
    }

    private boolean isOurDetach(Target target, Partition partition) {
        return records.find(target.name(), partition.oid())
                .filter(record -> record.isDetachOf(partition.name()) && record.detachedAt() == null)
                .isPresent();
    }

    /** One that we detached from this table; empty if it is not, is gone, has another name or became a partition again. */
    Optional<Leaving> detached(Target target, TableSnapshot table, DetachedPartition detached) {
        Optional<PartitionRecord> record = records.find(target.name(), detached.oid())
                .filter(r -> r.parentOid() == table.parent().oid() && r.isDetachOf(detached.name()));
        return catalog.standing(target, record.stream().toList()).stream()
                .map(standing -> new Leaving(standing.oid(), standing.name(), null, false))
                .findFirst();
    }

    /** Empty where a detached one is to be detached. */
    Plan plan(Target target, TableSnapshot table, Leaving leaving, Removal.Mode mode) {
        boolean drop = mode == Removal.Mode.DROP;
        if (drop) {
            requireDroppable(target, leaving);
        }
        Partition attached = leaving.attached();
        if (attached != null) {
            Plan plan = Refusals.planned(() -> drop ? planner.drop(table, attached) : planner.detach(table, attached));
            return leaving.isForeignDetach() ? withWarning(plan, foreignDetach(leaving)) : plan;
        }
        if (drop) {
            return planner.dropDetached(table, leaving.name(), leaving.oid());
        }
        return new Plan(
                "Nothing to do: " + leaving.name() + " is detached.",
                List.of(),
                List.of(new Warning("already-detached", leaving.name() + " has been detached before.")),
                table.fingerprint());
    }

    /** What is left to do where the detach was begun and has not ended; empty if the partition is not pending. */
    Optional<Plan> rest(Target target, QualifiedName parent, Leaving leaving, Removal.Mode mode) {
        TableSnapshot table = catalog.snapshot(target, parent);
        return table.partitions().stream()
                .filter(partition -> partition.oid() == leaving.oid() && partition.state() == State.PENDING_DETACH)
                .map(partition -> new Leaving(partition.oid(), partition.name(), partition, leaving.isForeignDetach()))
                .map(pending -> plan(target, table, pending, mode))
                .findFirst();
    }

    private void requireDroppable(Target target, Leaving leaving) {
        Partition attached = leaving.attached();
        if (attached != null && attached.kind() == Partition.Kind.FOREIGN) {
            throw Refusals.problem(PlanRefusedException.because(
                    PlanRefusedException.Reason.STATE,
                    leaving.name(),
                    leaving.name() + " is a foreign table: detach it, and drop it where its server is known."));
        }
        List<String> dependents = catalog.dependents(target, leaving.oid());
        if (!dependents.isEmpty()) {
            throw Problem.of(
                            TableProblems.HAS_DEPENDENTS,
                            "Other objects depend on " + leaving.name()
                                    + ", and nothing is dropped by cascade. Drop or change" + " them first: "
                                    + String.join(", ", dependents) + ".")
                    .with("dependents", dependents);
        }
    }

    private static Warning foreignDetach(Leaving leaving) {
        return new Warning(
                "foreign-detach",
                "The interrupted detach of " + leaving.name()
                        + " was not begun here; it will be finalized all the same.");
    }

    private static Plan withWarning(Plan plan, Warning warning) {
        List<Warning> warnings = new ArrayList<>(plan.warnings());
        warnings.add(warning);
        return new Plan(plan.summary(), plan.transactions(), plan.cleanup(), warnings, plan.basis());
    }
}
