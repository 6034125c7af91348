package io.partwarden.maintenance.adopt;

import io.partwarden.table.RequestedTables;
import io.partwarden.table.RequestedTables.Requested;
import io.partwarden.table.TablePaths;
import io.partwarden.table.TableRef;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.validation.Valid;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;

/** What a table is like before a policy takes it over. */
@Tag(name = "Policies")
@RestController
class AdoptController {

    private final RequestedTables tables;
    private final Adoption adoption;

    AdoptController(RequestedTables tables, Adoption adoption) {
        this.tables = tables;
        this.adoption = adoption;
    }

    @PostMapping({TablePaths.BY_NAME + "/adopt", TablePaths.BY_ID + "/adopt"})
    @Operation(operationId = "adoptTable", summary = "See what a policy would make of a table that others made")
    AdoptResponse adopt(
            @Parameter(hidden = true) TableRef table,
            @Valid @RequestBody(required = false) @Nullable AdoptRequest request) {
        Requested requested = tables.toSet(table, "table.adopt");
        return adoption.report(
                requested.target(), tables.snapshot(requested), request == null ? null : request.policy());
    }
}
