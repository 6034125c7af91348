package io.partwarden.policy;

import io.partwarden.partition.KeyColumn;
import io.partwarden.partition.NewPartition.SubPartitioning;
import io.partwarden.partition.PartitionKey;
import java.util.Optional;

/** The next level: the key that each new partition is itself partitioned by, and the policy of its partitions. */
public record SubPolicy(PartitionKey key, Policy policy) {

    /** The key as a new partition is told it. */
    public SubPartitioning partitioning() {
        return new SubPartitioning(
                key.strategy(),
                key.columns().stream()
                        .map(KeyColumn::name)
                        .flatMap(Optional::stream)
                        .toList());
    }
}
