package io.partwarden.partition;

import io.partwarden.sql.Identifier;
import io.partwarden.sql.QualifiedName;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A partition that is to be made.
 *
 * @param sub how the partition is partitioned itself, null for a leaf
 */
public record NewPartition(
        QualifiedName name, Bound bound, @Nullable SubPartitioning sub) {

    /** The next level's key. */
    public record SubPartitioning(Strategy strategy, List<Identifier> columns) {
        public SubPartitioning {
            columns = List.copyOf(columns);
        }
    }
}
