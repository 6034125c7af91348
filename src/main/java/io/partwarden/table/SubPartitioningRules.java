package io.partwarden.table;

import io.partwarden.partition.NewPartition.SubPartitioning;
import io.partwarden.partition.PlanRefusedException;
import io.partwarden.partition.Strategy;
import io.partwarden.partition.TableShape;
import io.partwarden.sql.Identifier;
import java.util.ArrayList;
import java.util.List;

/** What the next level's key must be, so that PostgreSQL takes it: columns of the table, and all of them in each unique key. */
final class SubPartitioningRules {

    private static final String COLUMNS = "partition_by.columns";

    private SubPartitioningRules() {}

    /** @throws PlanRefusedException INVALID with the request's field */
    static void check(SubPartitioning sub, TableShape table) {
        if (sub.strategy() == Strategy.LIST && sub.columns().size() > 1) {
            throw PlanRefusedException.invalid(COLUMNS, "A list key has just one column.");
        }
        List<List<String>> uniqueKeys = new ArrayList<>();
        table.indexes().stream()
                .filter(TableShape.Index::unique)
                .map(TableShape.Index::columns)
                .forEach(uniqueKeys::add);
        if (!table.primaryKey().isEmpty()) {
            uniqueKeys.add(table.primaryKey());
        }
        for (int i = 0; i < sub.columns().size(); i++) {
            Identifier column = sub.columns().get(i);
            String field = COLUMNS + "[" + i + "]";
            if (table.columns().stream().noneMatch(c -> c.name().equals(column.value()))) {
                throw PlanRefusedException.invalid(field, "The table has no column " + column + ".");
            }
            if (uniqueKeys.stream().anyMatch(key -> !key.contains(column.value()))) {
                throw PlanRefusedException.invalid(
                        field,
                        "Every primary and unique key of the table must contain column " + column
                                + ", since each partition checks its own rows only.");
            }
        }
    }
}
