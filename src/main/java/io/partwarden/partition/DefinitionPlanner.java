package io.partwarden.partition;

import io.partwarden.partition.CheckedTable.Column;
import io.partwarden.partition.CheckedTable.Index;
import io.partwarden.partition.PlanRefusedException.Reason;
import io.partwarden.sql.DefaultExpression;
import io.partwarden.sql.Expression;
import io.partwarden.sql.Identifier;
import io.partwarden.sql.IndexDdl;
import io.partwarden.sql.PartitionDdl;
import io.partwarden.sql.Plan;
import io.partwarden.sql.Plan.Warning;
import io.partwarden.sql.PlannedTransaction;
import io.partwarden.sql.PlannedTransaction.Mode;
import io.partwarden.sql.QualifiedName;
import io.partwarden.sql.Step;
import io.partwarden.sql.TableDdl;
import io.partwarden.sql.TextRefusedException;
import io.partwarden.sql.TypeText;
import io.partwarden.sql.TypedText;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Plans a new partitioned table with its keys and indexes, in one transaction that locks nothing that anybody uses. A definition that
 * PostgreSQL would refuse is refused here first, with everything that is wrong in it. The caller asks twice beforehand: which
 * {@link #typeNames types} and then which {@link #constants constants} to look up on the target.
 */
public final class DefinitionPlanner {

    /** Identity columns reach the partitions from here on. */
    private static final int IDENTITY_IN_PARTITIONS = 17;

    /** Every type name that the definition may mean; texts that are no types are passed over here and refused by the plan. */
    public Set<QualifiedName> typeNames(TableDefinition definition) {
        Identifier schema = DefinitionCheck.schemaOf(definition);
        return definition.columns().stream()
                .flatMap(column -> Stream.concat(ownType(column), defaultTypes(column)))
                .flatMap(type -> type.candidates(schema).stream())
                .collect(Collectors.toCollection(LinkedHashSet::new));
    }

    private static Stream<TypeText> ownType(TableDefinition.Column column) {
        try {
            return Stream.of(TypeText.parse(column.type()));
        } catch (TextRefusedException e) {
            return Stream.empty();
        }
    }

    private static Stream<TypeText> defaultTypes(TableDefinition.Column column) {
        String text = column.defaultExpression();
        if (text == null) {
            return Stream.empty();
        }
        try {
            // Not as a stream of its own: it would be parsed after this block.
            return DefaultExpression.parse(text).types();
        } catch (TextRefusedException e) {
            return Stream.empty();
        }
    }

    /** Every constant that the target must read, each with its type; see {@link DefinitionContext#constants}. */
    public Set<TypedText> constants(TableDefinition definition, TypeLookup types, int serverVersion) {
        return new DefinitionCheck(definition, types, serverVersion).constants();
    }

    /**
     * The plan that makes the table.
     *
     * @throws DefinitionRefusedException with everything that is wrong in the definition
     * @throws PlanRefusedException NAME_TAKEN if the table's or a chosen index's name is taken
     */
    public Plan plan(TableDefinition definition, DefinitionContext context) {
        CheckedTable table = check(definition, context);
        QualifiedName name = table.name();
        if (context.takenNames().contains(name)) {
            throw PlanRefusedException.because(
                    Reason.NAME_TAKEN, name, "A relation or type " + name + " exists already; choose another name.");
        }
        List<Step> steps = steps(table, context);
        String summary = "Create table " + name + ", partitioned by "
                + table.key().strategy().keyword() + " ("
                + table.key().columns().stream().map(Identifier::value).collect(Collectors.joining(", ")) + ").";
        return new Plan(
                summary,
                List.of(new PlannedTransaction(Mode.ATOMIC, steps)),
                warnings(table, context.serverVersion()),
                context.fingerprint());
    }

    /**
     * In what an existing table differs from the definition, nothing if they are equal. Indexes of equal columns, method and uniqueness are
     * equal, whatever their names, unless the definition chooses one.
     *
     * @throws DefinitionRefusedException with everything that is wrong in the definition
     */
    public List<DefinitionDifference> differences(
            TableDefinition definition, DefinitionContext context, TableShape found) {
        return new DefinitionDifferences(definition, check(definition, context), context).from(found);
    }

    /** The key that the definition asks for, whatever else is wrong with it; empty where the key itself is. */
    public Optional<DefinedKey> key(TableDefinition definition, DefinitionContext context) {
        return new DefinitionCheck(definition, context.types(), context.serverVersion()).key();
    }

    private static CheckedTable check(TableDefinition definition, DefinitionContext context) {
        return new DefinitionCheck(definition, context.types(), context.serverVersion())
                .check(context.constants().keySet());
    }

    private static List<Step> steps(CheckedTable table, DefinitionContext context) {
        Set<QualifiedName> taken = new HashSet<>(context.takenNames());
        taken.add(table.name());
        IndexNames names = new IndexNames(table.name(), taken);
        // Chosen names first, so that one of our making never takes them.
        table.indexes().stream()
                .flatMap(i -> Optional.ofNullable(i.name()).stream())
                .forEach(names::claim);
        List<Step> steps = new ArrayList<>();
        TypeResolution types = new TypeResolution(
                context.types(), context.serverVersion(), table.name().schema());
        TableDdl.PrimaryKey primaryKey = table.primaryKey().isEmpty()
                ? null
                : new TableDdl.PrimaryKey(names.next(List.of(), "_pkey"), table.primaryKey());
        Expression partitionBy = PartitionDdl.partitionBy(
                table.key().strategy().name(), table.key().columns());
        List<TableDdl.Column> columns =
                table.columns().stream().map(c -> column(c, types)).toList();
        steps.add(Step.of(TableDdl.create(table.name(), columns, primaryKey, partitionBy)));
        for (Index index : table.indexes()) {
            Identifier name = Optional.ofNullable(index.name())
                    .orElseGet(() -> names.next(index.columns(), index.unique() ? "_key" : "_idx"));
            Identifier method = new Identifier(index.method().name().toLowerCase(Locale.ROOT));
            steps.add(Step.of(IndexDdl.create(name, table.name(), index.unique(), method, index.columns())));
        }
        return steps;
    }

    private static TableDdl.Column column(Column column, TypeResolution types) {
        Expression defaultValue = Optional.ofNullable(column.defaultValue())
                .map(value -> value.render(
                        column.type().sql(), type -> types.resolve(type).sql()))
                .orElse(null);
        String identity = Optional.ofNullable(column.identity())
                .map(TableDefinition.Identity::sql)
                .orElse(null);
        return new TableDdl.Column(column.name(), column.type().sql(), column.nullable(), defaultValue, identity);
    }

    private static List<Warning> warnings(CheckedTable table, int serverVersion) {
        List<Warning> warnings = new ArrayList<>();
        if (table.primaryKey().isEmpty()) {
            warnings.add(
                    new Warning(
                            "no-primary-key",
                            "Without a primary key the table cannot be split, merged or converted later while it is written to."));
        }
        boolean identity = table.columns().stream().anyMatch(c -> c.identity() != null);
        if (identity && serverVersion < IDENTITY_IN_PARTITIONS) {
            warnings.add(new Warning(
                    "identity-through-parent",
                    "Before PostgreSQL 17 partitions have no identity of their own: insert through the table, never into"
                            + " a partition."));
        }
        return warnings;
    }
}
