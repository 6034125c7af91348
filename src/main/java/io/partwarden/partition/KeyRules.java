package io.partwarden.partition;

import io.partwarden.partition.CheckedTable.Column;
import io.partwarden.sql.Identifier;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Checks what names a definition's columns: the partition key, the primary key and the indexes. */
final class KeyRules {

    /** PARTITION_MAX_KEYS and INDEX_MAX_KEYS. */
    private static final int MAX_KEYS = 32;

    private static final Pattern EXPRESSION = Pattern.compile("[()+*/:|]|\\s(at|collate)\\s", Pattern.CASE_INSENSITIVE);

    private final Violations violations;
    private final Set<String> declared;
    private final Map<String, Column> columns;

    /** @param columns those in which nothing is wrong; a key on another one is not judged further */
    KeyRules(Violations violations, TableDefinition definition, List<Column> columns) {
        this.violations = violations;
        this.declared =
                definition.columns().stream().map(TableDefinition.Column::name).collect(Collectors.toSet());
        this.columns = columns.stream()
                .collect(Collectors.toMap(c -> c.name().value(), Function.identity(), (first, second) -> first));
    }

    List<Identifier> partitionKey(TableDefinition.PartitionBy key) {
        String field = "partition_by.columns";
        if (key.strategy() == Strategy.LIST && key.columns().size() > 1) {
            violations.add(
                    field,
                    "list-takes-one",
                    "PostgreSQL partitions by list on one column only; use range, or sub-partitions for the others.");
        }
        List<Identifier> named = columns(field, key.columns());
        for (int i = 0; i < key.columns().size(); i++) {
            Column column = columns.get(key.columns().get(i));
            if (column != null) {
                keyType(field + "[" + i + "]", key.strategy(), column);
            }
        }
        return named;
    }

    private void keyType(String field, Strategy strategy, Column column) {
        String method = strategy == Strategy.HASH ? "hash" : "btree";
        String type = column.type().sql().display();
        if (column.type().known().kind() == KnownType.Kind.COMPOSITE) {
            violations.add(
                    field,
                    "key-type",
                    "Type " + type + " is composite; a partition key needs a type with plain values.");
        } else if (!column.type().indexable(method)) {
            violations.add(
                    field,
                    "key-type",
                    "Type " + type + " has no default " + method + " operator class, so " + strategy.keyword()
                            + " partitions cannot be told apart by it. Partition by a column of another type.");
        }
    }

    /** @param partitionKey what it must contain, since PostgreSQL keeps uniqueness per partition only */
    List<Identifier> primaryKey(List<String> key, List<String> partitionKey) {
        if (key.isEmpty()) {
            return List.of();
        }
        List<Identifier> named = columns("primary_key", key);
        mustContain("primary_key", "A primary key", key, partitionKey);
        indexable("primary_key", key, "btree");
        return named;
    }

    CheckedTable.Index index(
            String field, TableDefinition.Index index, Optional<Identifier> name, List<String> partitionKey) {
        TableDefinition.Index.Method method = index.method();
        String word = method.name().toLowerCase(Locale.ROOT);
        List<Identifier> named = columns(field + ".columns", index.columns());
        indexable(field + ".columns", index.columns(), word);
        if (index.unique() && method != TableDefinition.Index.Method.BTREE) {
            violations.add(field + ".method", "unique-needs-btree", "Only a btree index can be unique.");
        }
        if (index.unique()) {
            mustContain(field + ".columns", "A unique index", index.columns(), partitionKey);
        }
        if (method == TableDefinition.Index.Method.HASH && index.columns().size() > 1) {
            violations.add(field + ".columns", "hash-takes-one", "A hash index has one column.");
        }
        return new CheckedTable.Index(named, index.unique(), name.orElse(null), method);
    }

    private void mustContain(String field, String what, List<String> key, List<String> partitionKey) {
        List<String> missing = partitionKey.stream()
                .filter(column -> declared.contains(column) && !key.contains(column))
                .toList();
        if (!missing.isEmpty()) {
            violations.add(
                    field,
                    "must-contain-partition-key",
                    what + " of a partitioned table must contain every column of the partition key; add "
                            + String.join(", ", missing) + ".");
        }
    }

    private void indexable(String field, List<String> names, String method) {
        for (int i = 0; i < names.size(); i++) {
            Column column = columns.get(names.get(i));
            if (column != null && !column.type().indexable(method)) {
                violations.add(
                        field + "[" + i + "]",
                        "not-indexable",
                        "Type " + column.type().sql().display() + " has no default operator class for " + method + ".");
            }
        }
    }

    private List<Identifier> columns(String field, List<String> names) {
        if (names.isEmpty()) {
            violations.add(field, "required", "At least one column is needed.");
        }
        if (names.size() > MAX_KEYS) {
            violations.add(
                    field, "too-many", "There are " + names.size() + " columns; PostgreSQL takes " + MAX_KEYS + ".");
        }
        Set<String> seen = new HashSet<>();
        List<Identifier> known = new ArrayList<>();
        for (int i = 0; i < names.size(); i++) {
            String name = names.get(i);
            String path = field + "[" + i + "]";
            if (!declared.contains(name)) {
                unknown(path, name);
            } else if (!seen.add(name)) {
                violations.add(path, "duplicate", "Column " + name + " is named twice.");
            } else if (columns.containsKey(name)) {
                known.add(new Identifier(name));
            }
        }
        return known;
    }

    private void unknown(String field, String name) {
        if (EXPRESSION.matcher(name).find()) {
            violations.add(
                    field,
                    "expression",
                    "Keys are made of columns here, not of expressions: a partition key with an expression allows no"
                            + " primary key or unique index. Add a column that holds the value.");
        } else {
            violations.add(field, "unknown-column", "There is no column of that name in columns.");
        }
    }
}
