package io.partwarden.maintenance.imports;

import io.partwarden.catalog.CatalogReader;
import io.partwarden.catalog.HighestKey;
import io.partwarden.maintenance.ManagedTable;
import io.partwarden.maintenance.Policies;
import io.partwarden.maintenance.PolicyReader;
import io.partwarden.maintenance.imports.ObservationReport.Observed;
import io.partwarden.maintenance.imports.SideBySide.Both;
import io.partwarden.maintenance.imports.SideBySide.Period;
import io.partwarden.partition.Partition;
import io.partwarden.partition.TableSnapshot;
import io.partwarden.policy.Lane;
import io.partwarden.policy.Needs;
import io.partwarden.policy.Policy;
import io.partwarden.policy.PolicyNames;
import io.partwarden.policy.PolicyPlanner;
import io.partwarden.policy.Scheme;
import io.partwarden.policy.Standing;
import io.partwarden.shared.Problem;
import io.partwarden.table.RelationName;
import io.partwarden.targets.Target;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * Tells what became of imported tables: the catalog of now against what was there when they were imported, and against what one run of the
 * policy on that would come to now.
 */
@Component
final class Observation {

    private final ImportRepository imports;
    private final Policies policies;
    private final PolicyReader reader;
    private final CatalogReader catalog;

    Observation(ImportRepository imports, Policies policies, PolicyReader reader, CatalogReader catalog) {
        this.imports = imports;
        this.policies = policies;
        this.reader = reader;
        this.catalog = catalog;
    }

    ObservationReport of(Target target, String tool, Instant now) {
        return new ObservationReport(
                now,
                imports.ofTarget(target.name(), tool).stream()
                        .flatMap(imported ->
                                policies
                                        .find(imported.name())
                                        .map(table -> observed(target, imported, table, now))
                                        .stream())
                        .toList());
    }

    private Observed observed(Target target, Imported imported, ManagedTable managed, Instant now) {
        RelationName name = RelationName.of(imported.name().table());
        boolean followed = !Boolean.FALSE.equals(managed.document().enabled());
        TableSnapshot table = catalog.snapshot(target, imported.name().table()).orElse(null);
        if (table == null) {
            return Observed.unknown(name, imported.since(), followed, "The table is gone, or is not shown.");
        }
        Policy policy;
        try {
            policy = reader.read(target, managed, table.parent().key()).policy();
        } catch (Problem e) {
            return Observed.unknown(name, imported.since(), followed, e.detail());
        }
        if (!(policy.scheme() instanceof Scheme.Periods periods)) {
            return Observed.unknown(name, imported.since(), followed, "The policy has no periods any more.");
        }
        List<Partition> then =
                imported.partitions().stream().map(Imported.Seen::partition).toList();
        Lane lane = Lane.of(table.parent().key(), then, periods, List.of());
        BigDecimal place = lane.line().placeOf(now).orElseGet(() -> highest(target, table));
        if (place == null) {
            return Observed.unknown(name, imported.since(), followed, "How far the ids have got was not found out.");
        }
        return compared(imported, followed, table, new Expected(lane, policy, place));
    }

    private record Expected(Lane lane, Policy policy, BigDecimal now) {

        Needs needs() {
            return PolicyPlanner.of(PartmanComparison.unhurried(policy), lane, new Standing(now, null));
        }
    }

    private @Nullable BigDecimal highest(Target target, TableSnapshot table) {
        HighestKey key = catalog.highestKey(target, table.parent().name(), 0);
        String text = key.text();
        return text == null ? (key.known() ? BigDecimal.ZERO : null) : new BigDecimal(text);
    }

    private static Observed compared(Imported imported, boolean followed, TableSnapshot table, Expected expected) {
        List<Partition> then =
                expected.lane().placed().stream().map(Lane.Placed::partition).toList();
        Set<Object> boundsThen = then.stream().map(Partition::bound).collect(Collectors.toSet());
        Set<Object> boundsNow = table.partitions().stream()
                .filter(partition -> partition.state() == Partition.State.ATTACHED)
                .map(Partition::bound)
                .collect(Collectors.toSet());
        Needs needs = expected.needs();
        TableSnapshot.Parent parent = table.parent();
        PolicyNames names =
                PolicyNames.of(parent.name(), parent.key(), expected.policy().names(), Set.of());
        Both made = new Both(
                table.partitions().stream()
                        .filter(partition -> !partition.isDefault() && !boundsThen.contains(partition.bound()))
                        .map(partition -> Period.of(partition.name().name().value(), partition.bound()))
                        .toList(),
                Stream.concat(needs.missed().stream(), needs.ahead().stream())
                        .map(bound -> Period.of(
                                names.next(expected.lane(), bound).name().value(), bound))
                        .toList());
        Both retired = new Both(
                then.stream()
                        .filter(partition -> !boundsNow.contains(partition.bound()))
                        .map(partition -> Period.of(partition.name().name().value(), partition.bound()))
                        .toList(),
                needs.old().stream().map(PartmanComparison::period).toList());
        return new Observed(
                RelationName.of(imported.name().table()),
                imported.since(),
                followed,
                made,
                retired,
                made.areSame() && retired.areSame(),
                null);
    }
}
