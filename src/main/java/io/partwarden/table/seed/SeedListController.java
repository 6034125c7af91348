package io.partwarden.table.seed;

import io.partwarden.http.PageRequest;
import io.partwarden.http.ShortText;
import io.partwarden.shared.Page;
import io.partwarden.sql.QualifiedName;
import io.partwarden.table.PartitionView;
import io.partwarden.table.Partitions;
import io.partwarden.table.TableDetails;
import io.partwarden.table.TableRef;
import io.partwarden.table.TableSummary;
import io.partwarden.table.Tables;
import io.partwarden.targets.NamedDatabases;
import io.partwarden.targets.Target;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** The lists of go_partman's page, of the target that calls mean which name no database; with its field names, and by the catalog. */
@RestController
@Tag(name = "Predecessors' calls")
class SeedListController {

    private final NamedDatabases databases;
    private final Tables tables;
    private final Partitions partitions;

    SeedListController(NamedDatabases databases, Tables tables, Partitions partitions) {
        this.databases = databases;
        this.tables = tables;
        this.partitions = partitions;
    }

    record SeedTable(String name, String schema) {}

    record SeedTables(List<SeedTable> tables) {}

    /**
     * @param size for people
     * @param rows null while it was never analysed
     * @param range its bounds
     * @param created the day, null unless it was made here
     * @param totalCount of all partitions, on every page
     */
    record SeedPartition(
            String name,
            String size,
            @Nullable Long rows,
            String range,
            @Nullable String created,
            long sizeBytes,
            int totalCount) {}

    /** @param totalRows null while a partition was never analysed */
    record SeedParent(
            String name, String totalSize, @Nullable Long totalRows, int partitionCount, long totalSizeBytes) {}

    record SeedPartitions(List<SeedPartition> partitions, SeedParent parentTable) {}

    @GetMapping("/api/tables")
    @Operation(
            operationId = "seedListTables",
            summary = "List the partitioned tables that are no partitions themselves")
    SeedTables tables() {
        Target target = databases.defaultTarget();
        List<SeedTable> all = new ArrayList<>();
        String cursor = null;
        do {
            Page<TableSummary> page = tables.list(target.name(), new PageRequest(PageRequest.MAX_LIMIT, cursor));
            page.items().stream()
                    .filter(table -> !table.partition())
                    .forEach(table -> all.add(new SeedTable(table.table(), table.schema())));
            cursor = page.next();
        } while (cursor != null);
        return new SeedTables(all);
    }

    @GetMapping("/api/partitions")
    @Operation(operationId = "seedListPartitions", summary = "List a table's partitions, a page of them at a time")
    SeedPartitions partitions(
            @RequestParam @ShortText String table,
            @RequestParam(defaultValue = "public") @ShortText String schema,
            @RequestParam(defaultValue = "10") @Min(1) @Max(500) int limit,
            @RequestParam(defaultValue = "0") @Min(0) @Max(1_000_000) int offset) {
        TableRef ref = new TableRef.Named(databases.defaultTarget().name(), QualifiedName.of(schema, table));
        TableDetails parent = tables.get(ref);
        int count = parent.partitionsCount();
        return new SeedPartitions(
                page(ref, limit, offset).stream()
                        .map(partition -> partition(partition, count))
                        .toList(),
                new SeedParent(
                        table, SeedSize.of(parent.sizeBytes()), parent.rowsEstimate(), count, parent.sizeBytes()));
    }

    /** Our pages know the partition before them; its pages are counted. */
    private List<PartitionView> page(TableRef table, int limit, int offset) {
        List<PartitionView> shown = new ArrayList<>();
        int skip = offset;
        String cursor = null;
        do {
            int size = skip > 0 ? Math.min(skip, PageRequest.MAX_LIMIT) : limit;
            Page<PartitionView> page = partitions.list(table, new PageRequest(size, cursor));
            if (skip == 0) {
                shown.addAll(page.items());
                return shown;
            }
            skip -= page.items().size();
            cursor = page.next();
        } while (cursor != null);
        return shown;
    }

    private static SeedPartition partition(PartitionView view, int count) {
        return new SeedPartition(
                view.partition().name().name().value(),
                SeedSize.of(view.sizeBytes()),
                view.rowsEstimate(),
                view.partition().boundSql(),
                view.createdAt() == null
                        ? null
                        : view.createdAt().atZone(ZoneOffset.UTC).toLocalDate().toString(),
                view.sizeBytes(),
                count);
    }
}
