package io.partwarden.maintenance.tenants;

import io.partwarden.maintenance.ManagedTable;
import io.partwarden.maintenance.PolicyOrders;
import io.partwarden.maintenance.runs.LanePolicy;
import io.partwarden.maintenance.runs.LaneRuns;
import io.partwarden.maintenance.runs.LaneRuns.Asked;
import io.partwarden.maintenance.runs.Run;
import io.partwarden.maintenance.runs.Skip;
import io.partwarden.maintenance.tenants.TenantTables.TenantTable;
import io.partwarden.maintenance.tenants.TenantsRequest.TenantWish;
import io.partwarden.shared.FieldProblem;
import io.partwarden.sql.Plan;
import io.partwarden.table.ChangeOptions;
import io.partwarden.table.RequestedTables.Requested;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Registers tenants, any number at once, and makes what they lack. What is wrong with one of them is told beside it and keeps nobody else. */
@Component
final class Registration {

    private final TenantTables tables;
    private final TenantValues values;
    private final TenantLanes lanes;
    private final TenantRepository repository;
    private final PolicyOrders orders;
    private final LaneRuns runs;
    private final Clock clock;

    Registration(
            TenantTables tables,
            TenantValues values,
            TenantLanes lanes,
            TenantRepository repository,
            PolicyOrders orders,
            LaneRuns runs,
            Clock clock) {
        this.tables = tables;
        this.values = values;
        this.lanes = lanes;
        this.repository = repository;
        this.orders = orders;
        this.runs = runs;
        this.clock = clock;
    }

    /**
     * What became of one that was asked for, or would.
     *
     * @param value as the server writes it; as it was asked for where the server does not read it
     * @param imported partitions that were there before
     */
    record Registered(String value, int created, int imported, List<FieldProblem> errors) {
        Registered {
            errors = List.copyOf(errors);
        }
    }

    record Preview(Plan plan, List<Registered> results) {}

    /** Those asked for, in their order: either a tenant or what is wrong. */
    private record Entry(String asked, @Nullable Tenant tenant, List<FieldProblem> errors) {}

    Preview show(Requested which, List<TenantWish> wishes, ChangeOptions options) {
        TenantTable table = tables.require(which);
        List<Entry> entries = entries(table, wishes);
        LaneRuns.Shown shown = runs.show(asked(table, tenants(entries)), options.now());
        Holdings now = tables.holdings(table, tenants(entries));
        List<Registered> results = entries.stream()
                .map(entry -> result(entry, now, now, new Left(shown.skipped(), Set.of(), null)))
                .toList();
        return new Preview(shown.plan(), results);
    }

    /** @param begins called once it is certain that it begins */
    List<Registered> register(
            Requested which, List<TenantWish> wishes, ChangeOptions options, String actor, Runnable begins) {
        TenantTable before = tables.require(which);
        orders.requireFree(before.name());
        List<Entry> entries = entries(before, wishes);
        List<Tenant> tenants = tenants(entries);
        if (tenants.isEmpty()) {
            return entries.stream()
                    .map(entry -> new Registered(entry.asked(), 0, 0, entry.errors()))
                    .toList();
        }
        Holdings had = tables.holdings(before, tenants);
        LaneRuns.Made made = runs.create(
                before.target(), before.name(), () -> asked(tables.require(which), tenants), options, actor, () -> {
                    begins.run();
                    repository.register(before.name(), tenants);
                });
        Holdings have = tables.holdings(tables.require(which), tenants);
        Left left = new Left(made.run().record().skipped(), made.lacking(), problem(made.run()));
        return entries.stream().map(entry -> result(entry, had, have, left)).toList();
    }

    /**
     * Registers those who are not there yet, without a look at their partitions: the next pass makes them.
     *
     * @return what is wrong with the others, by value
     */
    Map<String, List<FieldProblem>> add(Requested which, List<String> asked) {
        TenantTable table = tables.require(which);
        List<Entry> entries = entries(
                table, asked.stream().map(value -> new TenantWish(value, null)).toList());
        if (repository.add(table.name(), tenants(entries)) > 0) {
            orders.lookAgain(table.name());
        }
        Map<String, List<FieldProblem>> wrong = new LinkedHashMap<>();
        entries.stream()
                .filter(entry -> !entry.errors().isEmpty())
                .forEach(entry -> wrong.put(entry.asked(), entry.errors()));
        return wrong;
    }

