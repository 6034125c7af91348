package io.partwarden.table;

import java.util.List;

/** The partitions that are there now for what was asked, in that order; many may have been there before. */
public record CreatedPartitions(RelationId table, List<PartitionView> items) {

    public CreatedPartitions {
        items = List.copyOf(items);
    }
}
