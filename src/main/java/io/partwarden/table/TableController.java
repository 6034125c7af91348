package io.partwarden.table;

import io.partwarden.http.PageRequest;
import io.partwarden.shared.Page;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.validation.Valid;
import java.net.URI;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;

/** The partitioned tables of a target. */
@RestController
@Tag(name = "Tables", description = "The partitioned tables of a target.")
class TableController {

    private final Tables tables;

    TableController(Tables tables) {
        this.tables = tables;
    }

    @GetMapping(TablePaths.TABLES)
    @Operation(operationId = "listTables", summary = "List every partitioned table of a target, by name")
    Page<TableSummary> list(@PathVariable String target, PageRequest page) {
        return tables.list(target, page);
    }

    @PostMapping(
            path = TablePaths.TABLES,
            produces = {MediaType.APPLICATION_JSON_VALUE, "application/sql"})
    @Operation(operationId = "defineTable", summary = "Define a partitioned table")
    @ApiResponse(
            responseCode = "200",
            description = "The plan of a dry run, or the table where an equal one is fine",
            content =
                    @Content(
                            mediaType = "application/json",
                            schema = @Schema(oneOf = {PlanResponse.class, TableResponse.class})))
    @ApiResponse(
            responseCode = "201",
            description = "Defined",
            content = @Content(mediaType = "application/json", schema = @Schema(implementation = TableResponse.class)))
    ResponseEntity<Object> define(
            @PathVariable String target, @Valid @RequestBody DefineRequest request, ChangeOptions options) {
        return ChangeAnswers.created(
                tables.define(target, request.definition(), request.acceptsExisting(), request.policy(), options),
                options,
                done -> TableResponse.of(done.result(), done.warnings()),
                made -> URI.create(TablePaths.ofTable(made.id())));
    }

    @GetMapping({TablePaths.BY_NAME, TablePaths.BY_ID})
    @Operation(operationId = "getTable", summary = "Look at a table: its definition, size and partitions")
    TableResponse get(@Parameter(hidden = true) TableRef table) {
        return TableResponse.of(tables.get(table), null);
    }

    @GetMapping(
            path = {TablePaths.BY_NAME + "/ddl", TablePaths.BY_ID + "/ddl"},
            produces = "application/sql")
    @Operation(operationId = "getTableDdl", summary = "Get a table's whole definition as SQL")
    ResponseEntity<String> ddl(@Parameter(hidden = true) TableRef table) {
        return ResponseEntity.ok().contentType(ChangeOptionsResolver.SQL).body(tables.ddl(table));
    }

    @GetMapping({TablePaths.BY_NAME + "/coverage", TablePaths.BY_ID + "/coverage"})
    @Operation(operationId = "getCoverage", summary = "See what a table's partitions cover, and where the gaps are")
    CoverageResponse coverage(@Parameter(hidden = true) TableRef table) {
        return tables.coverage(table);
    }
}
