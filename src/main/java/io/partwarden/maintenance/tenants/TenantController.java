package io.partwarden.maintenance.tenants;

import io.partwarden.http.PageRequest;
import io.partwarden.maintenance.tenants.TenantsResponse.TenantItem;
import io.partwarden.maintenance.tenants.TenantsResponse.TenantLeft;
import io.partwarden.security.Access;
import io.partwarden.security.AuditTrail;
import io.partwarden.shared.Page;
import io.partwarden.shared.Problem;
import io.partwarden.sql.Plan;
import io.partwarden.sql.PlanScript;
import io.partwarden.table.ChangeOptions;
import io.partwarden.table.PlanResponse;
import io.partwarden.table.Removal.Mode;
import io.partwarden.table.RequestedTables;
import io.partwarden.table.RequestedTables.Requested;
import io.partwarden.table.TablePaths;
import io.partwarden.table.TableRef;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.validation.Valid;
import java.time.Duration;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** The tenants of a table. */
@RestController
@Tag(
        name = "Tenants",
        description = "Tables that keep tenants apart: register them, see how they are served, let them go.")
class TenantController {

    private static final MediaType SQL = MediaType.valueOf("application/sql");
    private static final Duration SCRIPT_LOCK_TIMEOUT = Duration.ofMillis(200);

    private final RequestedTables tables;
    private final Registration registration;
    private final Offboarding offboarding;
    private final TenantList list;
    private final AuditTrail audit;
    private final Access access;

    TenantController(
            RequestedTables tables,
            Registration registration,
            Offboarding offboarding,
            TenantList list,
            AuditTrail audit,
            Access access) {
        this.tables = tables;
        this.registration = registration;
        this.offboarding = offboarding;
        this.list = list;
        this.audit = audit;
        this.access = access;
    }

    @GetMapping({TablePaths.BY_NAME + "/tenants", TablePaths.BY_ID + "/tenants"})
    @Operation(operationId = "listTenants", summary = "List a table's tenants and how far each is served")
    Page<TenantItem> list(@Parameter(hidden = true) TableRef table, PageRequest page) {
        return list.page(tables.toSee(table), page);
    }

    @PostMapping(
            path = {TablePaths.BY_NAME + "/tenants", TablePaths.BY_ID + "/tenants"},
            produces = {MediaType.APPLICATION_JSON_VALUE, "application/sql"})
    @Operation(operationId = "registerTenants", summary = "Register tenants and make their partitions")
    @ApiResponse(
            responseCode = "200",
            description = "What became of each tenant, or the plan of a dry run",
            content =
                    @Content(
                            mediaType = "application/json",
                            schema = @Schema(anyOf = {TenantsResponse.TenantsPlan.class, TenantsResponse.class})))
    ResponseEntity<Object> register(
            @Parameter(hidden = true) TableRef table,
            @Valid @RequestBody TenantsRequest request,
            ChangeOptions options) {
        Requested which = tables.toSet(table, "tenants.register");
        if (options.dryRun()) {
            Registration.Preview preview = registration.show(which, request.tenants(), options);
            return options.asScript()
                    ? script(preview.plan())
                    : ResponseEntity.ok()
                            .contentType(MediaType.APPLICATION_JSON)
                            .body(TenantsResponse.of(preview));
        }
        return ResponseEntity.ok()
                .contentType(MediaType.APPLICATION_JSON)
                .body(TenantsResponse.of(registration.register(
                        which,
                        request.tenants(),
                        options,
                        access.caller().name(),
                        () -> audit.current().started())));
    }

    @DeleteMapping(
            path = {TablePaths.BY_NAME + "/tenants", TablePaths.BY_ID + "/tenants"},
            produces = {MediaType.APPLICATION_JSON_VALUE, "application/sql"})
    @Operation(
            operationId = "removeTenant",
            summary = "Detach or drop all of a tenant's partitions, and forget the tenant")
    @ApiResponse(
            responseCode = "200",
            description = "What went and what is left, or the plan of a dry run",
            content =
                    @Content(
                            mediaType = "application/json",
                            schema = @Schema(oneOf = {PlanResponse.class, TenantLeft.class})))
    ResponseEntity<Object> remove(
            @Parameter(hidden = true) TableRef table,
            @Parameter(description = "The tenant's value.", example = "acme") @RequestParam String value,
            @RequestParam(defaultValue = "detach") String mode,
            ChangeOptions options) {
        Mode how = mode(mode);
        Requested which = tables.toSet(table, "tenant." + how.verb());
        if (options.dryRun()) {
            Plan plan = offboarding.show(which, value, how);
            return options.asScript()
                    ? script(plan)
                    : ResponseEntity.ok()
                            .contentType(MediaType.APPLICATION_JSON)
                            .body(PlanResponse.of(plan));
        }
        Offboarding.Ended ended = offboarding.leave(
                which,
                value,
                how,
                options,
                access.caller().name(),
                () -> audit.current().started());
        return ResponseEntity.ok()
                .contentType(MediaType.APPLICATION_JSON)
                .body(new TenantLeft(
                        ended.tenant().value(),
                        how.verb(),
                        ended.detached(),
                        ended.dropped(),
                        ended.left(),
                        ended.forgotten()));
    }

    private static ResponseEntity<Object> script(Plan plan) {
        return ResponseEntity.ok().contentType(SQL).body(PlanScript.of(plan, SCRIPT_LOCK_TIMEOUT));
    }

    private static Mode mode(String mode) {
        return switch (mode) {
            case "detach" -> Mode.DETACH;
            case "drop" -> Mode.DROP;
            default -> throw Problem.invalid("mode", "invalid", "must be detach or drop");
        };
    }
}
