package io.partwarden.table;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.partwarden.http.ShortText;
import io.partwarden.partition.Strategy;
import io.partwarden.partition.TableDefinition;
import io.partwarden.partition.TableDefinition.Identity;
import io.partwarden.partition.TableDefinition.Index.Method;
import io.swagger.v3.oas.annotations.media.Schema;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotEmpty;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * A partitioned table to be made: its columns, key and indexes. Types are names that the target knows, defaults a constant or one of a few
 * functions; neither is pasted into SQL.
 */
record DefineRequest(
        @ShortText @Nullable String schema,
        @NotNull @ShortText String table,
        @NotEmpty @Valid @Size(max = MAX_COLUMNS) List<@NotNull ColumnRequest> columns,
        @Nullable List<@NotNull @ShortText String> primaryKey,
        @NotNull @Valid PartitionByRequest partitionBy,
        @Valid @Nullable List<@NotNull IndexRequest> indexes,
        @Nullable IfExists ifExists,

        @Schema(ref = "#/components/schemas/PolicyDocument") @Nullable
        JsonNode policy) {

    // PostgreSQL's MaxHeapAttributeNumber.
    private static final int MAX_COLUMNS = 1600;

    record ColumnRequest(
            @NotNull @ShortText String name,
            @NotNull @ShortText(max = 300) String type,
            @Nullable Boolean nullable,

            @JsonProperty("default")
            @Schema(implementation = Object.class, description = "A constant, or a function such as now()")
            @Nullable
            DefaultValue defaultValue,

            @Nullable IdentityRequest identity) {}

    record PartitionByRequest(
            @NotNull StrategyRequest strategy, @NotEmpty List<@NotNull @ShortText String> columns) {}

    record IndexRequest(
            @NotEmpty List<@NotNull @ShortText String> columns,
            @Nullable Boolean unique,
            @ShortText @Nullable String name,
            @Nullable MethodRequest method) {}

    /** What an existing table of that name means: an error, or success if it equals the definition. */
    enum IfExists {
        @JsonProperty("error")
        ERROR,
        @JsonProperty("ok")
        OK
    }

    enum StrategyRequest {
        @JsonProperty("range")
        RANGE,
        @JsonProperty("list")
        LIST,
        @JsonProperty("hash")
        HASH
    }

    enum IdentityRequest {
        @JsonProperty("always")
        ALWAYS,
        @JsonProperty("by_default")
        BY_DEFAULT
    }

    enum MethodRequest {
        @JsonProperty("btree")
        BTREE,
        @JsonProperty("brin")
        BRIN,
        @JsonProperty("gin")
        GIN,
        @JsonProperty("gist")
        GIST,
        @JsonProperty("hash")
        HASH
    }

    boolean acceptsExisting() {
        return ifExists == IfExists.OK;
    }

    TableDefinition definition() {
        return new TableDefinition(
                Objects.requireNonNullElse(schema, "public"),
                table,
                columns.stream().map(DefineRequest::column).toList(),
                Objects.requireNonNullElse(primaryKey, List.of()),
                new TableDefinition.PartitionBy(
                        Strategy.valueOf(partitionBy.strategy().name()), partitionBy.columns()),
                Objects.requireNonNullElse(indexes, List.<IndexRequest>of()).stream()
                        .map(DefineRequest::index)
                        .toList());
    }

    private static TableDefinition.Column column(ColumnRequest column) {
        DefaultValue value = column.defaultValue();
        IdentityRequest identity = column.identity();
        return new TableDefinition.Column(
                column.name(),
                column.type(),
                column.nullable(),
                value == null ? null : value.expression(),
                identity == null ? null : Identity.valueOf(identity.name()));
    }

    private static TableDefinition.Index index(IndexRequest index) {
        MethodRequest method = Objects.requireNonNullElse(index.method(), MethodRequest.BTREE);
        return new TableDefinition.Index(
                index.columns(), Boolean.TRUE.equals(index.unique()), index.name(), Method.valueOf(method.name()));
    }
}
