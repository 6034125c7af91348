package io.partwarden.maintenance.imports;

import io.partwarden.catalog.CatalogReader;
import io.partwarden.maintenance.ManagedName;
import io.partwarden.maintenance.ManagedTable;
import io.partwarden.maintenance.Policies;
import io.partwarden.maintenance.PolicyDocument;
import io.partwarden.maintenance.PolicyIntake;
import io.partwarden.maintenance.imports.GoPartmanRepository.Parent;
import io.partwarden.maintenance.imports.ImportAnswer.ImportSource;
import io.partwarden.maintenance.imports.ImportAnswer.ImportedTable;
import io.partwarden.maintenance.imports.ImportAnswer.OtherUpkeep;
import io.partwarden.partition.DefinitionRefusedException;
import io.partwarden.partition.TableSnapshot;
import io.partwarden.security.Change;
import io.partwarden.shared.FieldProblem;
import io.partwarden.shared.Problem;
import io.partwarden.sql.Identifier;
import io.partwarden.sql.QualifiedName;
import io.partwarden.table.RelationName;
import io.partwarden.targets.Target;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.stereotype.Component;
import tools.jackson.databind.json.JsonMapper;

/**
 * Reads go_partman's registry as policies, and stores them. That library runs inside a program, so that nothing here can see or end its
 * work: whoever imports stops it.
 */
@Component
final class GoPartmanImports {

    static final String TOOL = "go_partman";

    private final GoPartmanRepository reader;
    private final CatalogReader catalog;
    private final Policies policies;
    private final PolicyIntake intake;
    private final ImportRepository imports;
    private final JsonMapper json;
    private final ObjectProvider<TenantIntake> tenants;

    GoPartmanImports(
            GoPartmanRepository reader,
            CatalogReader catalog,
            Policies policies,
            PolicyIntake intake,
            ImportRepository imports,
            JsonMapper json,
            ObjectProvider<TenantIntake> tenants) {
        this.reader = reader;
        this.catalog = catalog;
        this.policies = policies;
        this.intake = intake;
        this.imports = imports;
        this.json = json;
        this.tenants = tenants;
    }

    private record Item(
            Parent parent,
            RelationName name,
            Proposal proposal,
            @Nullable TableSnapshot table,
            @Nullable PolicyDocument document) {}

    ImportAnswer look(Target target, ImportRequest request) {
        return new ImportAnswer(
                source(),
                items(target, request).stream()
                        .map(item -> answer(item, state(target, item)))
                        .toList());
    }

    /** Stores what can be; nothing if a table that the request names cannot be. */
    ImportAnswer store(Target target, ImportRequest request, Instant now, Change change) {
        List<Item> items = items(target, request);
        for (Item item : items) {
            String state = state(target, item);
            if (request.tables() != null && !state.equals("proposed") && !state.equals("unchanged")) {
                throw Problem.of(
                        state.equals("refused") ? ImportProblems.NOT_IMPORTABLE : ImportProblems.HAS_POLICY,
                        "Table " + text(item.parent()) + " cannot be imported: it is " + state
                                + ". A dry run tells more.");
            }
        }
        List<ImportedTable> answers = new ArrayList<>();
        for (Item item : items) {
            answers.add(answer(item, stored(target, item, request.observes(), now, change)));
        }
        return new ImportAnswer(source(), answers);
    }

    private String stored(Target target, Item item, boolean observes, Instant now, Change change) {
        String state = state(target, item);
        TableSnapshot table = item.table();
        PolicyDocument document = item.document();
        if (!state.equals("proposed") || table == null || document == null) {
            return state;
        }
        ManagedName name = new ManagedName(target.name(), table.parent().name());
        intake.add(
                name,
                intake.enabled(document, !observes),
                change.table(name.table().toString()));
        imports.put(new Imported(name, TOOL, now, Imported.partitions(table.partitions()), List.of(), List.of()));
        if (!item.parent().tenants().isEmpty()) {
            tenants.ifAvailable(all -> all.register(name, item.parent().tenants(), change));
        }
        return observes ? "observed" : "stored";
    }

    private String state(Target target, Item item) {
        TableSnapshot table = item.table();
        PolicyDocument document = item.document();
        if (table == null || document == null) {
            return "refused";
        }
        Optional<ManagedTable> there =
                policies.find(new ManagedName(target.name(), table.parent().name()));
        return there.map(policy -> intake.isAsIs(policy, document) ? "unchanged" : "other-policy")
                .orElse("proposed");
    }

    private List<Item> items(Target target, ImportRequest request) {
        List<Parent> all = reader.read(target);
        List<String> known = all.stream().map(GoPartmanImports::text).toList();
        List<String> wanted = request.tables() == null ? List.of() : request.tables();
        for (int i = 0; i < wanted.size(); i++) {
            if (!known.contains(wanted.get(i))) {
                throw Problem.of(
                                ImportProblems.NOT_CONFIGURED,
                                "go_partman has no table " + wanted.get(i) + " on record.")
                        .withErrors(List.of(
                                new FieldProblem("tables[" + i + "]", "unknown", "must be in partman.parent_tables")));
            }
        }
        return all.stream()
                .filter(parent -> request.means(text(parent)))
                .map(parent -> item(target, parent))
                .toList();
    }

    private Item item(Target target, Parent parent) {
        RelationName name = new RelationName(
                parent.row().text("schema_name", ""), parent.row().text("table_name", ""));
        boolean valid = Identifier.isValid(name.schema()) && Identifier.isValid(name.name());
        TableSnapshot table = valid
                ? catalog.snapshot(target, QualifiedName.of(name.schema(), name.name()))
                        .orElse(null)
                : null;
        if (table == null) {
            return new Item(parent, name, PartmanMapping.ofTriggers(""), null, null);
        }
        Proposal proposal = GoPartmanMapping.of(parent.row(), table);
        PolicyDocument document = null;
        if (proposal.problems().isEmpty()) {
            document = checked(proposal, table);
        }
        return new Item(parent, name, proposal, table, document);
    }

    private @Nullable PolicyDocument checked(Proposal proposal, TableSnapshot table) {
        PolicyDocument document = json.convertValue(proposal.document(), PolicyDocument.class);
        try {
            intake.read(document, table.parent().key(), List.of());
            return document;
        } catch (DefinitionRefusedException e) {
            PolicyIntake.problems(e)
                    .forEach(problem -> proposal.refuse(
                            null, problem.code(), problem.field() + ": " + problem.message(), "Set a policy by hand."));
            return null;
        }
    }

    private static String text(Parent parent) {
        return parent.row().text("schema_name", "") + "." + parent.row().text("table_name", "");
    }

    private static ImportSource source() {
        return new ImportSource(TOOL, "partman", null, List.of());
    }

    private static ImportedTable answer(Item item, String state) {
        return new ImportedTable(
                item.name(),
                state,
                item.document(),
                item.proposal().noCounterpart(),
                item.proposal().differences(),
                item.proposal().problems(),
                new OtherUpkeep(null, null, null),
                null,
                item.parent().tenants());
    }
}
