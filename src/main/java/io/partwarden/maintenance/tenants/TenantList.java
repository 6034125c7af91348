package io.partwarden.maintenance.tenants;

import io.partwarden.http.PageRequest;
import io.partwarden.maintenance.runs.LanePolicy;
import io.partwarden.maintenance.tenants.TenantTables.TenantTable;
import io.partwarden.maintenance.tenants.TenantsResponse.TenantItem;
import io.partwarden.partition.Datum;
import io.partwarden.partition.Partition;
import io.partwarden.partition.TableSnapshot;
import io.partwarden.policy.Lane;
import io.partwarden.policy.Policy;
import io.partwarden.policy.PolicyPlanner;
import io.partwarden.policy.Scheme;
import io.partwarden.policy.SubPolicy;
import io.partwarden.shared.FieldProblem;
import io.partwarden.shared.Page;
import io.partwarden.shared.PageToken;
import io.partwarden.shared.Problem;
import io.partwarden.table.RequestedTables.Requested;
import java.math.BigDecimal;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Shows a table's tenants and how far each is served, by what the catalog says now. */
@Component
final class TenantList {

    private final TenantTables tables;
    private final TenantLanes lanes;
    private final TenantRepository repository;
    private final Clock clock;

    TenantList(TenantTables tables, TenantLanes lanes, TenantRepository repository, Clock clock) {
        this.tables = tables;
        this.lanes = lanes;
        this.repository = repository;
        this.clock = clock;
    }

    /** In the order in which they were registered. */
    Page<TenantItem> page(Requested which, PageRequest page) {
        TenantTable table = tables.require(which);
        long after = page.after(1).map(key -> number(key.get(0))).orElse(0L);
        List<Tenant> found = repository.page(table.name(), after, page.limit() + 1);
        List<Tenant> shown = found.subList(0, Math.min(found.size(), page.limit()));
        Map<Long, TableSnapshot> below = tables.below(table, shown);
        Holdings holdings = Holdings.of(table.snapshot(), below);
        List<LanePolicy> theirs = lanes.of(table.target(), table.managed(), table.layout(), shown);
        List<TenantItem> items = new ArrayList<>();
        for (int i = 0; i < shown.size(); i++) {
            items.add(item(table, shown.get(i), theirs.get(i), holdings, below));
        }
        boolean last = found.size() <= page.limit();
        return new Page<>(
                items,
                last
                        ? null
                        : PageToken.of(List.of(
                                String.valueOf(shown.get(shown.size() - 1).number()))));
    }

    private TenantItem item(
            TenantTable table, Tenant tenant, LanePolicy policy, Holdings holdings, Map<Long, TableSnapshot> below) {
        Holdings.Holding holding = holdings.of(tenant.value());
        Tenant.Leaving leaving = tenant.leaving();
        List<FieldProblem> errors = tenant.retention() == null
                ? List.of()
                : lanes.problems(table.target(), table.managed(), table.layout(), tenant.retention());
        return new TenantItem(
                tenant.value(),
                tenant.registeredAt(),
                holding.count(),
                lane(table, policy, holding, below).flatMap(this::coveredUntil).orElse(null),
                tenant.retention(),
                leaving == null ? null : leaving.mode().verb(),
                errors);
    }

    private Optional<Lane> lane(
            TenantTable table, LanePolicy policy, Holdings.Holding holding, Map<Long, TableSnapshot> below) {
        if (table.layout() instanceof TenantLayout.Beside) {
            List<Partition> partitions = new ArrayList<>(holding.own());
            partitions.addAll(holding.shared());
            return policy.policy().scheme() instanceof Scheme.Periods periods
                    ? Optional.of(Lane.of(table.layout().key(), partitions, periods, policy.prefix()))
                    : Optional.empty();
        }
        SubPolicy sub = policy.policy().sub();
        Policy within = sub == null ? null : sub.policy();
        if (sub == null || within == null || !(within.scheme() instanceof Scheme.Periods periods)) {
            return Optional.empty();
        }
        return holding.own().stream()
                .map(partition -> below.get(partition.oid()))
                .filter(Objects::nonNull)
                .filter(child -> child.parent().key().columns().equals(sub.key().columns()))
                .findFirst()
                .map(child -> Lane.of(sub.key(), child.partitions(), periods, List.of()));
    }

    /** Of ids, whose now is not asked for here, where the last partition ends. */
    private Optional<String> coveredUntil(Lane lane) {
        Optional<BigDecimal> now = lane.line().placeOf(clock.instant());
        Optional<BigDecimal> end = now.isPresent() && lane.scheme() instanceof Scheme.TimePeriods
                ? PolicyPlanner.coveredUntil(lane, now.get())
                : last(lane);
        return end.map(lane.line()::value)
                .filter(Datum.Value.class::isInstance)
                .map(datum -> ((Datum.Value) datum).text());
    }

    private static Optional<BigDecimal> last(Lane lane) {
        List<Lane.Placed> placed = lane.placed();
        @Nullable
        BigDecimal end =
                placed.isEmpty() ? null : placed.get(placed.size() - 1).span().to();
        return Optional.ofNullable(end);
    }

    private static long number(String text) {
        try {
            return Long.parseLong(text);
        } catch (NumberFormatException e) {
            throw Problem.invalid(
                            "cursor", "invalid", "This is not a cursor of ours; pass the 'next' of the page before.")
                    .causedBy(e);
        }
    }
}
