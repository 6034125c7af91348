package io.partwarden.maintenance.fleet;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import io.partwarden.catalog.FleetTable;
import io.partwarden.catalog.TableHealth;
import io.partwarden.maintenance.fleet.TableReading.DefaultRows;
import io.partwarden.table.RelationId;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** One root table of the fleet. */
record FleetTableResponse(
        @JsonUnwrapped Identity identity,
        @JsonUnwrapped Knowledge knowledge,
        @JsonUnwrapped Figures figures,
        @JsonUnwrapped FleetUpkeep upkeep) {

    /**
     * @param id null while the table was never seen
     * @param strategy null while the table was never seen
     * @param managed whether it has a policy
     */
    record Identity(
            @Nullable String id,
            String target,
            String schema,
            String table,
            @Nullable String strategy,
            boolean managed) {}

    /**
     * @param targetUp false where the target did not answer just now
     * @param asOf when the target was so; null if it never answered
     */
    record Knowledge(boolean targetUp, @Nullable Instant asOf) {}

    /**
     * @param sizeBytes of heaps and TOAST as VACUUM and ANALYZE last saw them
     * @param rowsEstimate null if it was never analysed
     * @param defaultRowsEstimate null without a default partition, or where nothing is known of it
     * @param defaultHasRows null without a default partition, or where a short look did not tell
     */
    record Figures(
            @Nullable Integer partitionsCount,
            @Nullable Long sizeBytes,
            @Nullable Long rowsEstimate,
            @Nullable Long defaultRowsEstimate,
            @Nullable Boolean defaultHasRows,
            @Nullable Integer pendingDetaches) {}

    /**
     * @param writesSafeUntil for keys that are time: until when every row of now and later finds a partition; {@code {"maxvalue":true}} if
     *     it always does, null where not even a row of now does
     * @param futurePartitions null where the key is no time
     */
    record FleetUpkeep(
            @Nullable Object writesSafeUntil,
            @Nullable Integer futurePartitions,
            MaintenanceState maintenance,
            @Nullable Instant lastSuccessAt) {}

    static FleetTableResponse of(FleetRow row, TargetReading target) {
        TableReading reading = row.reading();
        FleetTable table = reading == null ? null : reading.table();
        Progress progress = row.progress();
        return new FleetTableResponse(
                new Identity(
                        table == null ? null : new RelationId(target.target(), table.oid()).encoded(),
                        target.target(),
                        row.name().schema().value(),
                        row.name().name().value(),
                        table == null ? null : table.strategy().keyword(),
                        row.managed() != null),
                new Knowledge(target.isUp(), target.asOf()),
                figures(row, table),
                new FleetUpkeep(
                        until(row.writesSafe()),
                        row.futurePartitions(),
                        row.state(),
                        progress == null ? null : progress.lastSuccessAt()));
    }

    private static Figures figures(FleetRow row, @Nullable FleetTable table) {
        TableHealth.Size size = row.size();
        DefaultRows inDefault = row.inDefault();
        return new Figures(
                table == null ? null : table.partitions(),
                size == null ? null : size.bytes(),
                size == null ? null : size.rowsEstimate(),
                inDefault == null ? null : inDefault.atLeast(),
                inDefault == null ? null : inDefault.any(),
                row.pendingDetaches());
    }

    private static @Nullable Object until(WritesSafe safe) {
        return switch (safe.kind()) {
            case NOT_NOW, UNKNOWN -> null;
            case UNTIL -> safe.until();
            case ALWAYS -> Map.of("maxvalue", true);
        };
    }
}
