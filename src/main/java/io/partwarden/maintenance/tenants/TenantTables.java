package io.partwarden.maintenance.tenants;

import io.partwarden.catalog.FleetReader;
import io.partwarden.maintenance.ManagedName;
import io.partwarden.maintenance.ManagedTable;
import io.partwarden.maintenance.Policies;
import io.partwarden.maintenance.PolicyReader;
import io.partwarden.maintenance.ReadPolicy;
import io.partwarden.partition.Partition;
import io.partwarden.partition.TableSnapshot;
import io.partwarden.shared.Problem;
import io.partwarden.shared.ProblemType;
import io.partwarden.table.RequestedTables;
import io.partwarden.table.RequestedTables.Requested;
import io.partwarden.targets.Target;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.springframework.stereotype.Component;

/** Tables as those who deal with their tenants see them. */
@Component
final class TenantTables {

    static final ProblemType WITHOUT_TENANTS =
            new ProblemType("policy-without-tenants", 409, "The table's policy knows no tenants");

    private final Policies policies;
    private final PolicyReader reader;
    private final RequestedTables tables;
    private final FleetReader fleet;

    TenantTables(Policies policies, PolicyReader reader, RequestedTables tables, FleetReader fleet) {
        this.policies = policies;
        this.reader = reader;
        this.tables = tables;
        this.fleet = fleet;
    }

    /** One of them at one moment. */
    record TenantTable(Target target, ManagedTable managed, TableSnapshot snapshot, TenantLayout layout) {

        ManagedName name() {
            return managed.name();
        }
    }

    /** 404 without the table or a policy, 409 if its policy has no tenants. */
    TenantTable require(Requested which) {
        TableSnapshot snapshot = tables.snapshot(which);
        ManagedName name =
                new ManagedName(which.target().name(), snapshot.parent().name());
        ManagedTable managed = policies.require(name);
        ReadPolicy read = reader.read(which.target(), managed, snapshot.parent().key());
        if (!read.settings().tenants()) {
            throw Problem.of(
                    WITHOUT_TENANTS,
                    "The policy of table " + name.table()
                            + " does not have 'tenants': true, so all of the table's rows are one"
                            + " row of periods. Set that first.");
        }
        return new TenantTable(
                which.target(),
                managed,
                snapshot,
                TenantLayout.of(snapshot.parent().key(), read.policy()));
    }

    /** Who has which partitions; those within a tenant's own partition only for the tenants asked for. */
    Holdings holdings(TenantTable table, Collection<Tenant> of) {
        return Holdings.of(table.snapshot(), below(table, of));
    }

    /** The tenants' own partitions that are divided again, by oid. */
    Map<Long, TableSnapshot> below(TenantTable table, Collection<Tenant> of) {
        if (table.layout() instanceof TenantLayout.Beside) {
            return Map.of();
        }
        Holdings own = Holdings.of(table.snapshot(), Map.of());
        List<Long> oids = of.stream()
                .flatMap(tenant -> own.of(tenant.value()).own().stream())
                .filter(partition -> partition.kind() == Partition.Kind.PARTITIONED)
                .map(Partition::oid)
                .toList();
        return oids.isEmpty() ? Map.of() : fleet.snapshots(table.target(), Set.copyOf(oids));
    }
}
