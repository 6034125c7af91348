package io.partwarden.partition;

import java.util.List;

/** The partition key that a definition asks for, and all columns beside it as keys that they could be. */
public record DefinedKey(PartitionKey key, List<KeyColumn> columns) {

    public DefinedKey {
        columns = List.copyOf(columns);
    }
}
