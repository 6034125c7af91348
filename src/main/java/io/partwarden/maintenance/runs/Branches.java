package io.partwarden.maintenance.runs;

import io.partwarden.catalog.FleetReader;
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
import java.util.List;
import java.util.Map;
import java.util.Optional;
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
        Optional<LanePolicy> lane = table.policy().lanes().stream()
                .filter(policy -> policy.policy().sub() != null)
                .findFirst();
        if (lane.isEmpty()) {
            return List.of();
        }
        List<Partition> partitioned = table.snapshot().partitions().stream()
                .filter(partition -> partition.kind() == Kind.PARTITIONED && partition.state() == State.ATTACHED)
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
                below.add(branch(table, lane.get(), partition, snapshot));
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
                partition.name().toString(), List.of(), sub.policy(), within(table, lane, partition, snapshot));
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
        KeyColumn above = table.snapshot().parent().key().columns().get(0);
        KeyColumn below = snapshot.parent().key().columns().get(0);
        if (!(lane.policy().scheme() instanceof Scheme.Periods periods)
                || above.name().isEmpty()
                || !above.name().equals(below.name())) {
            return null;
        }
        return Lane.of(table.snapshot().parent().key(), List.of(partition), periods, lane.prefix()).placed().stream()
                .map(Lane.Placed::span)
                .findFirst()
                .orElse(null);
    }
}
