package io.partwarden.maintenance.runs;

import io.partwarden.catalog.CatalogReader;
import io.partwarden.catalog.FleetReader;
import io.partwarden.maintenance.PolicyOrders;
import io.partwarden.maintenance.runs.TableState.Health;
import io.partwarden.maintenance.runs.TargetPass.Due;
import io.partwarden.partition.TableSnapshot;
import io.partwarden.shared.Problem;
import io.partwarden.shared.ProblemType;
import io.partwarden.sql.QualifiedName;
import io.partwarden.targets.Target;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.springframework.stereotype.Component;

/** Reads all that the due tables' turns need, with a handful of queries. */
@Component
final class Turns {

    private static final ProblemType TABLE_GONE =
            new ProblemType("table-not-found", 404, "There is no such partitioned table");

    private final FleetReader fleet;
    private final CatalogReader catalog;
    private final PolicyOrders orders;

    Turns(FleetReader fleet, CatalogReader catalog, PolicyOrders orders) {
        this.fleet = fleet;
        this.catalog = catalog;
        this.orders = orders;
    }

    /** What can be worked on, and how it stands with tables that cannot even be looked at. */
    record Read(List<Turn> turns, List<StateRepository.Found> failed) {}

    Read of(Target target, List<Due> due, Instant now) {
        List<Long> oids = due.stream()
                .map(Due::tree)
                .filter(Objects::nonNull)
                .map(FleetTree.Root::oid)
                .toList();
        Map<Long, TableSnapshot> snapshots = fleet.snapshots(target, oids);
        List<Turn> turns = new ArrayList<>();
        List<StateRepository.Found> failed = new ArrayList<>();
        for (Due one : due) {
            try {
                turns.add(turn(target, one, snapshots, now));
            } catch (RuntimeException e) {
                failed.add(new StateRepository.Found(
                        failed(one, Failure.of(e), now), one.table().etag()));
            }
        }
        return new Read(turns, failed);
    }

    private Turn turn(Target target, Due due, Map<Long, TableSnapshot> snapshots, Instant now) {
        FleetTree.Root tree = due.tree();
        QualifiedName name = due.table().name().table();
        if (tree == null) {
            throw gone(target, name);
        }
        TableSnapshot snapshot = snapshots.get(tree.oid());
        if (snapshot == null) {
            // Which tells the reason.
            snapshot = catalog.snapshot(target, name).orElseThrow(() -> gone(target, name));
        }
        TablePolicy policy = orders.read(target, due.table(), snapshot.parent().key());
        Situation situation = new Situation(target, policy, snapshot, due.state(), now);
        return new Turn(situation, tree.fingerprint(), due.state().isDue(now));
    }

    private static TableState failed(Due due, Failure failure, Instant now) {
        TableState state = due.state();
        Health health = state.health().failed(now, failure);
        FleetTree.Root tree = due.tree();
        Duration wait = Duration.ofMinutes(Math.min(health.failures(), 60));
        return new TableState(
                state.name(),
                tree == null ? null : tree.fingerprint(),
                now.plus(wait),
                state.lanes(),
                state.firstRunDone(),
                health);
    }

    private static Problem gone(Target target, QualifiedName name) {
        return Problem.of(
                TABLE_GONE,
                "Target '" + target.name() + "' has no partitioned table " + name
                        + " any more. Restore it, or delete its policy.");
    }
}
