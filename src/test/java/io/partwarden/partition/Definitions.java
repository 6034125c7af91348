package io.partwarden.partition;

import io.partwarden.partition.TableDefinition.Column;
import io.partwarden.partition.TableDefinition.Identity;
import io.partwarden.partition.TableDefinition.Index;
import io.partwarden.partition.TableDefinition.PartitionBy;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Builds definitions for tests: {@code Definitions.table("t").column("at", "date").by(RANGE, "at")}. */
final class Definitions {

    private final String table;
    private final List<Column> columns = new ArrayList<>();
    private final List<Index> indexes = new ArrayList<>();
    private String schema = "app";
    private List<String> primaryKey = List.of();
    private PartitionBy key = new PartitionBy(Strategy.RANGE, List.of());

    private Definitions(String table) {
        this.table = table;
    }

    static Definitions table(String table) {
        return new Definitions(table);
    }

    Definitions schema(String name) {
        schema = name;
        return this;
    }

    Definitions column(String name, String type) {
        return add(new Column(name, type, null, null, null));
    }

    Definitions withDefault(String name, String type, String defaultExpression) {
        return add(new Column(name, type, null, defaultExpression, null));
    }

    Definitions nullable(String name, String type, boolean nullable) {
        return add(new Column(name, type, nullable, null, null));
    }

    Definitions identity(String name, String type, Identity identity) {
        return add(new Column(name, type, null, null, identity));
    }

    Definitions add(Column column) {
        columns.add(column);
        return this;
    }

    Definitions primaryKey(String... names) {
        primaryKey = List.of(names);
        return this;
    }

    Definitions by(Strategy strategy, String... names) {
        key = new PartitionBy(strategy, List.of(names));
        return this;
    }

    Definitions index(Index.Method method, String... names) {
        return index(null, false, method, names);
    }

    Definitions unique(String... names) {
        return index(null, true, Index.Method.BTREE, names);
    }

    Definitions index(@Nullable String name, boolean unique, Index.Method method, String... names) {
        indexes.add(new Index(List.of(names), unique, name, method));
        return this;
    }

    TableDefinition build() {
        return new TableDefinition(schema, table, columns, primaryKey, key, indexes);
    }
}
