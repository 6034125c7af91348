package io.partwarden.maintenance.runs;

import io.partwarden.catalog.FleetReader;
import io.partwarden.jobs.DatabaseClock;
import io.partwarden.maintenance.ManagedTable;
import io.partwarden.maintenance.PolicyOrders;
import io.partwarden.sql.QualifiedName;
import io.partwarden.targets.Target;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * One look at a target: one read of its catalog and one of our states say which tables are due, and nothing is done about the others. All
 * due tables get their new partitions before any of them is retired from, since what stands in the way of that can take long.
 */
@Component
final class TargetPass {

    private final PolicyOrders orders;
    private final FleetReader fleet;
    private final StateRepository states;
    private final Turns turns;
    private final TurnWork work;
    private final DatabaseClock clock;

    TargetPass(
            PolicyOrders orders,
            FleetReader fleet,
            StateRepository states,
            Turns turns,
            TurnWork work,
            DatabaseClock clock) {
        this.orders = orders;
        this.fleet = fleet;
        this.states = states;
        this.turns = turns;
        this.work = work;
        this.clock = clock;
    }

    /** A table that is due; {@code tree} is null where there is no such partitioned table. */
    record Due(ManagedTable table, TableState state, FleetTree.@Nullable Root tree) {}

    /** How many tables were due. */
    int run(Target target) {
        List<ManagedTable> tables = orders.toFollow(target);
        if (tables.isEmpty()) {
            return 0;
        }
        Instant now = clock.now();
        FleetTree tree = FleetTree.of(fleet.tables(target));
        Map<QualifiedName, TableState> known = states.ofTarget(target.name());
        List<Due> due = new ArrayList<>();
        for (ManagedTable table : tables) {
            QualifiedName name = table.name().table();
            TableState state = known.getOrDefault(name, TableState.unknown(table.name()));
            FleetTree.Root root = tree.root(name).orElse(null);
            if (isDue(state, root, now)) {
                due.add(new Due(table, state, root));
            }
        }
        if (!due.isEmpty()) {
            work.run(target, turns.of(target, due, now));
        }
        return due.size();
    }

    /** A tree that somebody changed is looked at at once, also where a retry would wait. */
    private static boolean isDue(TableState state, FleetTree.@Nullable Root root, Instant now) {
        return state.isDue(now) || (root != null && !root.fingerprint().equals(state.fingerprint()));
    }
}
