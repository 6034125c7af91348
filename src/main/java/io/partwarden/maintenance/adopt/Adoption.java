package io.partwarden.maintenance.adopt;

import io.partwarden.catalog.LooseTableReader;
import io.partwarden.catalog.LooseTableReader.LooseTable;
import io.partwarden.maintenance.ManagedName;
import io.partwarden.maintenance.PolicyDocument;
import io.partwarden.maintenance.PolicyReader;
import io.partwarden.maintenance.adopt.AdoptResponse.Drifted;
import io.partwarden.maintenance.adopt.AdoptResponse.Imported;
import io.partwarden.maintenance.adopt.AdoptResponse.Orphaned;
import io.partwarden.maintenance.adopt.AdoptResponse.Skipped;
import io.partwarden.maintenance.adopt.GridCheck.Verdict;
import io.partwarden.partition.Bound;
import io.partwarden.partition.Datum;
import io.partwarden.partition.Partition;
import io.partwarden.partition.TableSnapshot;
import io.partwarden.policy.Policy;
import io.partwarden.shared.FieldProblem;
import io.partwarden.shared.Problem;
import io.partwarden.sql.QualifiedName;
import io.partwarden.table.BoundResponse;
import io.partwarden.table.DetachedPartition;
import io.partwarden.table.PlannedChanges;
import io.partwarden.targets.Target;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Holds a table's partitions against a policy, and looks for those that got lost. Changes nothing. */
@Component
final class Adoption {

    private static final int HALF_DAY = 12 * 3600;

    private final PolicyReader reader;
    private final LooseTableReader loose;
    private final PlannedChanges changes;
    private final Clock clock;

    Adoption(PolicyReader reader, LooseTableReader loose, PlannedChanges changes, Clock clock) {
        this.reader = reader;
        this.loose = loose;
        this.changes = changes;
        this.clock = clock;
    }

    /** @param given null for the policy that is proposed */
    AdoptResponse report(Target target, TableSnapshot table, @Nullable PolicyDocument given) {
        Optional<PolicyDocument> proposed = new PolicyProposal(table, zones(target, table), clock.instant()).find();
        Optional<PolicyDocument> wanted = given == null ? proposed : Optional.of(given);
        Optional<GridCheck> grid = wanted.map(document -> within(() -> grid(target, table, document)));
        List<Imported> imported = new ArrayList<>();
        List<Drifted> drifted = new ArrayList<>();
        List<Skipped> skipped = new ArrayList<>();
        for (Partition partition : table.partitions()) {
            String schema = partition.name().schema().value();
            String name = partition.name().name().value();
            BoundResponse bounds = BoundResponse.of(partition.bound());
            Verdict verdict =
                    grid.map(check -> check.of(partition)).orElseGet(() -> new Verdict.Beside(besides(partition)));
            if (verdict instanceof Verdict.OnGrid) {
                imported.add(new Imported(schema, name, bounds));
            } else if (verdict instanceof Verdict.OffGrid off) {
                List<BoundResponse> expected =
                        off.expected().stream().map(BoundResponse::of).toList();
                drifted.add(new Drifted(schema, name, bounds, expected));
            } else if (verdict instanceof Verdict.Beside beside) {
                skipped.add(new Skipped(schema, name, bounds, beside.reason()));
            }
        }
        return new AdoptResponse(imported, drifted, orphans(target, table), skipped, proposed.orElse(null));
    }

    /** In the fields of the request. */
    private static GridCheck within(Supplier<GridCheck> grid) {
        try {
            return grid.get();
        } catch (Problem e) {
            throw e.errors().isEmpty()
                    ? e
                    : Problem.invalid(e.errors().stream()
                                    .map(error ->
                                            new FieldProblem("policy." + error.field(), error.code(), error.message()))
                                    .toList())
                            .causedBy(e);
        }
    }

    private static String besides(Partition partition) {
        String reason = GridCheck.beside(partition);
        return reason == null ? "not-counted" : reason;
    }

    private GridCheck grid(Target target, TableSnapshot table, PolicyDocument document) {
        ManagedName name = new ManagedName(target.name(), table.parent().name());
        Policy policy = reader.check(target, name, document, table.parent().key(), clock.instant())
                .policy();
        return new GridCheck(table.parent().key(), policy.scheme(), Boolean.TRUE.equals(document.tenants()));
    }

    /** Midnight in UTC, in the database's zone, or at the time of day at which the newest partition begins. */
    private List<ZoneId> zones(Target target, TableSnapshot table) {
        Set<ZoneId> zones = new LinkedHashSet<>();
        zones.add(ZoneOffset.UTC);
        loose.zones(target).forEach(id -> zone(id).ifPresent(zones::add));
        offset(table).ifPresent(zones::add);
        return List.copyOf(zones);
    }

    /** PostgreSQL knows zones that Java does not; then only the partitions themselves tell. */
    private static Optional<ZoneId> zone(String id) {
        try {
            return Optional.of(ZoneId.of(id));
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }

    private static Optional<ZoneId> offset(TableSnapshot table) {
        Optional<String> begin = Optional.empty();
        for (Partition partition : table.partitions()) {
            if (partition.bound() instanceof Bound.Range range && range.from().get(0) instanceof Datum.Value value) {
                begin = Optional.of(value.text());
            }
        }
        return begin.filter(text -> text.length() >= 19 && text.charAt(10) == ' ')
                .flatMap(Adoption::offset);
    }

    private static Optional<ZoneId> offset(String begin) {
        try {
            int utc = LocalTime.parse(begin.substring(11, 19)).toSecondOfDay();
            return Optional.of(ZoneOffset.ofTotalSeconds(utc > HALF_DAY ? 2 * HALF_DAY - utc : -utc));
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }

    private List<Orphaned> orphans(Target target, TableSnapshot table) {
        List<Orphaned> orphans = new ArrayList<>();
        Set<QualifiedName> known = new HashSet<>();
        for (DetachedPartition partition :
                changes.detached(target, table.parent().oid())) {
            known.add(partition.name());
            orphans.add(orphan(partition.name(), "detached-here", partition.bound(), partition));
        }
        String stem = table.parent().name().name().value() + "_";
        for (LooseTable one : loose.like(target, table.parent().oid())) {
            if (known.contains(one.name())) {
                continue;
            }
            if (!one.checks().isEmpty()) {
                orphans.add(orphan(one.name(), "check-constraint", one.checks().get(0), null));
            } else if (one.name().name().value().startsWith(stem)) {
                orphans.add(orphan(one.name(), "name", null, null));
            }
        }
        return orphans;
    }

    private static Orphaned orphan(
            QualifiedName name, String reason, @Nullable String evidence, @Nullable DetachedPartition detached) {
        return new Orphaned(
                name.schema().value(),
                name.name().value(),
                reason,
                evidence,
                detached == null ? null : detached.detachedAt());
    }
}
