package io.partwarden.partition;

import io.partwarden.partition.CheckedTable.ColumnType;
import io.partwarden.sql.DefaultExpression;
import io.partwarden.sql.Identifier;
import io.partwarden.sql.TextRefusedException;
import io.partwarden.sql.TypeText;
import io.partwarden.sql.TypedText;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Checks a definition's columns one by one: name, type, default, identity. */
final class ColumnRules {

    /** MaxHeapAttributeNumber. */
    private static final int MAX_COLUMNS = 1600;

    private static final Set<String> IDENTITY_TYPES = Set.of("int2", "int4", "int8");

    private final NameRules names;
    private final Violations violations;
    private final TypeResolution types;
    private final int serverVersion;
    private final List<TypedText> constants = new ArrayList<>();
    private final Map<TypedText, List<String>> constantFields = new HashMap<>();

    ColumnRules(NameRules names, Violations violations, TypeResolution types, int serverVersion) {
        this.names = names;
        this.violations = violations;
        this.types = types;
        this.serverVersion = serverVersion;
    }

    /** The columns in which nothing is wrong. */
    List<CheckedTable.Column> check(TableDefinition definition) {
        List<TableDefinition.Column> columns = definition.columns();
        if (columns.isEmpty()) {
            violations.add("columns", "required", "A table needs at least one column.");
        }
        if (columns.size() > MAX_COLUMNS) {
            violations.add(
                    "columns",
                    "too-many",
                    "There are " + columns.size() + " columns; PostgreSQL takes " + MAX_COLUMNS + ".");
        }
        Map<String, String> byField = new LinkedHashMap<>();
        List<CheckedTable.Column> checked = new ArrayList<>();
        for (int i = 0; i < columns.size(); i++) {
            byField.put("columns[" + i + "].name", columns.get(i).name());
            boolean inKey = definition.primaryKey().contains(columns.get(i).name());
            column("columns[" + i + "]", columns.get(i), inKey).ifPresent(checked::add);
        }
        names.distinct(byField);
        return checked;
    }

    /** Every constant in a default, with the type that is to read it. */
    List<TypedText> constants() {
        return List.copyOf(constants);
    }

    /** Refuses each constant that the server did not read. */
    void requireRead(Set<TypedText> read) {
        constants.stream()
                .distinct()
                .filter(constant -> !read.contains(constant))
                .forEach(constant -> constantFields
                        .getOrDefault(constant, List.of())
                        .forEach(field -> violations.add(
                                field,
                                "invalid-constant",
                                "The constant is no value of type "
                                        + constant.type().display() + ".")));
    }

    private Optional<CheckedTable.Column> column(String field, TableDefinition.Column column, boolean inKey) {
        Optional<Identifier> name = names.column(field + ".name", column.name());
        Optional<ColumnType> type = type(field + ".type", column.type());
        nullability(field, column, inKey);
        if (column.identity() != null) {
            identity(field, column, type);
        }
        DefaultExpression defaultValue =
                type.flatMap(t -> defaultValue(field + ".default", column, t)).orElse(null);
        if (name.isEmpty() || type.isEmpty()) {
            return Optional.empty();
        }
        boolean nullable = !Boolean.FALSE.equals(column.nullable()) && !inKey && column.identity() == null;
        return Optional.of(new CheckedTable.Column(name.get(), type.get(), nullable, defaultValue, column.identity()));
    }

    private Optional<ColumnType> type(String field, String text) {
        try {
            return Optional.of(types.resolve(TypeText.parse(text)));
        } catch (TextRefusedException e) {
            violations.add(field, "invalid-type", e.detail());
            return Optional.empty();
        }
    }

    private void nullability(String field, TableDefinition.Column column, boolean inKey) {
        if (Boolean.TRUE.equals(column.nullable()) && (inKey || column.identity() != null)) {
            violations.add(
                    field + ".nullable",
                    "must-not-be-null",
                    (inKey ? "A primary key's" : "An identity") + " column is never null; leave 'nullable' out.");
        }
    }

    private void identity(String field, TableDefinition.Column column, Optional<ColumnType> type) {
        if (column.defaultExpression() != null) {
            violations.add(
                    field + ".default",
                    "identity-and-default",
                    "An identity column has no other default; leave one out.");
        }
        if (type.isPresent() && !takesIdentity(type.get())) {
            violations.add(
                    field + ".identity",
                    "identity-type",
                    "An identity column is smallint, integer or bigint, not "
                            + type.get().sql().display() + ".");
        }
    }

    private static boolean takesIdentity(ColumnType type) {
        return !type.sql().array()
                && type.known().kind() == KnownType.Kind.BASE
                && TypeResolution.isSystem(type.known())
                && IDENTITY_TYPES.contains(type.known().name().name().value());
    }

    private Optional<DefaultExpression> defaultValue(String field, TableDefinition.Column column, ColumnType type) {
        @Nullable String text = column.defaultExpression();
        if (text == null) {
            return Optional.empty();
        }
        try {
            DefaultExpression expression = DefaultExpression.parse(text);
            DefaultRules rules = new DefaultRules(types, serverVersion);
            rules.check(expression, type);
            for (TypedText constant : rules.constants()) {
                constants.add(constant);
                constantFields.computeIfAbsent(constant, c -> new ArrayList<>()).add(field);
            }
            return Optional.of(expression);
        } catch (TextRefusedException e) {
            violations.add(field, "invalid-default", e.detail());
            return Optional.empty();
        }
    }
}
