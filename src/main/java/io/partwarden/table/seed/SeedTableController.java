package io.partwarden.table.seed;

import io.partwarden.partition.Strategy;
import io.partwarden.partition.TableDefinition;
import io.partwarden.shared.Problem;
import io.partwarden.table.ChangeOptions;
import io.partwarden.table.Tables;
import io.partwarden.targets.NamedDatabases;
import io.partwarden.targets.Target;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.JsonNode;

/** The predecessor's definition of a table: in schema public, without a primary key. */
@RestController
@Tag(name = "Predecessors' calls", description = "As PyPartition and go_partman had them.")
class SeedTableController {

    private static final int MAX_ATTRIBUTE = 300;

    private final NamedDatabases databases;
    private final Tables tables;

    SeedTableController(NamedDatabases databases, Tables tables) {
        this.databases = databases;
        this.tables = tables;
    }

    @PostMapping("/api/define_table")
    @Operation(operationId = "seedDefineTable", summary = "Define a partitioned table")
    @ApiResponse(responseCode = "200", description = "An equal one is there", useReturnTypeSchema = true)
    @ApiResponse(responseCode = "201", description = "Defined", useReturnTypeSchema = true)
    ResponseEntity<SeedSuccess> define(@RequestBody JsonNode body) {
        SeedFields fields = new SeedFields(body);
        SeedConnection connection = SeedConnection.of(fields);
        TableDefinition definition = definition(fields);
        List<String> attributes =
                definition.columns().stream().map(TableDefinition.Column::name).toList();
        try {
            Target target = databases.require(connection.host(), connection.port(), connection.database());
            return SeedSuccess.of(tables.define(target, definition, ChangeOptions.APPLY));
        } catch (Problem e) {
            throw SeedProblems.translated(e, field -> fieldName(field, attributes), "table_name");
        }
    }

    /** @throws Problem 400 naming every bad field */
    private static TableDefinition definition(SeedFields fields) {
        String table = fields.name("table_name");
        String type = fields.text("partition_type");
        Strategy strategy = Arrays.stream(Strategy.values())
                .filter(s -> s.keyword().equals(type))
                .findFirst()
                .orElse(Strategy.RANGE);
        if (!type.isEmpty() && !strategy.keyword().equals(type)) {
            fields.wrong("partition_type", "Must be one of: range, list, hash.");
        }
        String column = fields.name("partition_column");
        Map<String, String> attributes = fields.texts("attributes");
        attributes.forEach((name, attribute) -> {
            if (attribute.length() > MAX_ATTRIBUTE) {
                fields.wrong("attributes." + name, "Longer than maximum length " + MAX_ATTRIBUTE + ".");
            }
        });
        // Before any attribute is taken apart: that is only bounded in time for one of bounded length.
        fields.check();
        return new TableDefinition(
                "public",
                table,
                attributes.entrySet().stream()
                        .map(attribute -> SeedAttribute.column(attribute.getKey(), attribute.getValue()))
                        .toList(),
                List.of(),
                new TableDefinition.PartitionBy(strategy, List.of(column)),
                List.of());
    }

    /** {@code columns[1].type} is {@code attributes.<its name>} here. */
    private static String fieldName(String field, List<String> attributes) {
        if (field.startsWith("columns[")) {
            int index = Integer.parseInt(field.substring(field.indexOf('[') + 1, field.indexOf(']')));
            return "attributes." + attributes.get(index);
        }
        if (field.startsWith("columns")) {
            return "attributes";
        }
        return field.startsWith("partition_by") ? "partition_column" : "table_name";
    }
}