    private static @Nullable FieldProblem problem(Run run) {
        var error = run.error();
        return error == null ? null : new FieldProblem("partitions", error.code(), error.detail());
    }

    private Asked asked(TenantTable table, Collection<Tenant> tenants) {
        ManagedTable managed = table.managed();
        List<LanePolicy> theirs = lanes.of(table.target(), managed, table.layout(), tenants);
        return new Asked(table.target(), PolicyOrders.of(managed, theirs), table.snapshot());
    }

    private List<Entry> entries(TenantTable table, List<TenantWish> wishes) {
        List<Tenant> registered = repository.ofTable(table.name());
        Map<String, String> read = values.read(
                table.target(),
                table.snapshot(),
                registered,
                wishes.stream().map(TenantWish::value).toList());
        Instant now = clock.instant().truncatedTo(ChronoUnit.MICROS);
        Set<String> seen = new HashSet<>();
        List<Entry> entries = new ArrayList<>();
        for (TenantWish wish : wishes) {
            String value = read.get(wish.value());
            if (value == null) {
                entries.add(new Entry(
                        wish.value(),
                        null,
                        List.of(new FieldProblem(
                                "value", "invalid", "The type of the tenant's column does not read it."))));
            } else if (!seen.add(value)) {
                entries.add(new Entry(
                        wish.value(),
                        null,
                        List.of(new FieldProblem("value", "duplicate", "The same tenant is named before."))));
            } else {
                entries.add(entry(table, wish, new Tenant(value, wish.retention(), 0, now, null)));
            }
        }
        return entries;
    }

    private Entry entry(TenantTable table, TenantWish wish, Tenant tenant) {
        List<FieldProblem> errors = wish.retention() == null
                ? List.of()
                : lanes.problems(table.target(), table.managed(), table.layout(), wish.retention());
        return new Entry(wish.value(), errors.isEmpty() ? tenant : null, errors);
    }

    private static List<Tenant> tenants(List<Entry> entries) {
        List<Tenant> tenants = new ArrayList<>();
        for (Entry entry : entries) {
            Tenant tenant = entry.tenant();
            if (tenant != null) {
                tenants.add(tenant);
            }
        }
        return tenants;
    }

    /**
     * What a run left undone.
     *
     * @param lacking lanes by their keys
     */
    private record Left(
            List<Skip> skipped,
            Set<String> lacking,
            @Nullable FieldProblem failure) {

        List<FieldProblem> of(Tenant tenant) {
            List<FieldProblem> theirs = new ArrayList<>();
            skipped.stream()
                    .filter(skip -> isOf(skip, tenant))
                    .map(skip -> new FieldProblem("partitions", skip.reason(), skip.detail()))
                    .distinct()
                    .forEach(theirs::add);
            boolean lacks =
                    lacking.stream().anyMatch(key -> key.equals(tenant.key()) || key.startsWith(tenant.key() + "/"));
            if (theirs.isEmpty() && lacks) {
                theirs.add(
                        failure == null
                                ? new FieldProblem(
                                        "partitions", "not-made", "Some of its partitions are not made yet; ask again.")
                                : failure);
            }
            return theirs;
        }

        private static boolean isOf(Skip skip, Tenant tenant) {
            var bounds = skip.bounds();
            if (bounds == null) {
                return false;
            }
            List<?> from = bounds.from();
            List<?> values = bounds.values();
            return (from != null && from.size() > 1 && tenant.value().equals(from.get(0)))
                    || (values != null && values.contains(tenant.value()));
        }
    }

    private static Registered result(Entry entry, Holdings had, Holdings have, Left left) {
        Tenant tenant = entry.tenant();
        if (tenant == null) {
            return new Registered(entry.asked(), 0, 0, entry.errors());
        }
        Set<Long> before = had.of(tenant.value()).oids();
        Set<Long> made = new HashSet<>(have.of(tenant.value()).oids());
        made.removeAll(before);
        return new Registered(tenant.value(), made.size(), before.size(), left.of(tenant));
    }
}
