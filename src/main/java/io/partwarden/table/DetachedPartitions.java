package io.partwarden.table;

import io.partwarden.catalog.DetachActivity;
import io.partwarden.catalog.RelationReader;
import io.partwarden.catalog.RelationReader.Relation;
import io.partwarden.partition.Partition;
import io.partwarden.shared.DatabaseTime;
import io.partwarden.targets.Target;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * The tables that we detached and that still stand, as far as our records and the catalog agree. What was attached again meanwhile is
 * nobody's to drop: its record is taken back, so that a later detach by somebody else is not taken for ours.
 */
@Component
final class DetachedPartitions {

    private final RelationReader relations;
    private final PartitionRecordRepository records;
    private final DetachActivity activity;
    private final DatabaseTime time;

    DetachedPartitions(
            RelationReader relations, PartitionRecordRepository records, DetachActivity activity, DatabaseTime time) {
        this.relations = relations;
        this.records = records;
        this.activity = activity;
        this.time = time;
    }

    /** The longest detached first. */
    List<DetachedPartition> of(Target target, long parentOid) {
        List<PartitionRecord> recorded = records.ofParent(target.name(), parentOid).values().stream()
                .filter(record -> record.detachStartedAt() != null)
                .toList();
        if (recorded.isEmpty()) {
            return List.of();
        }
        Map<Long, Relation> found =
                relations
                        .find(
                                target,
                                recorded.stream().map(PartitionRecord::oid).toList())
                        .stream()
                        .collect(Collectors.toMap(Relation::oid, Function.identity()));
        List<DetachedPartition> standing = new ArrayList<>();
        for (PartitionRecord record : recorded) {
            Relation relation = found.get(record.oid());
            if (relation == null || !relation.name().equals(record.name())) {
                continue;
            }
            if (relation.parent() == null) {
                standing.add(new DetachedPartition(
                        record.oid(),
                        record.name(),
                        detachedAt(target, record),
                        record.bound(),
                        record.detachedBy(),
                        drop(record, relation)));
            } else if (record.detachedAt() != null) {
                records.detachGivenUp(target.name(), record.oid());
            }
        }
        standing.sort(Comparator.comparing(DetachedPartition::detachedAt).thenComparing(DetachedPartition::oid));
        return standing;
    }

    /** Whether a session is at the pending detach just now. */
    boolean isRunning(Target target, Partition pending) {
        return activity.isDetaching(target, pending.name());
    }

    Map<Long, PartitionRecord> records(Target target, long parentOid) {
        return records.ofParent(target.name(), parentOid);
    }

    List<PartitionRecord> detaches(Target target) {
        return records.detaches(target.name());
    }

    /** Nothing for a detach whose end we did not see: it may have been somebody else's, to keep the table. */
    private static DetachedPartition.@Nullable Drop drop(PartitionRecord record, Relation relation) {
        PartitionRecord.Drop drop = record.drop();
        if (drop == null || drop.after() == null) {
            return null;
        }
        return new DetachedPartition.Drop(
                drop.after(), drop.intention().needsArchive(), !relation.xmin().equals(drop.xmin()));
    }

    /** A detach whose end we missed counts from now. */
    private Instant detachedAt(Target target, PartitionRecord record) {
        if (record.detachedAt() == null) {
            Committed.record(() -> records.detachedUnseen(target.name(), record.oid()));
        }
        return Objects.requireNonNullElseGet(record.detachedAt(), time::now);
    }
}
