package io.partwarden.table;

import io.partwarden.partition.Bound;
import io.partwarden.partition.NewPartition;
import io.partwarden.partition.Partition;
import io.partwarden.sql.QualifiedName;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A table's partitions by bound and by name, for finding thousands at once. */
final class PartitionIndex {

    private final Map<Bound, Partition> byBound = new HashMap<>();
    private final Map<QualifiedName, Partition> byName = new HashMap<>();

    PartitionIndex(List<Partition> partitions) {
        partitions.forEach(partition -> {
            byBound.put(partition.bound(), partition);
            byName.put(partition.name(), partition);
        });
    }

    /** By its bound, which is what was asked for; by its name where the server spells an equal bound in another way. */
    Optional<Partition> find(NewPartition wanted) {
        return Optional.ofNullable(byBound.get(wanted.bound()))
                .or(() -> Optional.ofNullable(byName.get(wanted.name())));
    }
}
