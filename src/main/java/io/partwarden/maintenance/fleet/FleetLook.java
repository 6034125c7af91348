package io.partwarden.maintenance.fleet;

import io.partwarden.catalog.CatalogReader;
import io.partwarden.catalog.FleetReader;
import io.partwarden.catalog.FleetTable;
import io.partwarden.catalog.TableHealth;
import io.partwarden.maintenance.ManagedTable;
import io.partwarden.maintenance.Policies;
import io.partwarden.maintenance.fleet.TableReading.DefaultRows;
import io.partwarden.maintenance.fleet.TableReading.Leftover;
import io.partwarden.partition.TableSnapshot;
import io.partwarden.sql.Expression;
import io.partwarden.sql.QualifiedName;
import io.partwarden.targets.Target;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Reads one target: a handful of queries, and the bounds of those tables alone whose tree or policy has moved since the last time. */
@Component
final class FleetLook {

    /** A default partition is looked into for two seconds at most, and so many of them; of the others the estimate says enough. */
    private static final int MOST_DEFAULTS = 50;

    private static final Expression ANY = Expression.deparsed("true");

    private final FleetReader fleet;
    private final CatalogReader catalog;
    private final BoundsReading bounds;
    private final Leftovers leftovers;
    private final Policies policies;
    private final Clock clock;

    FleetLook(
            FleetReader fleet,
            CatalogReader catalog,
            BoundsReading bounds,
            Leftovers leftovers,
            Policies policies,
            Clock clock) {
        this.fleet = fleet;
        this.catalog = catalog;
        this.bounds = bounds;
        this.leftovers = leftovers;
        this.policies = policies;
        this.clock = clock;
    }

    /** @throws io.partwarden.shared.Problem if the target does not answer */
    TargetReading at(Target target, @Nullable TargetReading before) {
        Instant now = clock.instant();
        Map<QualifiedName, ManagedTable> managed = policies.ofTarget(target.name()).stream()
                .collect(Collectors.toMap(table -> table.name().table(), Function.identity()));
        FleetForest forest = FleetForest.of(fleet.tables(target));
        Map<Long, TableHealth> health =
                fleet.health(target).stream().collect(Collectors.toMap(TableHealth::oid, Function.identity()));
        Map<Long, List<Leftover>> left = leftovers.of(target);
        Map<Long, TableBounds> known = boundsOf(target, forest, managed, before, now);
        Map<QualifiedName, TableReading> tables = new HashMap<>();
        int looks = 0;
        for (FleetTable root : forest.roots()) {
            TableBounds of = known.get(root.oid());
            if (of == null) {
                continue;
            }
            TableHealth healthy = health.get(root.oid());
            DefaultRows rows = healthy == null || healthy.defaults().isEmpty()
                    ? null
                    : defaultRows(target, healthy, looks++ < MOST_DEFAULTS);
            tables.put(
                    root.name(),
                    new TableReading(
                            root,
                            version(forest, root, managed.get(root.name())),
                            of,
                            healthy,
                            rows,
                            left.getOrDefault(root.oid(), List.of())));
        }
        return new TargetReading(target.name(), target.etag(), now, now, null, tables);
    }

    private Map<Long, TableBounds> boundsOf(
            Target target,
            FleetForest forest,
            Map<QualifiedName, ManagedTable> managed,
            @Nullable TargetReading before,
            Instant now) {
        Map<Long, TableBounds> known = new HashMap<>();
        List<FleetTable> moved = new ArrayList<>();
        for (FleetTable root : forest.roots()) {
            TableReading last =
                    before == null ? null : before.table(root.name()).orElse(null);
            if (last != null && last.version().equals(version(forest, root, managed.get(root.name())))) {
                known.put(root.oid(), last.bounds());
            } else {
                moved.add(root);
            }
        }
        Map<Long, TableSnapshot> snapshots = moved.isEmpty() ? Map.of() : snapshots(target, forest, moved);
        for (FleetTable root : moved) {
            TableSnapshot snapshot = snapshots.get(root.oid());
            if (snapshot != null) {
                List<TableSnapshot> below = forest.below(root).stream()
                        .map(child -> snapshots.get(child.oid()))
                        .filter(Objects::nonNull)
                        .toList();
                known.put(root.oid(), bounds.of(target, snapshot, below, managed.get(root.name()), now));
            }
        }
        return known;
    }

    private Map<Long, TableSnapshot> snapshots(Target target, FleetForest forest, List<FleetTable> moved) {
        List<Long> oids = new ArrayList<>();
        for (FleetTable root : moved) {
            oids.add(root.oid());
            forest.below(root).forEach(child -> oids.add(child.oid()));
        }
        return fleet.snapshots(target, oids);
    }

    private static String version(FleetForest forest, FleetTable root, @Nullable ManagedTable managed) {
        return forest.fingerprint(root) + " " + (managed == null ? "" : managed.etag());
    }

    private DefaultRows defaultRows(Target target, TableHealth health, boolean mayLook) {
        List<QualifiedName> filled = new ArrayList<>();
        Long estimate = null;
        boolean unknown = false;
        for (TableHealth.Default one : health.defaults()) {
            Long rows = one.rowsEstimate();
            if (rows != null) {
                estimate = (estimate == null ? 0 : estimate) + rows;
            }
            if (one.empty()) {
                continue;
            }
            Boolean any = mayLook ? catalog.anyRow(target, one.name(), ANY).orElse(null) : null;
            if (Boolean.TRUE.equals(any)) {
                filled.add(one.name());
            }
            unknown |= any == null;
        }
        Boolean any = filled.isEmpty() ? (unknown ? null : Boolean.FALSE) : Boolean.TRUE;
        return new DefaultRows(filled, any, estimate);
    }
}
