package io.partwarden.maintenance.fleet;

import io.partwarden.catalog.RelationReader;
import io.partwarden.catalog.RelationReader.Relation;
import io.partwarden.maintenance.fleet.TableReading.Leftover;
import io.partwarden.table.PartitionRecord;
import io.partwarden.table.PlannedChanges;
import io.partwarden.targets.Target;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.springframework.stereotype.Component;

/** Finds the tables that were detached here and still stand, for a whole target at once. */
@Component
final class Leftovers {

    private final PlannedChanges changes;
    private final RelationReader relations;

    Leftovers(PlannedChanges changes, RelationReader relations) {
        this.changes = changes;
        this.relations = relations;
    }

    /** By the oid of the table that they were detached from. */
    Map<Long, List<Leftover>> of(Target target) {
        List<PartitionRecord> detached = changes.detaches(target);
        if (detached.isEmpty()) {
            return Map.of();
        }
        Map<Long, Relation> standing =
                relations
                        .find(
                                target,
                                detached.stream().map(PartitionRecord::oid).toList())
                        .stream()
                        .collect(Collectors.toMap(Relation::oid, Function.identity()));
        Map<Long, List<Leftover>> left = new HashMap<>();
        for (PartitionRecord record : detached) {
            Relation relation = standing.get(record.oid());
            // An oid may be another table's by now, and what was attached again is no leftover.
            if (relation != null && relation.parent() == null && relation.name().equals(record.name())) {
                left.computeIfAbsent(record.parentOid(), parent -> new ArrayList<>())
                        .add(new Leftover(record.name(), record.detachedAt()));
            }
        }
        return left;
    }
}
