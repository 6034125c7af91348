package io.partwarden.targets;

import io.partwarden.http.IfMatch;
import io.partwarden.http.MergePatch;
import io.partwarden.http.PageRequest;
import io.partwarden.security.AuditTrail;
import io.partwarden.security.Caller;
import io.partwarden.security.Change;
import io.partwarden.security.Role;
import io.partwarden.shared.Page;
import io.partwarden.shared.PageToken;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.net.URI;
import java.util.List;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PatchMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.JsonNode;

/**
 * Targets: admins without limits set them (a limited one could point its own at another database, with that one's secrets), operators
 * pause and check them, and viewers see them.
 */
@Tag(name = "Targets", description = "The databases whose partitions are looked after.")
@RestController
@RequestMapping("/api/v1/targets")
class TargetController {

    private final Targets targets;
    private final TargetRegistry registry;
    private final MergePatch patches;
    private final AuditTrail audit;

    TargetController(Targets targets, TargetRegistry registry, MergePatch patches, AuditTrail audit) {
        this.targets = targets;
        this.registry = registry;
        this.patches = patches;
        this.audit = audit;
    }

    @GetMapping
    @Operation(operationId = "listTargets", summary = "List the targets that the token may see")
    Page<TargetResponse> list(Caller caller, PageRequest page) {
        caller.requireRole(Role.VIEWER);
        String after = page.after(1).map(key -> key.get(0)).orElse("");
        List<TargetResponse> found = targets.list().stream()
                .filter(target -> target.name().compareTo(after) > 0 && caller.maySeeTarget(target.name()))
                .limit(page.limit() + 1L)
                .map(TargetResponse::of)
                .toList();
        if (found.size() <= page.limit()) {
            return new Page<>(found, null);
        }
        List<TargetResponse> shown = found.subList(0, page.limit());
        return new Page<>(
                shown, PageToken.of(List.of(shown.get(shown.size() - 1).name())));
    }

    @GetMapping("/{target}")
    @Operation(operationId = "getTarget", summary = "Look at a target's settings")
    ResponseEntity<TargetResponse> get(Caller caller, @PathVariable String target) {
        caller.requireRole(Role.VIEWER);
        caller.requireTarget(target);
        return answer(HttpStatus.OK, targets.require(target));
    }

    @PutMapping("/{target}")
    @Operation(operationId = "putTarget", summary = "Set a target: create it, or replace its settings")
    @ApiResponse(responseCode = "200", description = "Replaced, or equal already", useReturnTypeSchema = true)
    @ApiResponse(responseCode = "201", description = "Created", useReturnTypeSchema = true)
    ResponseEntity<TargetResponse> put(
            Caller caller, @PathVariable String target, IfMatch ifMatch, @RequestBody TargetDocument document) {
        Change change = set(caller, target, "target.put");
        TargetRegistry.Outcome outcome = registry.put(target, TargetReader.read(document), ifMatch, change);
        return answer(outcome.created() ? HttpStatus.CREATED : HttpStatus.OK, outcome.target());
    }

    @PatchMapping(
            path = "/{target}",
            consumes = {"application/merge-patch+json", MediaType.APPLICATION_JSON_VALUE})
    @Operation(operationId = "patchTarget", summary = "Change some of a target's settings (JSON merge patch)")
    ResponseEntity<TargetResponse> patch(
            Caller caller, @PathVariable String target, IfMatch ifMatch, @RequestBody JsonNode patch) {
        Change change = set(caller, target, "target.patch");
        Target changed = registry.edit(
                target,
                ifMatch,
                settings -> TargetReader.read(patches.apply(TargetDocument.of(settings), patch, TargetDocument.class)),
                change);
        return answer(HttpStatus.OK, changed);
    }

    @DeleteMapping("/{target}")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    @Operation(operationId = "deleteTarget", summary = "Forget a target; the database stays as it is")
    @ApiResponse(responseCode = "204", description = "Forgotten")
    void delete(Caller caller, @PathVariable String target, IfMatch ifMatch) {
        registry.delete(target, ifMatch, set(caller, target, "target.delete"));
    }

    @PostMapping("/{target}/check")
    @Operation(operationId = "checkTarget", summary = "Connect, and say what stands in the way")
    TargetReport check(Caller caller, @PathVariable String target) {
        begin(caller, target, "target.check", Role.OPERATOR);
        return targets.check(targets.require(target));
    }

    @PostMapping("/{target}/pause")
    @Operation(operationId = "pauseTarget", summary = "Change nothing on this target until it is resumed")
    ResponseEntity<TargetResponse> pause(Caller caller, @PathVariable String target) {
        Change change = begin(caller, target, "target.pause", Role.OPERATOR);
        return answer(HttpStatus.OK, registry.pause(target, true, change));
    }

    @PostMapping("/{target}/resume")
    @Operation(operationId = "resumeTarget", summary = "Let changes through again")
    ResponseEntity<TargetResponse> resume(Caller caller, @PathVariable String target) {
        Change change = begin(caller, target, "target.resume", Role.OPERATOR);
        return answer(HttpStatus.OK, registry.pause(target, false, change));
    }

    private Change set(Caller caller, String target, String action) {
        Change change = begin(caller, target, action, Role.ADMIN);
        caller.requireUnlimited(Role.ADMIN);
        return change;
    }

    private Change begin(Caller caller, String target, String action, Role role) {
        Change change = audit.current().target(target).action(action);
        caller.requireRole(role);
        caller.requireTarget(target);
        return change;
    }

    private static ResponseEntity<TargetResponse> answer(HttpStatus status, Target target) {
        TargetResponse body = TargetResponse.of(target);
        ResponseEntity.BodyBuilder answer = ResponseEntity.status(status).eTag(body.etag());
        if (status == HttpStatus.CREATED) {
            answer.location(URI.create("/api/v1/targets/" + target.name()));
        }
        return answer.body(body);
    }
}
