package io.partwarden.maintenance.fleet;

import io.partwarden.maintenance.ManagedTable;
import io.partwarden.maintenance.PolicyReader;
import io.partwarden.maintenance.ReadPolicy;
import io.partwarden.maintenance.fleet.TableBounds.PeriodLane;
import io.partwarden.partition.Bound;
import io.partwarden.partition.Datum;
import io.partwarden.partition.Partition;
import io.partwarden.partition.PartitionKey;
import io.partwarden.partition.Strategy;
import io.partwarden.partition.TableSnapshot;
import io.partwarden.policy.Interval;
import io.partwarden.policy.KeyEncoding;
import io.partwarden.policy.Lane;
import io.partwarden.policy.Policy;
import io.partwarden.policy.Scheme;
import io.partwarden.policy.SubPolicy;
import io.partwarden.shared.Problem;
import io.partwarden.sql.QualifiedName;
import io.partwarden.targets.Target;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Reads a table's bounds as its policy says, or as the type of its key does. */
@Component
final class BoundsReading {

    /** Of a key that is time by its type; how long its periods are does not matter here. */
    private static final Scheme.Periods NATIVE_TIME =
            new Scheme.TimePeriods(new Interval.Days(1), ZoneOffset.UTC, KeyEncoding.NATIVE);

    private static final int MOST_DRIFTED = 20;

    private final PolicyReader policies;

    BoundsReading(PolicyReader policies) {
        this.policies = policies;
    }

    /** @param below the partitioned partitions of the table */
    TableBounds of(
            Target target,
            TableSnapshot table,
            List<TableSnapshot> below,
            @Nullable ManagedTable managed,
            Instant now) {
        PartitionKey key = table.parent().key();
        if (managed == null) {
            return new TableBounds(null, unmanaged(table, now), List.of(), null);
        }
        try {
            ReadPolicy policy = policies.read(target, managed, key);
            List<Lane> lanes = lanes(policy, table);
            List<PeriodLane> periods = new ArrayList<>(summedUp(lanes, policy.policy(), now));
            SubPolicy sub = policy.policy().sub();
            if (lanes.isEmpty() && sub != null && sub.policy().scheme() instanceof Scheme.Periods inner) {
                below.forEach(child -> periods.addAll(summedUp(
                        List.of(Lane.of(child.parent().key(), child.partitions(), inner, List.of())),
                        sub.policy(),
                        now)));
            }
            return new TableBounds(policy, periods, drifted(lanes), null);
        } catch (Problem e) {
            if (!e.type().equals(PolicyReader.DOES_NOT_FIT)) {
                throw e;
            }
            return TableBounds.unfit(e.detail());
        }
    }

    private static List<PeriodLane> unmanaged(TableSnapshot table, Instant now) {
        PartitionKey key = table.parent().key();
        if (key.strategy() != Strategy.RANGE) {
            return List.of();
        }
        return switch (key.columns().get(0).family()) {
            case DATE, TIMESTAMP, TIMESTAMPTZ ->
                summedUp(List.of(Lane.of(key, table.partitions(), NATIVE_TIME, List.of())), null, now);
            case INTEGER, NUMERIC, OTHER -> List.of();
        };
    }

    private static List<Lane> lanes(ReadPolicy policy, TableSnapshot table) {
        if (!(policy.policy().scheme() instanceof Scheme.Periods periods)) {
            return List.of();
        }
        PartitionKey key = table.parent().key();
        if (!policy.settings().tenants()) {
            return List.of(Lane.of(key, table.partitions(), periods, List.of()));
        }
        return tenants(table.partitions()).stream()
                .map(tenant -> Lane.of(key, table.partitions(), periods, List.of(tenant)))
                .toList();
    }

    /** Those that have a partition of their own; what tenants there should be is told by the policy's tenants. */
    private static Set<Datum> tenants(List<Partition> partitions) {
        Set<Datum> tenants = new LinkedHashSet<>();
        for (Partition partition : partitions) {
            if (partition.bound() instanceof Bound.Range range
                    && range.from().get(0) instanceof Datum.Value value
                    && value.equals(range.to().get(0))) {
                tenants.add(value);
            }
        }
        return tenants;
    }

    private static List<PeriodLane> summedUp(List<Lane> lanes, @Nullable Policy policy, Instant now) {
        return lanes.stream()
                .map(lane -> new PeriodLane(
                        TableBounds.summedUp(lane, lane.line().placeOf(now).orElse(null)), policy))
                .toList();
    }

    private static List<QualifiedName> drifted(List<Lane> lanes) {
        return lanes.stream()
                .flatMap(lane -> lane.offGrid().stream())
                .map(placed -> placed.partition().name())
                .distinct()
                .limit(MOST_DRIFTED)
                .toList();
    }
}
