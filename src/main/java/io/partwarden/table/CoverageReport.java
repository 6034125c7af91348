package io.partwarden.table;

import io.partwarden.partition.Bound;
import io.partwarden.partition.Coverage;
import io.partwarden.partition.Datum;
import io.partwarden.partition.KeySpace;
import io.partwarden.partition.PartitionKey;
import io.partwarden.partition.PlanRefusedException;
import io.partwarden.partition.Strategy;
import io.partwarden.partition.TableSnapshot;
import io.partwarden.sql.QualifiedName;
import io.partwarden.targets.Target;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Finds out what a table's partitions cover, now. */
@Component
final class CoverageReport {

    private final TableCatalog catalog;
    private final PartitionRecordRepository records;
    private final Clock clock;

    CoverageReport(TableCatalog catalog, PartitionRecordRepository records, Clock clock) {
        this.catalog = catalog;
        this.records = records;
        this.clock = clock;
    }

    CoverageResponse of(Target target, TableSnapshot table) {
        String now = now(table.parent().key(), clock.instant());
        KeySpace keys = now == null ? null : keysWith(target, table, now);
        if (keys == null) {
            now = null;
            keys = catalog.keys(target, table, List.of());
        }
        Coverage coverage = Coverage.of(table, keys, now);
        return CoverageResponse.of(table, coverage, now != null, orphans(target, table));
    }

    /** Null where a domain's CHECK leaves this moment out: then no row of now can be written, partition or not. */
    private @Nullable KeySpace keysWith(Target target, TableSnapshot table, String now) {
        try {
            return catalog.keys(target, table, List.of(moment(table, now)));
        } catch (PlanRefusedException e) {
            return null;
        }
    }

    /** A bound that makes the server read this moment with the others. */
    private static Bound moment(TableSnapshot table, String now) {
        List<Datum> tuple = new ArrayList<>(List.of(Datum.of(now)));
        while (tuple.size() < table.parent().key().columns().size()) {
            tuple.add(Datum.MINVALUE);
        }
        return new Bound.Range(tuple, tuple);
    }

    /** Wall-clock types are read as UTC, as our sessions' zone is. */
    private static @Nullable String now(PartitionKey key, Instant now) {
        if (key.strategy() != Strategy.RANGE) {
            return null;
        }
        return switch (key.columns().get(0).family()) {
            case DATE -> now.atOffset(ZoneOffset.UTC).toLocalDate().toString();
            case TIMESTAMP -> now.atOffset(ZoneOffset.UTC).toLocalDateTime().toString();
            case TIMESTAMPTZ -> now.toString();
            case INTEGER, NUMERIC, OTHER -> null;
        };
    }

    private List<QualifiedName> orphans(Target target, TableSnapshot table) {
        Set<Long> attached = table.partitions().stream().map(p -> p.oid()).collect(Collectors.toSet());
        List<PartitionRecord> detached = records
                .ofParent(target.name(), table.parent().oid())
                .values()
                .stream()
                .filter(record -> record.detachStartedAt() != null && !attached.contains(record.oid()))
                .toList();
        return catalog.standing(target, detached).stream()
                .map(PartitionRecord::name)
                .sorted()
                .toList();
    }
}
