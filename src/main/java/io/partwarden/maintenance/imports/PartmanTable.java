package io.partwarden.maintenance.imports;

import io.partwarden.partition.KeyColumn;
import io.partwarden.partition.TableSnapshot;
import io.partwarden.table.RelationName;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A table that pg_partman has on record, itself no partition of another such.
 *
 * @param row of part_config
 * @param family parent_table of its own row and of every row about tables below it, its own first
 * @param snapshot null if it is no partitioned table, or not shown
 * @param columns the table's, only where a level below needs them
 */
record PartmanTable(
        RelationName name,
        ConfigRow row,
        List<String> family,
        @Nullable TableSnapshot snapshot,
        List<KeyColumn> columns) {

    PartmanTable {
        family = List.copyOf(family);
        columns = List.copyOf(columns);
    }

    /** As pg_partman calls it. */
    String parentTable() {
        return row.text("parent_table", "");
    }

    /** Those of the family that pg_partman's maintenance looks after when it is called without a table. */
    List<String> maintained(PartmanConfig config) {
        return withWord(config, "on");
    }

    /** Those that it leaves alone. */
    List<String> left(PartmanConfig config) {
        return withWord(config, "off");
    }

    private List<String> withWord(PartmanConfig config, String word) {
        return family.stream()
                .filter(parent -> config.rows().containsKey(parent)
                        && config.rows()
                                .get(parent)
                                .text("automatic_maintenance", "on")
                                .equals(word))
                .toList();
    }
}
