package io.partwarden.table;

import io.partwarden.catalog.DefinitionReader;
import io.partwarden.catalog.ShapeReader;
import io.partwarden.execution.ExecutionFailedException;
import io.partwarden.execution.ExecutionProblem;
import io.partwarden.partition.DefinitionContext;
import io.partwarden.partition.DefinitionDifference;
import io.partwarden.partition.DefinitionPlanner;
import io.partwarden.partition.DefinitionRefusedException;
import io.partwarden.partition.TableDefinition;
import io.partwarden.partition.TableShape;
import io.partwarden.shared.FieldProblem;
import io.partwarden.shared.Problem;
import io.partwarden.shared.ProblemType;
import io.partwarden.sql.Identifier;
import io.partwarden.sql.Plan;
import io.partwarden.sql.QualifiedName;
import io.partwarden.table.Outcome.Done;
import io.partwarden.table.Outcome.Preview;
import io.partwarden.targets.Target;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.springframework.stereotype.Component;

/** Makes a table of a definition, unless an equal one is there already and that is fine. */
@Component
final class TableDefining {

    private final Gate gate;
    private final DefinitionReader reader;
    private final ShapeReader shapes;
    private final SchemaAccess schemas;
    private final AuditedExecution execution;
    private final DefinitionPlanner planner = new DefinitionPlanner();

    TableDefining(
            Gate gate, DefinitionReader reader, ShapeReader shapes, SchemaAccess schemas, AuditedExecution execution) {
        this.gate = gate;
        this.reader = reader;
        this.shapes = shapes;
        this.schemas = schemas;
        this.execution = execution;
    }

    Outcome<QualifiedName> define(
            Target target, TableDefinition definition, boolean acceptExisting, ChangeOptions options) {
        requireName("schema", definition.schema());
        requireName("table", definition.table());
        QualifiedName name = QualifiedName.of(definition.schema(), definition.table());
        gate.change().table(name.toString());
        if (!target.shows(definition.schema())) {
            throw Problem.of(
                    TableProblems.SCHEMA_NOT_FOUND,
                    "Schema " + name.schema() + " is not among the schemas of target '" + target.name()
                            + "'; add it to its settings first.");
        }
        DefinitionContext context = reader.context(target, definition);
        Optional<TableShape> existing = shapes.shape(target, name);
        if (existing.isPresent() && (acceptExisting || options.repeatable())) {
            return existing(definition, context, existing.get(), options);
        }
        if (existing.isPresent()) {
            throw Problem.of(
                    ProblemType.ALREADY_EXISTS,
                    "A table " + name
                            + " exists already. With if_exists=ok that is success where it equals the definition.");
        }
        Plan plan = planned(() -> planner.plan(definition, context));
        schemas.requireCreatable(target, name.schema());
        if (options.dryRun()) {
            return new Preview<>(plan);
        }
        options.requireShown(plan);
        run(target, definition, context, plan, options);
        return new Done<>(name, true, plan.warnings());
    }

    private static Outcome<QualifiedName> equal(DefinitionContext context, TableShape table, ChangeOptions options) {
        Plan nothing = new Plan(
                "Nothing to do: table " + table.table() + " is just as defined.",
                List.of(),
                List.of(new Plan.Warning("already-exists", "An equal table " + table.table() + " exists already.")),
                context.fingerprint());
        return options.dryRun() ? new Preview<>(nothing) : new Done<>(table.table(), false, nothing.warnings());
    }

    private Outcome<QualifiedName> existing(
            TableDefinition definition, DefinitionContext context, TableShape table, ChangeOptions options) {
        List<DefinitionDifference> differences = planned(() -> planner.differences(definition, context, table));
        if (!differences.isEmpty()) {
            throw Problem.of(
                            TableProblems.DEFINITION_DIFFERS,
                            "Table " + table.table() + " exists and is not as defined; see differences.")
                    .with("differences", differences);
        }
        return equal(context, table, options);
    }

    private void run(
            Target target, TableDefinition definition, DefinitionContext context, Plan plan, ChangeOptions options) {
        QualifiedName name = QualifiedName.of(definition.schema(), definition.table());
        try {
            execution.run(target, name, plan, gate.work(options));
        } catch (ExecutionFailedException e) {
            if (!e.problem().type().equals(ExecutionProblem.SESSION_LOST)
                    || !isThereAsDefined(target, definition, context, e.problem())) {
                throw e.problem();
            }
        }
    }

    private boolean isThereAsDefined(
            Target target, TableDefinition definition, DefinitionContext context, Problem failure) {
        try {
            return shapes.shape(target, QualifiedName.of(definition.schema(), definition.table()))
                    .filter(table ->
                            planner.differences(definition, context, table).isEmpty())
                    .isPresent();
        } catch (Problem away) {
            failure.addSuppressed(away);
            throw failure;
        }
    }

    private static void requireName(String field, String name) {
        if (!Identifier.isValid(name)) {
            throw Problem.invalid(field, "invalid", "must be a name of 1 to 63 bytes");
        }
    }

    private static <T> T planned(Supplier<T> planner) {
        try {
            return Refusals.planned(planner);
        } catch (DefinitionRefusedException e) {
            throw Problem.invalid(e.violations().stream()
                            .map(v -> new FieldProblem(v.field(), v.code(), v.message()))
                            .toList())
                    .causedBy(e);
        }
    }
}
