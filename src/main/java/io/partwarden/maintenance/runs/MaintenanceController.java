package io.partwarden.maintenance.runs;

import io.partwarden.http.PageRequest;
import io.partwarden.maintenance.ManagedName;
import io.partwarden.security.Access;
import io.partwarden.security.AuditTrail;
import io.partwarden.shared.Page;
import io.partwarden.shared.PageToken;
import io.partwarden.shared.Problem;
import io.partwarden.shared.ProblemType;
import io.partwarden.sql.Plan;
import io.partwarden.sql.PlanScript;
import io.partwarden.table.ChangeOptions;
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
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;

/** Maintenance of one table: run it now, see what it would do, and look at what it did. */
@RestController
@Tag(name = "Maintenance", description = "Keep policies: what runs did, would do, and left undone.")
class MaintenanceController {

    private static final ProblemType RUN_NOT_FOUND = new ProblemType("run-not-found", 404, "There is no such run");
    private static final MediaType SQL = MediaType.valueOf("application/sql");
    private static final Duration SCRIPT_LOCK_TIMEOUT = Duration.ofMillis(200);
    private static final UUID LAST_ID = new UUID(-1, -1);

    /** Beyond every time that a run has; PostgreSQL knows later ones than it needs. */
    private static final Instant END_OF_TIME = Instant.parse("9999-12-31T00:00:00Z");

    private final RequestedTables tables;
    private final RequestedRuns requested;
    private final RunRepository runs;
    private final AuditTrail audit;
    private final Access access;

    MaintenanceController(
            RequestedTables tables, RequestedRuns requested, RunRepository runs, AuditTrail audit, Access access) {
        this.tables = tables;
        this.requested = requested;
        this.runs = runs;
        this.audit = audit;
        this.access = access;
    }

    @PostMapping(
            path = {TablePaths.BY_NAME + "/maintenance", TablePaths.BY_ID + "/maintenance"},
            produces = {MediaType.APPLICATION_JSON_VALUE, "application/sql"})
    @Operation(operationId = "runMaintenance", summary = "Do what the table's policy asks for, now")
    @ApiResponse(
            responseCode = "200",
            description = "The run, or the plan of a dry run",
            content =
                    @Content(
                            mediaType = "application/json",
                            schema = @Schema(oneOf = {RunPlanResponse.class, RunResponse.class})))
    ResponseEntity<Object> run(@Parameter(hidden = true) TableRef table, ChangeOptions options) {
        Requested which = tables.toSet(table, "maintenance.run");
        if (options.dryRun()) {
            return preview(requested.show(which.target(), tables.snapshot(which), options.now()), options);
        }
        Run run = requested.run(
                which.target(),
                () -> tables.snapshot(which),
                options,
                access.caller().name(),
                () -> audit.current().started());
        return ResponseEntity.ok().contentType(MediaType.APPLICATION_JSON).body(RunResponse.of(run));
    }

    private static ResponseEntity<Object> preview(PlannedRun run, ChangeOptions options) {
        Plan plan = run.plan();
        return options.asScript()
                ? ResponseEntity.ok().contentType(SQL).body(PlanScript.of(plan, SCRIPT_LOCK_TIMEOUT))
                : ResponseEntity.ok().contentType(MediaType.APPLICATION_JSON).body(RunPlanResponse.of(run, plan));
    }

    @GetMapping({TablePaths.BY_NAME + "/maintenance/runs", TablePaths.BY_ID + "/maintenance/runs"})
    @Operation(
            operationId = "listMaintenanceRuns",
            summary = "List the runs on a table that left a record, newest first")
    Page<RunResponse> list(@Parameter(hidden = true) TableRef table, PageRequest page) {
        ManagedName name = name(tables.toSee(table));
        List<String> after = page.after(2).orElse(List.of(END_OF_TIME.toString(), LAST_ID.toString()));
        List<Run> found = runs.page(name, instant(after.get(0)), uuid(after.get(1)), page.limit() + 1);
        List<Run> shown = found.subList(0, Math.min(found.size(), page.limit()));
        String next = found.size() <= page.limit() ? null : cursor(shown.get(shown.size() - 1));
        return new Page<>(shown.stream().map(RunResponse::of).toList(), next);
    }

    @GetMapping({TablePaths.BY_NAME + "/maintenance/runs/{run_id}", TablePaths.BY_ID + "/maintenance/runs/{run_id}"})
    @Operation(operationId = "getMaintenanceRun", summary = "Look at one run")
    RunResponse get(@Parameter(hidden = true) TableRef table, @PathVariable("run_id") String id) {
        ManagedName name = name(tables.toSee(table));
        try {
            return runs.find(name, UUID.fromString(id)).map(RunResponse::of).orElseThrow(MaintenanceController::noRun);
        } catch (IllegalArgumentException e) {
            throw noRun().causedBy(e);
        }
    }

    private static Problem noRun() {
        return Problem.of(RUN_NOT_FOUND, "The table has no run of this id, or its record was forgotten since.");
    }

    private static ManagedName name(Requested requested) {
        return new ManagedName(requested.target().name(), requested.name());
    }

    private static String cursor(Run last) {
        return PageToken.of(List.of(last.times().started().toString(), last.id().toString()));
    }

    private static Instant instant(String text) {
        try {
            return Instant.parse(text);
        } catch (DateTimeException e) {
            throw foreignCursor().causedBy(e);
        }
    }

    private static UUID uuid(String text) {
        try {
            return UUID.fromString(text);
        } catch (IllegalArgumentException e) {
            throw foreignCursor().causedBy(e);
        }
    }

    private static Problem foreignCursor() {
        return Problem.invalid(
                "cursor", "invalid", "This is not a cursor of ours; pass the 'next' of the page before.");
    }
}
