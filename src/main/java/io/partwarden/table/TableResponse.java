package io.partwarden.table;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import io.partwarden.partition.TableShape;
import io.partwarden.sql.Plan;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A table as the catalog has it.
 *
 * @param rowsEstimate null while a partition was never analysed
 * @param warnings of the change that made it; only in that answer
 */
record TableResponse(
        String id,
        String target,
        String schema,
        String table,
        @Nullable String strategy,
        DefinitionResponse definition,
        int partitionsCount,
        long sizeBytes,
        @Nullable Long rowsEstimate,
        @JsonUnwrapped TableDetails.Upkeep upkeep,
        @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable List<Plan.Warning> warnings) {

    static TableResponse of(TableDetails details, @Nullable List<Plan.Warning> warnings) {
        TableShape shape = details.shape();
        TableShape.PartitionBy key = shape.partitionBy();
        return new TableResponse(
                details.id().encoded(),
                details.target(),
                shape.table().schema().value(),
                shape.table().name().value(),
                key == null ? null : key.strategy().keyword(),
                DefinitionResponse.of(shape),
                details.partitionsCount(),
                details.sizeBytes(),
                details.rowsEstimate(),
                details.upkeep(),
                warnings);
    }
}
