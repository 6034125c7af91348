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
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.DataAccessException;
import org.springframework.stereotype.Component;
import org.springframework.transaction.TransactionException;
import tools.jackson.databind.JsonNode;

/** Makes a table of a definition, unless an equal one is there already and that is fine. */
@Component
final class TableDefining {

    private final Gate gate;
    private final DefinitionReader reader;
    private final ShapeReader shapes;
    private final SchemaAccess schemas;
    private final AuditedExecution execution;
    private final TableUpkeep upkeep;
    private final DefinitionPlanner planner = new DefinitionPlanner();

    TableDefining(
            Gate gate,
            DefinitionReader reader,
            ShapeReader shapes,
            SchemaAccess schemas,
            AuditedExecution execution,
            TableUpkeep upkeep) {
        this.gate = gate;
        this.reader = reader;
        this.shapes = shapes;
        this.schemas = schemas;
        this.execution = execution;
        this.upkeep = upkeep;
    }

    /**
     * @param acceptExisting whether an equal table is success
     * @param policy null for none; one that is there stays
     */
    record Wanted(
            TableDefinition definition,
            boolean acceptExisting,
            @Nullable JsonNode policy) {}

    Outcome<QualifiedName> define(Target target, Wanted wanted, ChangeOptions options) {
        TableDefinition definition = wanted.definition();
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
        Policy policy = policy(target, name, wanted, context);
        Optional<TableShape> existing = shapes.shape(target, name);
        if (existing.isPresent() && (wanted.acceptExisting() || options.repeatable())) {
            return existing(definition, context, existing.get(), options, policy);
        }
        if (existing.isPresent()) {
            throw Problem.of(
                    ProblemType.ALREADY_EXISTS,
                    "A table " + name
                            + " exists already. With if_exists=ok that is success where it equals the definition.");
        }
        Plan plan = planned(policy, () -> planner.plan(definition, context));
        policy.requireNoOther();
        schemas.requireCreatable(target, name.schema());
        if (options.dryRun()) {
            return new Preview<>(plan);
        }
        options.requireShown(plan);
        run(target, definition, context, plan, options);
        policy.store();
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
            TableDefinition definition,
            DefinitionContext context,
            TableShape table,
            ChangeOptions options,
            Policy policy) {
        List<DefinitionDifference> differences = planned(policy, () -> planner.differences(definition, context, table));
        if (!differences.isEmpty()) {
            throw Problem.of(
                            TableProblems.DEFINITION_DIFFERS,
                            "Table " + table.table() + " exists and is not as defined; see differences.")
                    .with("differences", differences);
        }
        policy.requireNoOther();
        if (!options.dryRun()) {
            policy.store();
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

    private Policy policy(Target target, QualifiedName table, Wanted wanted, DefinitionContext context) {
        JsonNode document = wanted.policy();
        return new Policy(
                document == null || document.isNull()
                        ? Optional.empty()
                        : Optional.of(upkeep.read(target, table, planner.key(wanted.definition(), context), document)));
    }

    /** The policy that the definition brings along, if any. */
    private record Policy(Optional<TableUpkeep.Wish> wish) {

        List<FieldProblem> problems() {
            return wish.map(TableUpkeep.Wish::problems).orElse(List.of());
        }

        void requireNoOther() {
            wish.ifPresent(TableUpkeep.Wish::requireNoOther);
        }

        void store() {
            try {
                wish.ifPresent(TableUpkeep.Wish::store);
            } catch (DataAccessException | TransactionException e) {
                throw Problem.of(
                                TableProblems.POLICY_NOT_STORED,
                                "The table is there, and its policy could not be stored. Send the same request with"
                                        + " if_exists=ok in a moment, or PUT the policy.")
                        .retryAfter(Duration.ofSeconds(2))
                        .causedBy(e);
            }
        }
    }

    /** What is wrong with the policy is told together with what is wrong with the definition. */
    private static <T> T planned(Policy policy, Supplier<T> planner) {
        List<FieldProblem> problems = new ArrayList<>();
        try {
            T planned = Refusals.planned(planner);
            if (policy.problems().isEmpty()) {
                return planned;
            }
        } catch (DefinitionRefusedException e) {
            e.violations().forEach(v -> problems.add(new FieldProblem(v.field(), v.code(), v.message())));
        }
        problems.addAll(policy.problems());
        throw Problem.invalid(problems);
    }
}
