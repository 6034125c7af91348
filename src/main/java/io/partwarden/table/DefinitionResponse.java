package io.partwarden.table;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.partwarden.partition.TableDefinition.Identity;
import io.partwarden.partition.TableShape;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** A table's definition in the form of the request that makes one; texts are the server's own. */
record DefinitionResponse(
        List<ColumnResponse> columns,
        List<String> primaryKey,
        @Nullable PartitionByResponse partitionBy,
        List<IndexResponse> indexes) {

    /** @param generated whether {@code default} is a generation expression */
    record ColumnResponse(
            String name,
            String type,
            boolean nullable,
            @JsonProperty("default") @Nullable String defaultExpression,
            @Nullable String identity,
            boolean generated) {}

    record PartitionByResponse(String strategy, List<String> columns) {}

    /** @param valid false while a partition lacks its part of it */
    record IndexResponse(String name, List<String> columns, boolean unique, String method, boolean valid) {}

    static DefinitionResponse of(TableShape shape) {
        TableShape.PartitionBy key = shape.partitionBy();
        return new DefinitionResponse(
                shape.columns().stream().map(DefinitionResponse::column).toList(),
                shape.primaryKey(),
                key == null ? null : new PartitionByResponse(key.strategy().keyword(), key.columns()),
                shape.indexes().stream()
                        .map(index -> new IndexResponse(
                                index.name(), index.columns(), index.unique(), index.method(), index.valid()))
                        .toList());
    }

    private static ColumnResponse column(TableShape.Column column) {
        Identity identity = column.identity();
        return new ColumnResponse(
                column.name(),
                column.type(),
                column.nullable(),
                column.defaultExpression(),
                identity == null ? null : identity.name().toLowerCase(Locale.ROOT),
                column.generated());
    }
}
