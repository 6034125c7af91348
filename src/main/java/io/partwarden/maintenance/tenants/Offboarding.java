package io.partwarden.maintenance.tenants;

import io.partwarden.maintenance.PolicyOrders;
import io.partwarden.maintenance.runs.Removals;
import io.partwarden.maintenance.runs.Removals.Chosen;
import io.partwarden.maintenance.runs.Run;
import io.partwarden.maintenance.runs.RunRecord.Item;
import io.partwarden.maintenance.runs.Skip;
import io.partwarden.maintenance.tenants.Holdings.Holding;
import io.partwarden.maintenance.tenants.TenantTables.TenantTable;
import io.partwarden.partition.Partition;
import io.partwarden.shared.Problem;
import io.partwarden.shared.ProblemType;
import io.partwarden.sql.Plan;
import io.partwarden.sql.Plan.Warning;
import io.partwarden.table.ChangeOptions;
import io.partwarden.table.DetachedPartition;
import io.partwarden.table.PlannedChanges;
import io.partwarden.table.RelationName;
import io.partwarden.table.Removal.Mode;
import io.partwarden.table.RequestedTables.Requested;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.springframework.stereotype.Component;

/**
 * Takes away all partitions that are a tenant's alone, and forgets the tenant. From its beginning nothing is made for the tenant any
 * more; where it was interrupted it goes on when it is asked for again, with the partitions that were agreed to.
 */
@Component
final class Offboarding {

    private static final ProblemType NOT_FOUND =
            new ProblemType("tenant-not-found", 404, "The table has no such tenant");
    private static final ProblemType DECLARED =
            new ProblemType("tenant-declared", 409, "The tenant is set by the configuration");
    private static final ProblemType CONFIRM =
            new ProblemType("plan-fingerprint-needed", 422, "What goes must be confirmed by its plan");

    private static final String SHARED = "it also takes rows of other tenants.";

    private final TenantTables tables;
    private final TenantValues values;
    private final TenantRepository repository;
    private final PolicyOrders orders;
    private final PlannedChanges changes;
    private final Removals removals;
    private final TenantProperties declared;

    Offboarding(
            TenantTables tables,
            TenantValues values,
            TenantRepository repository,
            PolicyOrders orders,
            PlannedChanges changes,
            Removals removals,
            TenantProperties declared) {
        this.tables = tables;
        this.values = values;
        this.repository = repository;
        this.orders = orders;
        this.changes = changes;
        this.removals = removals;
        this.declared = declared;
    }

    /**
     * How one ended.
     *
     * @param forgotten false while there is more to do
     */
    record Ended(Tenant tenant, Mode mode, Run run, List<Skip> left, boolean forgotten) {

        List<RelationName> detached() {
            return names(run.record().done().detached());
        }

        List<RelationName> dropped() {
            return names(run.record().done().dropped());
        }

        private static List<RelationName> names(List<Item> items) {
            return items.stream().map(Item::partition).toList();
        }
    }

    Plan show(Requested which, String value, Mode mode) {
        TenantTable table = tables.require(which);
        Tenant tenant = require(table, value);
        Plan plan = removals.plan(chosen(table, tenant, mode));
        List<Warning> warnings = new ArrayList<>(plan.warnings());
        shared(table, tenant)
                .forEach(partition -> warnings.add(new Warning("shared", partition.name() + " stays: " + SHARED)));
        return new Plan(plan.summary(), plan.transactions(), warnings, plan.basis());
    }

    /** @param begins called once it is certain that it begins */
    Ended leave(Requested which, String value, Mode mode, ChangeOptions options, String actor, Runnable begins) {
        TenantTable before = tables.require(which);
        orders.requireFree(before.name());
        Tenant tenant = require(before, value);
        if (declared.declares(before.name(), tenant.value())) {
            throw Problem.of(
                    DECLARED,
                    "The configuration of this service registers the tenant at each start. Take it out of"
                            + " partwarden.maintenance.tenants first.");
        }
        Run run = removals.remove(
                before.target(),
                before.name(),
                () -> chosen(tables.require(which), require(before, value), mode),
                options,
                actor,
                now -> {
                    Tenant asked = require(before, value);
                    requireAgreed(asked, now, options);
                    begins.run();
                    repository.leave(before.name(), asked, new Tenant.Leaving(mode, oids(asked, now)));
                });
        Chosen rest = chosen(tables.require(which), require(before, value), mode);
        boolean forgotten = rest.partitions().isEmpty() && rest.leftOver().isEmpty();
        if (forgotten) {
            repository.forget(before.name(), tenant);
        }
        List<Skip> left = new ArrayList<>(run.record().skipped());
        shared(tables.require(which), tenant).forEach(partition -> left.add(Removals.shared(partition)));
        return new Ended(tenant, mode, run, left, forgotten);
    }

    private Tenant require(TenantTable table, String value) {
        List<Tenant> registered = repository.ofTable(table.name());
        Map<String, String> read = values.read(table.target(), table.snapshot(), registered, List.of(value));
        String canonical = read.get(value);
        return registered.stream()
                .filter(tenant -> tenant.value().equals(canonical))
                .findFirst()
                .orElseThrow(() -> Problem.of(
                        NOT_FOUND,
                        "No tenant of that value is registered for table "
                                + table.name().table() + ". GET tenants lists them."));
    }

    private Chosen chosen(TenantTable table, Tenant tenant, Mode mode) {
        Holding holding = Holdings.of(table.snapshot(), Map.of()).of(tenant.value());
        return new Chosen(table.snapshot(), holding.own(), leftOver(table, tenant, mode), mode);
    }

    private static List<Partition> shared(TenantTable table, Tenant tenant) {
        return Holdings.of(table.snapshot(), Map.of()).of(tenant.value()).shared();
    }

    /** A drop that stopped between its detach and its end. */
    private List<DetachedPartition> leftOver(TenantTable table, Tenant tenant, Mode mode) {
        Tenant.Leaving leaving = tenant.leaving();
        if (mode != Mode.DROP || leaving == null || leaving.mode() != Mode.DROP) {
            return List.of();
        }
        return changes.detached(table.target(), table.snapshot().parent().oid()).stream()
                .filter(detached -> leaving.partitions().contains(detached.oid()))
                .toList();
    }

    private static Set<Long> oids(Tenant tenant, Chosen chosen) {
        Set<Long> oids = new HashSet<>();
        chosen.partitions().forEach(partition -> oids.add(partition.oid()));
        chosen.leftOver().forEach(detached -> oids.add(detached.oid()));
        Tenant.Leaving before = tenant.leaving();
        if (before != null && before.mode() == chosen.mode()) {
            oids.addAll(before.partitions());
        }
        return oids;
    }

    /** By its plan, or because it is the rest of what was agreed to before. */
    private void requireAgreed(Tenant tenant, Chosen now, ChangeOptions options) {
        Tenant.Leaving before = tenant.leaving();
        Set<Long> agreed = before != null && before.mode() == now.mode() ? before.partitions() : Set.of();
        if (now.partitions().stream().allMatch(partition -> agreed.contains(partition.oid()))) {
            return;
        }
        if (options.planFingerprint() == null) {
            throw Problem.of(
                    CONFIRM,
                    now.partitions().size() + " partitions go. Look at them with dry_run=true, and pass the plan's"
                            + " fingerprint as plan_fingerprint.");
        }
        options.requireShown(removals.plan(now));
    }
}
