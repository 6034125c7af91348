package io.partwarden.table.seed;

import io.partwarden.partition.Bound;
import io.partwarden.partition.Datum;
import io.partwarden.shared.Problem;
import io.partwarden.sql.Identifier;
import io.partwarden.sql.QualifiedName;
import io.partwarden.table.ChangeOptions;
import io.partwarden.table.PartitionWish;
import io.partwarden.table.Partitions;
import io.partwarden.targets.NamedDatabases;
import io.partwarden.targets.Target;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.JsonNode;

/** The predecessor's partitions: one a call, named, of a table in schema public with a key of one column. */
@RestController
@Tag(name = "Predecessors' calls")
class SeedPartitionController {

    private static final String PARENT = "parent_table_name";

    private static final Map<String, String> FIELDS = Map.of(
            "range.from", "from_value",
            "range.to", "to_value",
            "list.values", "values",
            "hash.modulus", "modulus",
            "hash.remainder", "remainder",
            "name", "table_name");

    private final NamedDatabases databases;
    private final Partitions partitions;

    SeedPartitionController(NamedDatabases databases, Partitions partitions) {
        this.databases = databases;
        this.partitions = partitions;
    }

    @PostMapping("/api/create_range_partition")
    @Operation(operationId = "seedCreateRangePartition", summary = "Create a range partition")
    @ApiResponse(responseCode = "200", description = "An equal one is there", useReturnTypeSchema = true)
    @ApiResponse(responseCode = "201", description = "Created", useReturnTypeSchema = true)
    ResponseEntity<SeedSuccess> createRange(@RequestBody JsonNode body) {
        return create(
                body,
                fields -> new Bound.Range(
                        List.of(Datum.of(fields.scalar("from_value"))), List.of(Datum.of(fields.scalar("to_value")))));
    }

    @PostMapping("/api/create_hash_partition")
    @Operation(operationId = "seedCreateHashPartition", summary = "Create a hash partition")
    @ApiResponse(responseCode = "200", description = "An equal one is there", useReturnTypeSchema = true)
    @ApiResponse(responseCode = "201", description = "Created", useReturnTypeSchema = true)
    ResponseEntity<SeedSuccess> createHash(@RequestBody JsonNode body) {
        return create(body, fields -> new Bound.Hash(fields.integer("modulus"), fields.integer("remainder")));
    }

    @PostMapping("/api/create_list_partition")
    @Operation(operationId = "seedCreateListPartition", summary = "Create a list partition")
    @ApiResponse(responseCode = "200", description = "An equal one is there", useReturnTypeSchema = true)
    @ApiResponse(responseCode = "201", description = "Created", useReturnTypeSchema = true)
    ResponseEntity<SeedSuccess> createList(@RequestBody JsonNode body) {
        return create(
                body,
                fields -> new Bound.Values(
                        fields.scalars("values").stream().map(Datum::of).toList()));
    }

    private ResponseEntity<SeedSuccess> create(JsonNode body, Function<SeedFields, Bound> readBound) {
        SeedFields fields = new SeedFields(body);
        String name = fields.name("table_name");
        String parent = fields.name(PARENT);
        Bound bound = readBound.apply(fields);
        SeedConnection connection = SeedConnection.of(fields);
        fields.check();
        PartitionWish wish = new PartitionWish.One(new Identifier(name), bound, null);
        try {
            Target target = databases.require(connection.host(), connection.port(), connection.database());
            return SeedSuccess.of(
                    partitions.create(target, QualifiedName.of("public", parent), wish, ChangeOptions.APPLY));
        } catch (Problem e) {
            throw SeedProblems.translated(e, field -> FIELDS.getOrDefault(field, PARENT), conflict(e, bound));
        }
    }

    /** The field that a refusal without a field of its own is about. */
    private static String conflict(Problem problem, Bound bound) {
        return switch (problem.type().slug()) {
            case "overlap", "default-holds-rows" -> boundField(bound);
            case "already-exists", "name-taken" -> "table_name";
            case "table-not-found", "not-partitioned", "needs-mending" -> PARENT;
            case "target-not-allowed", "target-not-found", "target-unavailable" -> "db_connection";
            default -> SeedProblems.WHOLE;
        };
    }

    private static String boundField(Bound bound) {
        if (bound instanceof Bound.Range) {
            return "from_value";
        }
        return bound instanceof Bound.Hash ? "modulus" : "values";
    }
}
