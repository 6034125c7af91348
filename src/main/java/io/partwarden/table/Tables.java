package io.partwarden.table;

import io.partwarden.catalog.RelationReader;
import io.partwarden.catalog.RelationReader.PartitionedTable;
import io.partwarden.catalog.RelationReader.Size;
import io.partwarden.catalog.SourceReader;
import io.partwarden.http.PageRequest;
import io.partwarden.partition.TableDefinition;
import io.partwarden.partition.TableShape;
import io.partwarden.partition.TableSnapshot;
import io.partwarden.shared.Page;
import io.partwarden.shared.PageToken;
import io.partwarden.shared.Problem;
import io.partwarden.sql.Identifier;
import io.partwarden.sql.QualifiedName;
import io.partwarden.sql.TableScript;
import io.partwarden.table.Outcome.Done;
import io.partwarden.table.Outcome.Preview;
import io.partwarden.table.TableDefining.Wanted;
import io.partwarden.targets.Target;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import tools.jackson.databind.JsonNode;

/**
 * The partitioned tables of a target: defined, and seen as the catalog has them. Every call is on behalf of the current request's caller, who must be a
 * viewer to see and an operator to change, within the token's targets.
 */
@Component
public final class Tables {

    private static final String DEFINE = "table.create";

    private final Gate gate;
    private final TableCatalog catalog;
    private final RelationReader relations;
    private final CoverageReport coverage;
    private final TableDefining defining;
    private final SourceReader sources;
    private final TableUpkeep upkeep;

    Tables(
            Gate gate,
            TableCatalog catalog,
            RelationReader relations,
            CoverageReport coverage,
            TableDefining defining,
            SourceReader sources,
            TableUpkeep upkeep) {
        this.gate = gate;
        this.catalog = catalog;
        this.relations = relations;
        this.coverage = coverage;
        this.defining = defining;
        this.sources = sources;
        this.upkeep = upkeep;
    }

    /** The whole definition as a script, partitions included, that makes an equal table in an empty database. */
    public String ddl(TableRef table) {
        Target target = gate.toSee(table.target());
        QualifiedName name = catalog.name(target, table);
        return sources.source(target, name).map(TableScript::of).orElseThrow(() -> TableCatalog.missing(target, name));
    }

    /**
     * Makes a table.
     *
     * @param acceptExisting whether one that is there and equal is success; one that differs never is
     * @param policy that the table is to have from then on, null for none; another one that it has already is a 409
     * @throws io.partwarden.shared.Problem 400 with every field that is wrong, 409, before anything is touched
     */
    public Outcome<TableDetails> define(
            String target,
            TableDefinition definition,
            boolean acceptExisting,
            @Nullable JsonNode policy,
            ChangeOptions options) {
        Wanted wanted = new Wanted(definition, acceptExisting, policy);
        return define(gate.toChange(target, DEFINE), wanted, options);
    }

    /** As the other, on a target at hand, where an equal table is success. */
    public Outcome<TableDetails> define(Target target, TableDefinition definition, ChangeOptions options) {
        return define(gate.toChange(target, DEFINE), new Wanted(definition, true, null), options);
    }

    private Outcome<TableDetails> define(Target target, Wanted wanted, ChangeOptions options) {
        Outcome<QualifiedName> outcome = defining.define(target, wanted, options);
        if (outcome instanceof Preview<QualifiedName> preview) {
            return new Preview<>(preview.plan());
        }
        Done<QualifiedName> done = (Done<QualifiedName>) outcome;
        TableDetails details = Committed.readBack(() -> details(target, done.result()));
        return new Done<>(details, done.changed(), done.warnings());
    }

    /** The table as it is now. */
    public TableDetails get(TableRef table) {
        Target target = gate.toSee(table.target());
        return details(target, catalog.name(target, table));
    }

    private TableDetails details(Target target, QualifiedName name) {
        TableSnapshot table = catalog.snapshot(target, name);
        TableShape shape = catalog.shape(target, name);
        long oid = table.parent().oid();
        Size size = relations.sizes(target, List.of(oid)).get(oid);
        return new TableDetails(
                new RelationId(target.name(), oid),
                target.name(),
                shape,
                table.partitions().size(),
                size == null ? 0 : size.bytes(),
                size == null ? null : size.rowsEstimate(),
                new TableDetails.Upkeep(upkeep.policy(target, name), coverage.of(target, table)));
    }

    /** Managed or not, by schema and name. */
    public Page<TableSummary> list(String targetName, PageRequest page) {
        Target target = gate.toSee(targetName);
        QualifiedName after = page.after(2).map(Tables::name).orElse(null);
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

    private static QualifiedName name(List<String> cursor) {
        if (!cursor.stream().allMatch(Identifier::isValid)) {
            throw Problem.invalid(
                    "cursor", "invalid", "This is not a cursor of ours; pass the 'next' of the page before, or none.");
        }
        return QualifiedName.of(cursor.get(0), cursor.get(1));
    }

    CoverageResponse coverage(TableRef table) {
        Target target = gate.toSee(table.target());
        return coverage.of(target, catalog.snapshot(target, table));
    }
}
