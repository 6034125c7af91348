package io.partwarden.maintenance.imports;

import io.partwarden.http.ShortText;
import io.partwarden.maintenance.imports.Keepers.Handover;
import io.partwarden.shared.Problem;
import io.partwarden.table.ChangeOptions;
import io.partwarden.table.PlanResponse;
import io.partwarden.targets.Target;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import java.time.Clock;
import java.time.Instant;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;

/** From pg_partman to policies: see, observe, take over, hand back. */
@RestController
@Tag(name = "Imports", description = "Tables that another tool looks after, and how they change their keeper.")
class PartmanController {

    private static final String IMPORT = "/api/v1/targets/{target}/import/pg_partman";

    private final ImportGate gate;
    private final PartmanImports imports;
    private final Keepers keepers;
    private final Observation observation;
    private final Clock clock;

    PartmanController(ImportGate gate, PartmanImports imports, Keepers keepers, Observation observation, Clock clock) {
        this.gate = gate;
        this.imports = imports;
        this.keepers = keepers;
        this.observation = observation;
        this.clock = clock;
    }

    /** @param table as pg_partman calls it: parent_table of part_config */
    record KeeperRequest(@NotNull @ShortText(max = 127) String table) {}

    /** @param keeper partwarden or pg_partman */
    record KeeperResponse(String table, String keeper, PlanResponse done) {}

    @PostMapping(IMPORT)
    @Operation(operationId = "importPgPartman", summary = "Read pg_partman's tables as policies")
    ImportAnswer importTables(
            @PathVariable String target,
            @Valid @RequestBody(required = false) @Nullable ImportRequest body,
            ChangeOptions options) {
        Target found = gate.toSet(target, "policy.import");
        refuseFingerprint(options);
        ImportRequest request = Objects.requireNonNullElse(body, ImportRequest.ALL);
        return options.dryRun()
                ? imports.look(found, request, now(options))
                : imports.store(found, request, clock.instant(), gate.change());
    }

    @GetMapping(IMPORT + "/report")
    @Operation(
            operationId = "reportPgPartman",
            summary = "Compare what pg_partman did with what policies would have done")
    ObservationReport report(@PathVariable String target) {
        return observation.of(gate.toSee(target), PartmanImports.TOOL, clock.instant());
    }

    @PostMapping(path = IMPORT + "/take-over")
    @Operation(
            operationId = "takeOverFromPgPartman",
            summary = "Follow a table's policy, and switch pg_partman off for it")
    @ApiResponse(
            responseCode = "200",
            description = "The plan of a dry run, or the new keeper",
            content =
                    @Content(
                            mediaType = "application/json",
                            schema = @Schema(oneOf = {PlanResponse.class, KeeperResponse.class})))
    ResponseEntity<Object> takeOver(
            @PathVariable String target, @Valid @RequestBody KeeperRequest request, ChangeOptions options) {
        Target found = about(target, request, "keeper.take-over");
        Handover handover = keepers.takeOver(found, request.table());
        return answer(
                request,
                options,
                "partwarden",
                handover,
                () -> keepers.applyTakeOver(found, handover, options, gate.change()));
    }

    @PostMapping(path = IMPORT + "/hand-back")
    @Operation(
            operationId = "handBackToPgPartman",
            summary = "Switch pg_partman on for a table, and only keep its policy")
    @ApiResponse(
            responseCode = "200",
            description = "The plan of a dry run, or the new keeper",
            content =
                    @Content(
                            mediaType = "application/json",
                            schema = @Schema(oneOf = {PlanResponse.class, KeeperResponse.class})))
    ResponseEntity<Object> handBack(
            @PathVariable String target, @Valid @RequestBody KeeperRequest request, ChangeOptions options) {
        Target found = about(target, request, "keeper.hand-back");
        Handover handover = keepers.handBack(found, request.table());
        return answer(
                request,
                options,
                "pg_partman",
                handover,
                () -> keepers.applyHandBack(found, handover, options, gate.change()));
    }

    private Target about(String target, KeeperRequest request, String action) {
        Target found = gate.toChange(target, action);
        gate.change().table(request.table());
        return found;
    }

    private static ResponseEntity<Object> answer(
            KeeperRequest request, ChangeOptions options, String keeper, Handover handover, Runnable change) {
        PlanResponse plan = PlanResponse.of(handover.plan());
        if (options.dryRun()) {
            return ResponseEntity.ok(plan);
        }
        options.requireShown(handover.plan());
        change.run();
        return ResponseEntity.ok(new KeeperResponse(request.table(), keeper, plan));
    }

    private Instant now(ChangeOptions options) {
        Instant now = options.now();
        return now == null ? clock.instant() : now;
    }

    private static void refuseFingerprint(ChangeOptions options) {
        if (options.planFingerprint() != null) {
            throw Problem.invalid(
                    "plan_fingerprint",
                    "not-applicable",
                    "an import changes no table, so that it has no plan; leave it out");
        }
    }
}
