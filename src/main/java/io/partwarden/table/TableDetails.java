package io.partwarden.table;

import io.partwarden.partition.TableShape;
import org.jspecify.annotations.Nullable;

/**
 * A table as the catalog has it now.
 *
 * @param sizeBytes of all its partitions, with indexes and TOAST
 * @param rowsEstimate null while a partition was never analysed
 */
public record TableDetails(
        RelationId id,
        String target,
        TableShape shape,
        int partitionsCount,
        long sizeBytes,
        @Nullable Long rowsEstimate,
        Upkeep upkeep) {

    /** @param policy as it is shown, null where the table has none */
    record Upkeep(@Nullable Object policy, CoverageResponse coverage) {}
}
