package io.partwarden.maintenance.runs;

import io.partwarden.catalog.FleetReader;
import io.partwarden.partition.Bound;
import io.partwarden.partition.Datum;
import io.partwarden.partition.KeyColumn;
import io.partwarden.partition.Partition;
import io.partwarden.partition.Partition.Kind;
import io.partwarden.partition.Partition.State;
import io.partwarden.partition.TableSnapshot;
import io.partwarden.policy.Lane;
import io.partwarden.policy.Scheme;
import io.partwarden.policy.Span;
import io.partwarden.policy.SubPolicy;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** The partitioned partitions of a table whose policy says what theirs are to be: each is maintained as a table of its own. */
@Component
final class Branches {

    private final FleetReader fleet;

    Branches(FleetReader fleet) {
        this.fleet = fleet;
    }

    /** Those of the next level only; none without a policy for it. */
    List<Situation> below(Situation table) {
        Lanes lanes = Lanes.of(table.policy().lanes());
        List<Partition> partitioned = table.snapshot().partitions().stream()
                .filter(partition -> partition.kind() == Kind.PARTITIONED && partition.state() == State.ATTACHED)
                .filter(partition -> lanes.of(partition).isPresent())
                .toList();
        if (partitioned.isEmpty()) {
            return List.of();
        }
        Map<Long, TableSnapshot> snapshots = fleet.snapshots(
                table.target(), partitioned.stream().map(Partition::oid).toList());
        List<Situation> below = new ArrayList<>();
        for (Partition partition : partitioned) {
            TableSnapshot snapshot = snapshots.get(partition.oid());
            if (snapshot != null) {
                lanes.of(partition).ifPresent(lane -> below.add(branch(table, lane, partition, snapshot)));
            }
        }
        return below;
    }

    private static Situation branch(Situation table, LanePolicy lane, Partition partition, TableSnapshot snapshot) {
        SubPolicy sub = lane.policy().sub();
        if (sub == null) {
            throw new IllegalStateException("A branch has a policy");
        }
        TablePolicy policy = table.policy();
        LanePolicy below = new LanePolicy(
                lane.key().isEmpty() ? partition.name().toString() : lane.key() + "/" + partition.name(),
                List.of(),
                sub.policy(),
                within(table, lane, partition, snapshot));
        return new Situation(
                table.target(),
                new TablePolicy(policy.name(), policy.etag(), List.of(below), policy.every(), policy.hooks()),
                snapshot,
                table.state(),
                table.now());
    }

    /** Where the level below divides the same column once more, nothing is made beyond the partition's own bounds. */
    private static @Nullable Span within(
            Situation table, LanePolicy lane, Partition partition, TableSnapshot snapshot) {
        if (!(lane.policy().scheme() instanceof Scheme.Periods periods)) {
            return null;
        }
        KeyColumn above =
                table.snapshot().parent().key().columns().get(lane.prefix().size());
        KeyColumn below = snapshot.parent().key().columns().get(0);
        if (above.name().isEmpty() || !above.name().equals(below.name())) {
            return null;
        }
        return Lane.of(table.snapshot().parent().key(), List.of(partition), periods, lane.prefix()).placed().stream()
                .map(Lane.Placed::span)
                .findFirst()
                .orElse(null);
    }

    /** Whose a partition is: the only lane's, or that of the tenant, or listed value, whose rows alone it takes. */
    private record Lanes(
            Map<Datum, LanePolicy> byValue, @Nullable LanePolicy only) {

        static Lanes of(List<LanePolicy> lanes) {
            if (lanes.size() == 1 && lanes.get(0).prefix().isEmpty()) {
                LanePolicy only = lanes.get(0);
                return new Lanes(Map.of(), only.policy().sub() == null ? null : only);
            }
            Map<Datum, LanePolicy> byValue = new HashMap<>();
            for (LanePolicy lane : lanes) {
                if (lane.policy().sub() != null) {
                    lane.prefix().stream().limit(1).forEach(tenant -> byValue.put(tenant, lane));
                    if (lane.prefix().isEmpty() && lane.policy().scheme() instanceof Scheme.EachValue each) {
                        each.values().forEach(value -> byValue.putIfAbsent(value, lane));
                    }
                }
            }
            return new Lanes(byValue, null);
        }

        Optional<LanePolicy> of(Partition partition) {
            if (only != null) {
                return Optional.of(only);
            }
            Set<Datum> values = new HashSet<>();
            if (partition.bound() instanceof Bound.Values list) {
                values.addAll(list.values());
            } else if (partition.bound() instanceof Bound.Range range) {
                values.add(range.from().get(0));
                values.add(range.to().get(0));
            }
            return values.size() == 1
                    ? Optional.ofNullable(byValue.get(values.iterator().next()))
                    : Optional.empty();
        }
    }
}
