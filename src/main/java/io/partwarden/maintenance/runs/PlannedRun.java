package io.partwarden.maintenance.runs;

import io.partwarden.maintenance.runs.RunRecord.Item;
import io.partwarden.partition.Partition;
import io.partwarden.partition.Partition.State;
import io.partwarden.partition.RemovalPlanner;
import io.partwarden.partition.TableSnapshot;
import io.partwarden.policy.Retention.Action;
import io.partwarden.sql.KnownTable;
import io.partwarden.sql.Plan;
import io.partwarden.sql.Plan.Warning;
import io.partwarden.sql.PlannedTransaction;
import io.partwarden.table.BoundResponse;
import io.partwarden.table.RelationName;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** One run of both jobs as it would go at one moment: all its statements in their order, and what it would leave undone. */
record PlannedRun(Situation situation, Creation.Planned creation, Retirement.Planned retirement) {

    /** What is created comes first; the fingerprint covers both. */
    Plan plan() {
        List<Plan> plans = new ArrayList<>();
        creation.plans().forEach(batch -> plans.add(batch.plan()));
        plans.addAll(retirements());
        List<PlannedTransaction> transactions =
                plans.stream().flatMap(plan -> plan.transactions().stream()).toList();
        List<Warning> warnings = new ArrayList<>();
        plans.stream()
                .flatMap(plan -> plan.warnings().stream())
                .filter(warning -> !warnings.contains(warning))
                .forEach(warnings::add);
        warnings.addAll(moves());
        return new Plan(
                summary(transactions.isEmpty()),
                transactions,
                warnings,
                situation.snapshot().fingerprint());
    }

    private List<Plan> retirements() {
        RemovalPlanner planner = new RemovalPlanner();
        TableSnapshot table = situation.snapshot();
        TableSnapshot settled = withoutPending(table);
        List<Plan> plans = new ArrayList<>();
        retirement.finalizing().forEach(partition -> plans.add(planner.detach(table, partition)));
        retirement
                .leaving()
                .forEach(exit -> plans.add(
                        exit.drops()
                                ? planner.drop(settled, exit.partition())
                                : planner.detach(settled, exit.partition())));
        if (!retirement.dropping().isEmpty()) {
            plans.add(planner.dropDetachedMany(
                    table,
                    retirement.dropping().stream()
                            .map(detached -> new KnownTable(detached.name(), detached.oid()))
                            .toList()));
        }
        return plans;
    }

    /** As it is once the interrupted detaches are finished. */
    static TableSnapshot withoutPending(TableSnapshot table) {
        List<Partition> attached = table.partitions().stream()
                .filter(partition -> partition.state() == State.ATTACHED)
                .toList();
        return new TableSnapshot(
                table.serverVersion(),
                table.parent(),
                attached,
                table.leafTraits(),
                table.foreignKeys(),
                table.takenNames(),
                table.fingerprint());
    }

    private List<Warning> moves() {
        return retirement.leaving().stream()
                .filter(exit -> exit.retention().action() == Action.MOVE_TO_SCHEMA)
                .map(exit -> new Warning(
                        "moves-afterwards",
                        exit.partition().name() + " is moved to schema "
                                + exit.retention().leaving().moveToSchema() + " once it is detached."))
                .toList();
    }

    private String summary(boolean nothing) {
        if (nothing) {
            return "Nothing to do for " + situation.table() + ".";
        }
        return "Maintain " + situation.table() + ": create " + toCreate().size() + ", retire "
                + toRetire().size() + ".";
    }

    List<Item> toCreate() {
        return creation.plans().stream()
                .filter(batch -> !batch.plan().isEmpty())
                .flatMap(batch -> batch.wanted().stream())
                .map(partition -> new Item(RelationName.of(partition.name()), BoundResponse.of(partition.bound())))
                .toList();
    }

    List<Item> toRetire() {
        Stream<Partition> attached = Stream.concat(
                retirement.finalizing().stream(), retirement.leaving().stream().map(Retirement.Exit::partition));
        Stream<Item> leaving = attached.map(
                partition -> new Item(RelationName.of(partition.name()), BoundResponse.of(partition.bound())));
        return Stream.concat(
                        leaving,
                        retirement.dropping().stream()
                                .map(detached -> new Item(RelationName.of(detached.name()), null)))
                .toList();
    }

    List<Skip> skipped() {
        return Stream.concat(creation.skipped().stream(), retirement.skipped().stream())
                .toList();
    }
}
