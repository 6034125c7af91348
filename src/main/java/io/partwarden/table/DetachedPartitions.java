package io.partwarden.table;

import io.partwarden.catalog.RelationReader;
import io.partwarden.catalog.RelationReader.Relation;
import io.partwarden.targets.Target;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.springframework.stereotype.Component;

/**
 * The tables that we detached and that still stand, as far as our records and the catalog agree. What was attached again meanwhile is
 * nobody's to drop: its record is taken back, so that a later detach by somebody else is not taken for ours.
 */
@Component
final class DetachedPartitions {

    private final RelationReader relations;
    private final PartitionRecordRepository records;
    private final Clock clock;

    DetachedPartitions(RelationReader relations, PartitionRecordRepository records, Clock clock) {
        this.relations = relations;
        this.records = records;
        this.clock = clock;
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
                        record.oid(), record.name(), detachedAt(target, record), record.bound(), record.detachedBy()));
            } else if (record.detachedAt() != null) {
                records.detachGivenUp(target.name(), record.oid());
            }
        }
        standing.sort(Comparator.comparing(DetachedPartition::detachedAt).thenComparing(DetachedPartition::oid));
        return standing;
    }

    Map<Long, PartitionRecord> records(Target target, long parentOid) {
        return records.ofParent(target.name(), parentOid);
    }

    List<PartitionRecord> detaches(Target target) {
        return records.detaches(target.name());
    }

    /** A detach whose end we missed counts from now: a grace must not be cut short. */
    private Instant detachedAt(Target target, PartitionRecord record) {
        if (record.detachedAt() == null) {
            Committed.record(() -> records.detached(target.name(), record.oid()));
        }
        return Objects.requireNonNullElseGet(record.detachedAt(), clock::instant);
    }
}
