package io.partwarden.table;

import io.partwarden.catalog.RelationReader;
import io.partwarden.catalog.RelationReader.PartitionedTable;
import io.partwarden.http.PageRequest;
import io.partwarden.shared.Page;
import io.partwarden.shared.PageToken;
import io.partwarden.sql.QualifiedName;
import io.partwarden.targets.Target;
import java.util.List;
import org.springframework.stereotype.Component;

/**
 * The partitioned tables of a target: seen as the catalog has them. Every call is on behalf of the current request's caller, who must be a
 * viewer to see and an operator to change, within the token's targets.
 */
@Component
public final class Tables {

    private final Gate gate;
    private final TableCatalog catalog;
    private final RelationReader relations;
    private final CoverageReport coverage;

    Tables(Gate gate, TableCatalog catalog, RelationReader relations, CoverageReport coverage) {
        this.gate = gate;
        this.catalog = catalog;
        this.relations = relations;
        this.coverage = coverage;
    }

    /** Managed or not, by schema and name. */
    public Page<TableSummary> list(String targetName, PageRequest page) {
        Target target = gate.toSee(targetName);
        QualifiedName after = page.after(2)
                .map(key -> QualifiedName.of(key.get(0), key.get(1)))
                .orElse(null);
        List<PartitionedTable> found = relations.tables(target, after, page.limit() + 1);
        boolean more = found.size() > page.limit();
        List<PartitionedTable> shown = more ? found.subList(0, page.limit()) : found;
        QualifiedName last = more ? shown.get(shown.size() - 1).name() : null;
        return new Page<>(
                shown.stream()
                        .map(table -> TableSummary.of(target.name(), table))
                        .toList(),
                last == null
                        ? null
                        : PageToken.of(
                                List.of(last.schema().value(), last.name().value())));
    }

    CoverageResponse coverage(TableRef table) {
        Target target = gate.toSee(table.target());
        return coverage.of(target, catalog.snapshot(target, table));
    }
}
