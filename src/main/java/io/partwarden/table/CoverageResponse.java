package io.partwarden.table;

import io.partwarden.partition.Coverage;
import io.partwarden.partition.Datum;
import io.partwarden.partition.Partition;
import io.partwarden.partition.TableSnapshot;
import io.partwarden.sql.Identifier;
import io.partwarden.sql.QualifiedName;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a table's partitions cover. A bound is one value, or an array of them where the key has many columns.
 *
 * @param coveredUntil exclusive, and without regard to a default partition
 * @param writesSafeUntil for time keys: until when every row of now and later finds a partition; {@code {"maxvalue":true}} with a default
 *     partition, null where not even a row of now does
 * @param defaultRows an estimate, at least 1 if there is any row; null without a default partition
 * @param orphans tables that were detached here and still exist
 * @param leftoverChecks our own CHECK constraints on the default partition from a call that was killed: as long as they are there, and no
 *     such call is under way, rows of the partitions it was to make are refused; the next new partition takes them away
 */
record CoverageResponse(
        @Nullable Object coveredFrom,
        @Nullable Object coveredUntil,
        @Nullable Object writesSafeUntil,
        List<BoundResponse> gaps,
        List<OverlapResponse> overlaps,
        @Nullable Long defaultRows,
        List<RelationName> pendingDetach,
        List<RelationName> orphans,
        List<String> leftoverChecks) {

    record OverlapResponse(RelationName one, RelationName other) {}

    static CoverageResponse of(TableSnapshot table, Coverage coverage, boolean timeKey, List<QualifiedName> orphans) {
        boolean withDefault = table.defaultPartition().isPresent();
        var contents = table.parent().inDefault();
        return new CoverageResponse(
                bound(coverage.from()),
                bound(coverage.until()),
                withDefault && timeKey ? Map.of("maxvalue", true) : bound(coverage.safeUntil()),
                coverage.gaps().stream().map(BoundResponse::of).toList(),
                coverage.overlaps().stream()
                        .map(o -> new OverlapResponse(RelationName.of(o.one()), RelationName.of(o.other())))
                        .toList(),
                withDefault ? (contents.anyRow() ? Math.max(1, contents.rowsEstimate()) : 0L) : null,
                table.partitions().stream()
                        .filter(p -> p.state() == Partition.State.PENDING_DETACH)
                        .map(p -> RelationName.of(p.name()))
                        .toList(),
                orphans.stream().map(RelationName::of).toList(),
                contents.leftoverChecks().stream().map(Identifier::value).toList());
    }

    private static @Nullable Object bound(@Nullable List<Datum> tuple) {
        if (tuple == null) {
            return null;
        }
        List<@Nullable Object> values = BoundResponse.values(tuple);
        return values.size() == 1 ? values.get(0) : values;
    }
}
