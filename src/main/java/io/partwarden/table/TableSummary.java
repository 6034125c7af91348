package io.partwarden.table;

import io.partwarden.catalog.RelationReader.PartitionedTable;
import java.util.List;

/** A partitioned table in a list; {@code partition} says whether it is itself a partition of another. */
public record TableSummary(
        String id,
        String target,
        String schema,
        String table,
        PartitionBy partitionBy,
        boolean partition,
        long partitionsCount) {

    /** The key; an expression in it shows as such. */
    public record PartitionBy(String strategy, List<String> columns) {}

    static TableSummary of(String target, PartitionedTable table) {
        return new TableSummary(
                new RelationId(target, table.oid()).encoded(),
                target,
                table.name().schema().value(),
                table.name().name().value(),
                new PartitionBy(table.strategy().keyword(), table.columns()),
                table.partition(),
                table.partitions());
    }
}
