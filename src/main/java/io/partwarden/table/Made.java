package io.partwarden.table;

import io.partwarden.partition.Partition;
import java.time.Duration;
import java.util.List;

/**
 * Partitions that were made.
 *
 * @param lockWait the time spent on asking for locks
 */
public record Made(List<Partition> partitions, Duration lockWait) {

    public Made {
        partitions = List.copyOf(partitions);
    }
}
