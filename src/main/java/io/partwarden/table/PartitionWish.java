package io.partwarden.table;

import io.partwarden.partition.Bound;
import io.partwarden.partition.Datum;
import io.partwarden.partition.NewPartition.SubPartitioning;
import io.partwarden.sql.Identifier;
import java.time.ZoneId;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Which partitions are wanted, well-formed, but not yet held against a table. */
public sealed interface PartitionWish {

    /** How each new partition is partitioned itself, null for leaves. */
    @Nullable
    SubPartitioning sub();

    /** @param name null for one of our making */
    record One(
            @Nullable Identifier name,
            Bound bound,
            @Nullable SubPartitioning sub) implements PartitionWish {}

    /**
     * Touching ranges from {@code from} to {@code to}.
     *
     * @param every as {@link io.partwarden.partition.BoundSeries} takes it
     */
    record Series(
            List<Datum> from,
            List<Datum> to,
            String every,
            ZoneId zone,
            @Nullable SubPartitioning sub) implements PartitionWish {
        public Series {
            from = List.copyOf(from);
            to = List.copyOf(to);
        }
    }

    /** Every remainder of a modulus. */
    record EveryRemainder(int modulus, @Nullable SubPartitioning sub) implements PartitionWish {}

    /** Whether those that exist already are skipped, so that a retry of the same request goes on where it stopped. */
    default boolean isMany() {
        return !(this instanceof One);
    }
}
