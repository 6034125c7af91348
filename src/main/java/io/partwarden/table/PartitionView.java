package io.partwarden.table;

import io.partwarden.partition.Partition;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A partition with what people want to know of it.
 *
 * @param sizeBytes with its indexes and TOAST, and for one that is partitioned itself with all below it
 * @param rowsEstimate null while it was never analysed
 * @param createdAt null unless it was made here
 */
public record PartitionView(
        RelationId id,
        Partition partition,
        long sizeBytes,
        @Nullable Long rowsEstimate,
        String tablespace,
        @Nullable Instant createdAt) {}
