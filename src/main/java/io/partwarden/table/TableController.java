package io.partwarden.table;

import io.partwarden.http.PageRequest;
import io.partwarden.shared.Page;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.tags.Tag;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;

/** The partitioned tables of a target. */
@RestController
@Tag(name = "Tables")
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

    @GetMapping({TablePaths.BY_NAME + "/coverage", TablePaths.BY_ID + "/coverage"})
    @Operation(operationId = "getCoverage", summary = "See what a table's partitions cover, and where the gaps are")
    CoverageResponse coverage(@Parameter(hidden = true) TableRef table) {
        return tables.coverage(table);
    }
}
