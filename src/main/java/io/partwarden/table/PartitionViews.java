package io.partwarden.table;

import io.partwarden.catalog.PartitionPages;
import io.partwarden.catalog.RelationReader;
import io.partwarden.catalog.RelationReader.Size;
import io.partwarden.http.PageRequest;
import io.partwarden.partition.Partition;
import io.partwarden.partition.TableSnapshot;
import io.partwarden.shared.Page;
import io.partwarden.shared.PageToken;
import io.partwarden.shared.Problem;
import io.partwarden.sql.Identifier;
import io.partwarden.sql.QualifiedName;
import io.partwarden.targets.Target;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Partitions with their sizes and our records of them. */
@Component
final class PartitionViews {

    private final TableCatalog catalog;
    private final RelationReader relations;
    private final PartitionRecordRepository records;

    PartitionViews(TableCatalog catalog, RelationReader relations, PartitionRecordRepository records) {
        this.catalog = catalog;
        this.relations = relations;
        this.records = records;
    }

    Page<PartitionView> list(Target target, TableRef ref, PageRequest page) {
        Optional<List<String>> cursor = page.after(2);
        PartitionPages.Slice slice = catalog.slice(
                target, ref, all -> cursor.map(key -> after(all, key)).orElse(0), page.limit());
        int to = slice.from() + slice.partitions().size();
        String next = slice.partitions().isEmpty() || to == slice.total()
                ? null
                : PageToken.of(List.of(
                        String.valueOf(to),
                        String.valueOf(slice.partitions()
                                .get(slice.partitions().size() - 1)
                                .oid())));
        return new Page<>(of(target, slice.parentOid(), slice.partitions()), next);
    }

    PartitionView get(Target target, TableRef ref, @Nullable Identifier schema, Identifier name) {
        TableSnapshot table = catalog.snapshot(target, ref);
        QualifiedName qualified =
                new QualifiedName(schema == null ? table.parent().name().schema() : schema, name);
        Partition partition = table.partition(qualified)
                .orElseThrow(() -> Problem.of(
                        TableProblems.PARTITION_NOT_FOUND,
                        "Table " + table.parent().name() + " has no partition " + qualified
                                + ". One in another schema needs schema=."));
        return of(target, table.parent().oid(), List.of(partition)).get(0);
    }

    /** One query for all sizes and one for all records. */
    List<PartitionView> of(Target target, long parentOid, List<Partition> partitions) {
        Map<Long, Size> sizes = partitions.isEmpty()
                ? Map.of()
                : relations.sizes(
                        target, partitions.stream().map(Partition::oid).toList());
        Map<Long, PartitionRecord> known = records.ofParent(target.name(), parentOid);
        return partitions.stream()
                .filter(partition -> sizes.containsKey(partition.oid()))
                .map(partition -> view(target, partition, sizes.get(partition.oid()), known.get(partition.oid())))
                .toList();
    }

    private static PartitionView view(
            Target target, Partition partition, @Nullable Size size, @Nullable PartitionRecord record) {
        Instant createdAt = record != null && record.name().equals(partition.name()) ? record.createdAt() : null;
        return new PartitionView(
                new RelationId(target.name(), partition.oid()),
                partition,
                size == null ? 0 : size.bytes(),
                size == null ? null : size.rowsEstimate(),
                size == null ? "" : size.tablespace(),
                createdAt);
    }

    /** After the partition shown last; where that is gone, at the place where it stood. */
    private static int after(List<Long> all, List<String> cursor) {
        try {
            int place = Integer.parseInt(cursor.get(0));
            long oid = Long.parseLong(cursor.get(1));
            int known = all.indexOf(oid);
            if (known >= 0) {
                return known + 1;
            }
            return Math.max(0, Math.min(place - 1, all.size()));
        } catch (NumberFormatException e) {
            throw Problem.invalid(
                            "cursor", "invalid", "This is not a cursor of ours; pass the 'next' of the page before.")
                    .causedBy(e);
        }
    }
}
