package io.partwarden.partition;

import io.partwarden.partition.TableDefinition.Identity;
import io.partwarden.sql.DefaultExpression;
import io.partwarden.sql.Identifier;
import io.partwarden.sql.QualifiedName;
import io.partwarden.sql.SqlType;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A definition in which nothing is wrong, with its types resolved. */
record CheckedTable(
        QualifiedName name, List<Column> columns, List<Identifier> primaryKey, Key key, List<Index> indexes) {

    CheckedTable {
        columns = List.copyOf(columns);
        primaryKey = List.copyOf(primaryKey);
        indexes = List.copyOf(indexes);
    }

    record Column(
            Identifier name,
            ColumnType type,
            boolean nullable,
            @Nullable DefaultExpression defaultValue,
            @Nullable Identity identity) {}

    /** A type as it is written and what the catalog knows of it (of its element, for an array). */
    record ColumnType(SqlType sql, KnownType known) {

        /** Whether one index key of this type can stand in an index of that access method. */
        boolean indexable(String method) {
            if (!sql.array()) {
                return known.indexMethods().contains(method);
            }
            // array_ops of btree, hash and gin take any array, and then compare its elements.
            return switch (method) {
                case "btree", "gin" -> known.indexMethods().contains("btree");
                case "hash" -> known.indexMethods().contains("hash");
                default -> false;
            };
        }
    }

    record Key(Strategy strategy, List<Identifier> columns) {
        Key {
            columns = List.copyOf(columns);
        }
    }

    record Index(
            List<Identifier> columns,
            boolean unique,
            @Nullable Identifier name,
            TableDefinition.Index.Method method) {
        Index {
            columns = List.copyOf(columns);
        }
    }

    Optional<Column> column(Identifier column) {
        return columns.stream().filter(c -> c.name().equals(column)).findFirst();
    }
}
