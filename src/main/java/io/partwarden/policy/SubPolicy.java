package io.partwarden.policy;

import io.partwarden.partition.NewPartition.SubPartitioning;

/** The next level: the key that each new partition is itself partitioned by, and the policy of its partitions. */
public record SubPolicy(SubPartitioning key, Policy policy) {}
