package io.partwarden.table;

import io.partwarden.partition.Partition;
import io.partwarden.partition.TableSnapshot;
import java.time.Duration;
import java.util.List;

/**
 * What is there after partitions were created, as the catalog says.
 *
 * @param partitions that are there for what was wanted, in its order
 * @param made those of them that were not there before
 * @param after the table afterwards
 * @param lockWait the time spent on asking for locks
 */
public record Created(List<Partition> partitions, List<Partition> made, TableSnapshot after, Duration lockWait) {

    public Created {
        partitions = List.copyOf(partitions);
        made = List.copyOf(made);
    }
}
