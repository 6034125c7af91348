package io.partwarden.partition;

import io.partwarden.sql.Identifier;
import io.partwarden.sql.MoveObstacle;
import io.partwarden.sql.QualifiedName;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * A partitioned table at one moment, as far as planning a change of its partitions needs it.
 *
 * @param serverVersion major version, 14 and up
 * @param partitions direct children, in the order of their bounds (default last)
 * @param takenNames every relation name in the schemas where partitions live or may be made, per schema of the parent only
 * @param fingerprint changes whenever anything of this snapshot that a plan depends on changes
 */
public record TableSnapshot(
        int serverVersion,
        Parent parent,
        List<Partition> partitions,
        LeafTraits leafTraits,
        ForeignKeys foreignKeys,
        Set<QualifiedName> takenNames,
        String fingerprint) {

    /** The partitioned table itself. */
    public record Parent(long oid, QualifiedName name, PartitionKey key, DefaultContents inDefault) {}

    /**
     * What the default partition holds.
     *
     * @param bytes size of its heap: what a scan of it reads
     * @param leftoverChecks its constraints whose name starts with {@link DefaultCheck#PREFIX}: ours, from a call that was killed
     */
    public record DefaultContents(
            boolean anyRow, long bytes, long rowsEstimate, List<Identifier> leftoverChecks, RowMove rowMove) {

        /** No default partition, or an empty one. */
        public static final DefaultContents NONE = new DefaultContents(false, 0, 0, List.of(), RowMove.NONE);

        public DefaultContents {
            leftoverChecks = List.copyOf(leftoverChecks);
        }
    }

    /**
     * What a move of rows out of the default partition needs to know.
     *
     * @param columns those that an INSERT may name, so without generated ones
     */
    public record RowMove(List<Identifier> columns, List<MoveObstacle> obstacles) {

        static final RowMove NONE = new RowMove(List.of(), List.of());

        public RowMove {
            columns = List.copyOf(columns);
            obstacles = List.copyOf(obstacles);
        }
    }

    public TableSnapshot {
        partitions = List.copyOf(partitions);
        takenNames = Set.copyOf(takenNames);
    }

    public Optional<Partition> defaultPartition() {
        return partitions.stream().filter(Partition::isDefault).findFirst();
    }

    public Optional<Partition> partition(QualifiedName name) {
        return partitions.stream().filter(p -> p.name().equals(name)).findFirst();
    }
}
