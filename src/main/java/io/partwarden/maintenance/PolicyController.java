package io.partwarden.maintenance;

import io.partwarden.http.IfMatch;
import io.partwarden.partition.TableSnapshot;
import io.partwarden.security.AuditTrail;
import io.partwarden.table.RequestedTables;
import io.partwarden.table.RequestedTables.Requested;
import io.partwarden.table.TablePaths;
import io.partwarden.table.TableRef;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.validation.Valid;
import java.net.URI;
import java.time.Instant;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PatchMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.JsonNode;

/** Policies of tables: operators set them, viewers see them. Setting one changes nothing on the target; the maintainer does. */
@Tag(name = "Policies", description = "What is to be kept true of a table, for years.")
@RestController
class PolicyController {

    private static final String BY_NAME = TablePaths.BY_NAME + "/policy";
    private static final String BY_ID = TablePaths.BY_ID + "/policy";

    private final RequestedTables tables;
    private final Policies policies;
    private final PolicyReader reader;
    private final PolicyAnswers answers;
    private final PolicyPatches patches;
    private final AuditTrail audit;

    PolicyController(
            RequestedTables tables,
            Policies policies,
            PolicyReader reader,
            PolicyAnswers answers,
            PolicyPatches patches,
            AuditTrail audit) {
        this.tables = tables;
        this.policies = policies;
        this.reader = reader;
        this.answers = answers;
        this.patches = patches;
        this.audit = audit;
    }

    @GetMapping({BY_NAME, BY_ID})
    @Operation(operationId = "getPolicy", summary = "Look at a table's policy, what it means and what comes next")
    ResponseEntity<PolicyResponse> get(@Parameter(hidden = true) TableRef table) {
        Requested requested = tables.toSee(table);
        return ok(answers.of(requested, policies.require(name(requested))));
    }

    @PutMapping({BY_NAME, BY_ID})
    @Operation(operationId = "putPolicy", summary = "Set a table's policy: create it, or replace it")
    @ApiResponse(responseCode = "200", description = "Replaced, or equal already", useReturnTypeSchema = true)
    @ApiResponse(responseCode = "201", description = "Created", useReturnTypeSchema = true)
    ResponseEntity<PolicyResponse> put(
            @Parameter(hidden = true) TableRef table, IfMatch ifMatch, @Valid @RequestBody PolicyDocument document) {
        return set(tables.toSet(table, "policy.put"), document, ifMatch);
    }

    @PatchMapping(
            path = {BY_NAME, BY_ID},
            consumes = {"application/merge-patch+json", MediaType.APPLICATION_JSON_VALUE})
    @Operation(operationId = "patchPolicy", summary = "Change some of a table's policy (JSON merge patch)")
    ResponseEntity<PolicyResponse> patch(
            @Parameter(hidden = true) TableRef table, IfMatch ifMatch, @RequestBody JsonNode patch) {
        Requested requested = tables.toSet(table, "policy.patch");
        ManagedTable there = policies.require(name(requested));
        Policies.version(there).requireSeen(ifMatch);
        return set(requested, patches.apply(there.document(), patch), ifMatch);
    }

    @DeleteMapping({BY_NAME, BY_ID})
    @ResponseStatus(HttpStatus.NO_CONTENT)
    @Operation(operationId = "deletePolicy", summary = "Forget a table's policy; the table stays as it is")
    @ApiResponse(responseCode = "204", description = "Forgotten")
    void delete(@Parameter(hidden = true) TableRef table, IfMatch ifMatch) {
        policies.delete(name(tables.toSet(table, "policy.delete")), ifMatch, audit.current());
    }

    @PostMapping({TablePaths.BY_NAME + "/pause", TablePaths.BY_ID + "/pause"})
    @Operation(operationId = "pauseTable", summary = "Let maintenance leave this table alone until it is resumed")
    ResponseEntity<PolicyResponse> pause(@Parameter(hidden = true) TableRef table) {
        return paused(tables.toSet(table, "policy.pause"), true);
    }

    @PostMapping({TablePaths.BY_NAME + "/resume", TablePaths.BY_ID + "/resume"})
    @Operation(operationId = "resumeTable", summary = "Let maintenance care for this table again")
    ResponseEntity<PolicyResponse> resume(@Parameter(hidden = true) TableRef table) {
        return paused(tables.toSet(table, "policy.resume"), false);
    }

    private ResponseEntity<PolicyResponse> paused(Requested table, boolean paused) {
        return ok(answers.of(table, policies.pause(name(table), paused, audit.current())));
    }

    private ResponseEntity<PolicyResponse> set(Requested table, PolicyDocument document, IfMatch ifMatch) {
        TableSnapshot snapshot = tables.snapshot(table);
        ManagedName name = name(table);
        Instant since = policies.inForceSince(name, document);
        ReadPolicy read =
                reader.check(table.target(), name, document, snapshot.parent().key(), since);
        Policies.Put put = policies.put(name, document, since, ifMatch, audit.current());
        PolicyResponse body = answers.of(snapshot, put.table(), read);
        if (!put.created()) {
            return ok(body);
        }
        URI place = URI.create(RequestedTables.path(table.target(), snapshot) + "/policy");
        return ResponseEntity.created(place).eTag(body.etag()).body(body);
    }

    private static ResponseEntity<PolicyResponse> ok(PolicyResponse body) {
        return ResponseEntity.ok().eTag(body.etag()).body(body);
    }

    private static ManagedName name(Requested table) {
        return new ManagedName(table.target().name(), table.name());
    }
}
