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
import io.partwarden.table.BoundResponse;
import io.partwarden.table.RelationName;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** What one run would do to one table: its statements in their order, and what it would leave undone. */
record PlannedPart(Situation situation, Creation.Planned creation, Retirement.Planned retirement) {

    /** What is created comes first. */
    List<Plan> plans() {
        RemovalPlanner planner = new RemovalPlanner();
        TableSnapshot table = situation.snapshot();
        TableSnapshot settled = withoutPending(table);
        List<Plan> plans = new ArrayList<>();
        creation.plans().forEach(batch -> plans.add(batch.plan()));
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

    /** What follows that cannot be planned yet. */
    List<Warning> warnings() {
        Stream<Warning> moves = retirement.leaving().stream()
                .filter(exit -> exit.retention().action() == Action.MOVE_TO_SCHEMA)
                .map(exit -> new Warning(
                        "moves-afterwards",
                        exit.partition().name() + " is moved to schema "
                                + exit.retention().leaving().moveToSchema() + " once it is detached."));
        Stream<Warning> levels = creation.plans().stream()
                .flatMap(batch -> batch.wanted().stream())
                .filter(partition -> partition.sub() != null)
                .map(partition -> new Warning(
                        "partitions-of-its-own",
                        partition.name() + " gets its own partitions in the same run, once it is there."));
        return Stream.concat(moves, levels).toList();
    }

    Stream<Item> toCreate() {
        return creation.plans().stream()
                .filter(batch -> !batch.plan().isEmpty())
                .flatMap(batch -> batch.wanted().stream())
                .map(partition -> new Item(RelationName.of(partition.name()), BoundResponse.of(partition.bound())));
    }

    Stream<Item> toRetire() {
        Stream<Partition> attached = Stream.concat(
                retirement.finalizing().stream(), retirement.leaving().stream().map(Retirement.Exit::partition));
        return Stream.concat(
                attached.map(
                        partition -> new Item(RelationName.of(partition.name()), BoundResponse.of(partition.bound()))),
                retirement.dropping().stream().map(detached -> new Item(RelationName.of(detached.name()), null)));
    }

    Stream<Skip> skipped() {
        return Stream.of(creation.skipped(), retirement.skipped(), retirement.staying())
                .flatMap(List::stream);
    }
}
