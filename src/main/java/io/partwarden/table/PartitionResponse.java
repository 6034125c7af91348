package io.partwarden.table;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.partwarden.sql.Plan;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * A partition as the catalog has it.
 *
 * @param kind table, partitioned or foreign
 * @param state attached, pending_detach or detached
 * @param rowsEstimate null while it was never analysed
 * @param createdAt null unless it was made here
 * @param warnings of the change that made it; only in that answer
 */
record PartitionResponse(
        String id,
        String schema,
        String name,
        String kind,
        BoundResponse bounds,
        String state,
        long sizeBytes,
        @Nullable Long rowsEstimate,
        String tablespace,
        @Nullable Instant createdAt,
        @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable List<Plan.Warning> warnings) {

    static PartitionResponse of(PartitionView view) {
        return of(view, null);
    }

    static PartitionResponse of(PartitionView view, @Nullable List<Plan.Warning> warnings) {
        return new PartitionResponse(
                view.id().encoded(),
                view.partition().name().schema().value(),
                view.partition().name().name().value(),
                text(view.partition().kind()),
                BoundResponse.of(view.partition().bound()),
                text(view.partition().state()),
                view.sizeBytes(),
                view.rowsEstimate(),
                view.tablespace(),
                view.createdAt(),
                warnings);
    }

    private static String text(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT);
    }

    /** Many partitions at once. */
    record Many(List<PartitionResponse> items, List<Plan.Warning> warnings) {}
}
