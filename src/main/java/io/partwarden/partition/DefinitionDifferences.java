package io.partwarden.partition;

import io.partwarden.partition.CheckedTable.Column;
import io.partwarden.sql.DefaultExpression;
import io.partwarden.sql.Identifier;
import io.partwarden.sql.QualifiedName;
import io.partwarden.sql.SqlType;
import io.partwarden.sql.TextRefusedException;
import io.partwarden.sql.TypeText;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * In what an existing table differs from a definition. Types and defaults are compared by meaning, since the server writes them back in
 * its own words: both sides are read by the same grammars.
 */
final class DefinitionDifferences {

    private static final Identifier PG_CATALOG = new Identifier("pg_catalog");

    private final CheckedTable wanted;
    private final TableDefinition definition;
    private final DefinitionContext context;
    private final List<DefinitionDifference> differences = new ArrayList<>();

    DefinitionDifferences(TableDefinition definition, CheckedTable wanted, DefinitionContext context) {
        this.definition = definition;
        this.wanted = wanted;
        this.context = context;
    }

    List<DefinitionDifference> from(TableShape found) {
        columns(found.columns());
        compare("primary_key", names(wanted.primaryKey()), String.join(", ", found.primaryKey()));
        TableShape.PartitionBy key = found.partitionBy();
        compare(
                "partition_by",
                wanted.key().strategy().keyword() + " (" + names(wanted.key().columns()) + ")",
                key == null
                        ? "not partitioned"
                        : key.strategy().keyword() + " (" + String.join(", ", key.columns()) + ")");
        indexes(found.indexes());
        return List.copyOf(differences);
    }

    private void columns(List<TableShape.Column> found) {
        for (int i = 0; i < wanted.columns().size(); i++) {
            String field = "columns[" + i + "]";
            Column column = wanted.columns().get(i);
            Optional<TableShape.Column> same = found.stream()
                    .filter(c -> c.name().equals(column.name().value()))
                    .findFirst();
            if (same.isPresent()) {
                column(field, i, column, same.get());
            } else {
                add(field, column.name() + " " + column.type().sql().display(), null);
            }
        }
        found.stream()
                .filter(c -> wanted.columns().stream()
                        .noneMatch(w -> w.name().value().equals(c.name())))
                .forEach(extra -> add("columns", null, extra.name() + " " + extra.type()));
        List<String> order = found.stream().map(TableShape.Column::name).toList();
        List<String> ours = wanted.columns().stream().map(c -> c.name().value()).toList();
        if (order.size() == ours.size() && order.containsAll(ours)) {
            compare("columns", String.join(", ", ours), String.join(", ", order));
        }
    }

    private void column(String field, int index, Column column, TableShape.Column found) {
        SqlType type = column.type().sql();
        if (!typeOf(found.type()).equals(Optional.of(type)) && !found.type().equals(type.display())) {
            add(field + ".type", type.display(), found.type());
        }
        compare(field + ".nullable", String.valueOf(column.nullable()), String.valueOf(found.nullable()));
        if (!Objects.equals(column.identity(), found.identity())) {
            add(field + ".identity", identity(column.identity()), identity(found.identity()));
        }
        String text = definition.columns().get(index).defaultExpression();
        if (found.generated()) {
            add(field + ".default", text, "generated: " + found.defaultExpression());
        } else if (!sameDefault(column, found.defaultExpression())) {
            add(field + ".default", text, found.defaultExpression());
        }
    }

    private static @Nullable String identity(TableDefinition.@Nullable Identity identity) {
        return identity == null ? null : identity.sql().toLowerCase(Locale.ROOT);
    }

    /** The server's words for a type; without a schema it is pg_catalog's. */
    private Optional<SqlType> typeOf(String found) {
        try {
            return Optional.of(catalogType(TypeText.parse(found)));
        } catch (TextRefusedException e) {
            return Optional.empty();
        }
    }

    private SqlType catalogType(TypeText type) {
        return type.resolve(type.candidates(PG_CATALOG).get(0), true, context.serverVersion());
    }

    private boolean sameDefault(Column column, @Nullable String found) {
        SqlType type = column.type().sql();
        TypeResolution types = new TypeResolution(
                context.types(), context.serverVersion(), wanted.name().schema());
        String theirs = foundKey(column, found);
        DefaultExpression ours = column.defaultValue();
        if (ours == null) {
            return theirs.equals(DefaultKey.NONE);
        }
        // As written, and as the server's input function reads it: which of the two it keeps depends on the type's
        // modifiers.
        String written =
                new DefaultKey(t -> types.resolve(t).sql(), this::base, constant -> constant.text()).of(ours, type);
        String read = new DefaultKey(
                        t -> types.resolve(t).sql(),
                        this::base,
                        constant -> context.constants().getOrDefault(constant, constant.text()))
                .of(ours, type);
        return theirs.equals(written) || theirs.equals(read);
    }

    private String foundKey(Column column, @Nullable String found) {
        if (found == null) {
            return DefaultKey.NONE;
        }
        try {
            return new DefaultKey(this::catalogType, this::base, constant -> constant.text())
                    .of(DefaultExpression.parse(found), column.type().sql());
        } catch (TextRefusedException e) {
            return "other: " + found;
        }
    }

    private QualifiedName base(QualifiedName type) {
        return context.types().find(type).map(KnownType::base).orElse(type);
    }

    private void indexes(List<TableShape.Index> found) {
        List<TableShape.Index> left = new ArrayList<>(found);
        for (int i = 0; i < wanted.indexes().size(); i++) {
            CheckedTable.Index index = wanted.indexes().get(i);
            Optional<TableShape.Index> same =
                    left.stream().filter(candidate -> same(index, candidate)).findFirst();
            if (same.isPresent()) {
                left.remove(same.get());
            } else {
                add(
                        "indexes[" + i + "]",
                        shown(index.unique(), index.method().name().toLowerCase(Locale.ROOT), names(index.columns())),
                        null);
            }
        }
        left.forEach(extra -> add(
                "indexes",
                null,
                extra.name() + ": " + shown(extra.unique(), extra.method(), String.join(", ", extra.columns()))));
    }

    private static boolean same(CheckedTable.Index index, TableShape.Index found) {
        return found.plain()
                && found.valid()
                && found.unique() == index.unique()
                && found.method().equals(index.method().name().toLowerCase(Locale.ROOT))
                && found.columns()
                        .equals(index.columns().stream().map(Identifier::value).toList())
                && (index.name() == null || index.name().value().equals(found.name()));
    }

    private static String shown(boolean unique, String method, String columns) {
        return (unique ? "unique " : "") + method + " (" + columns + ")";
    }

    private static String names(List<Identifier> columns) {
        return columns.stream().map(Identifier::value).collect(Collectors.joining(", "));
    }

    private void compare(String field, String ours, String theirs) {
        if (!ours.equals(theirs)) {
            add(field, ours, theirs);
        }
    }

    private void add(String field, @Nullable String ours, @Nullable String theirs) {
        differences.add(new DefinitionDifference(field, ours, theirs));
    }
}
