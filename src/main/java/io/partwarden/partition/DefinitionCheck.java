package io.partwarden.partition;

import io.partwarden.sql.Expression;
import io.partwarden.sql.Identifier;
import io.partwarden.sql.QualifiedName;
import io.partwarden.sql.TypedText;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** One look at a whole definition: either everything in it is right, or everything that is wrong is told. */
final class DefinitionCheck {

    private static final Identifier NOWHERE = new Identifier("public");

    private final TableDefinition definition;
    private final Violations violations = new Violations();
    private final NameRules names = new NameRules(violations);
    private final ColumnRules columnRules;

    DefinitionCheck(TableDefinition definition, TypeLookup types, int serverVersion) {
        this.definition = definition;
        this.columnRules = new ColumnRules(
                names, violations, new TypeResolution(types, serverVersion, schemaOf(definition)), serverVersion);
    }

    /** Where types are looked for; a schema whose own name is wrong still must not hide what else is wrong. */
    static Identifier schemaOf(TableDefinition definition) {
        return Identifier.isValid(definition.schema()) ? new Identifier(definition.schema()) : NOWHERE;
    }

    /** The constants that the server must read before {@link #check} can say anything. */
    Set<TypedText> constants() {
        columnRules.check(definition);
        return Set.copyOf(columnRules.constants());
    }

    /**
     * @param readable the constants that the server read
     * @throws DefinitionRefusedException with everything that is wrong
     */
    CheckedTable check(Set<TypedText> readable) {
        Optional<Identifier> schema = names.schema("schema", definition.schema());
        Optional<Identifier> table = names.name("table", definition.table());
        List<CheckedTable.Column> columns = columnRules.check(definition);
        columnRules.requireRead(readable);
        KeyRules keys = new KeyRules(violations, definition, columns);
        List<String> partitionKey = definition.partitionBy().columns();
        CheckedTable.Key key =
                new CheckedTable.Key(definition.partitionBy().strategy(), keys.partitionKey(definition.partitionBy()));
        List<Identifier> primaryKey = keys.primaryKey(definition.primaryKey(), partitionKey);
        List<CheckedTable.Index> indexes = indexes(keys, partitionKey);
        violations.throwIfAny();
        return new CheckedTable(
                new QualifiedName(schema.orElseThrow(), table.orElseThrow()), columns, primaryKey, key, indexes);
    }

    /** Empty where the key or one of its columns is wrong; what else is wrong does not matter. */
    Optional<DefinedKey> key() {
        List<CheckedTable.Column> columns = columnRules.check(definition);
        List<Identifier> names = new KeyRules(violations, definition, columns).partitionKey(definition.partitionBy());
        List<KeyColumn> all = columns.stream().map(DefinitionCheck::keyColumn).toList();
        List<KeyColumn> key = names.stream()
                .flatMap(name -> all.stream()
                        .filter(column -> column.name().filter(name::equals).isPresent()))
                .toList();
        return key.isEmpty() || key.size() < definition.partitionBy().columns().size()
                ? Optional.empty()
                : Optional.of(
                        new DefinedKey(new PartitionKey(definition.partitionBy().strategy(), key), all));
    }

    private static KeyColumn keyColumn(CheckedTable.Column column) {
        CheckedTable.ColumnType type = column.type();
        return new KeyColumn(
                column.name(),
                Expression.deparsed(column.name().quoted()),
                type.sql(),
                type.sql().array() ? KeyFamily.OTHER : type.known().family());
    }

    private List<CheckedTable.Index> indexes(KeyRules keys, List<String> partitionKey) {
        List<CheckedTable.Index> checked = new ArrayList<>();
        Map<String, String> byField = new LinkedHashMap<>();
        byField.put("table", definition.table());
        for (int i = 0; i < definition.indexes().size(); i++) {
            String field = "indexes[" + i + "]";
            TableDefinition.Index index = definition.indexes().get(i);
            Optional<String> chosen = Optional.ofNullable(index.name());
            chosen.ifPresent(name -> byField.put(field + ".name", name));
            checked.add(keys.index(field, index, chosen.flatMap(n -> names.name(field + ".name", n)), partitionKey));
        }
        names.distinct(byField);
        return checked;
    }
}
