package io.partwarden.partition;

import java.util.List;

/** How a table is partitioned and by what. */
public record PartitionKey(Strategy strategy, List<KeyColumn> columns) {

    public PartitionKey {
        columns = List.copyOf(columns);
    }
}
