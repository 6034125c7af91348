package io.partwarden.security;

import io.partwarden.http.PageRequest;
import io.partwarden.http.TimeRange;
import io.partwarden.shared.Page;
import io.partwarden.shared.PageToken;
import io.partwarden.shared.Problem;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** Shows the audit trail to admins; one that is limited to targets must name one of them. */
@Tag(
        name = "Audit",
        description = "Every change and every refused one: who, when, from where, what, with which statements.")
@RestController
class AuditController {

    private final AuditRepository audit;

    AuditController(AuditRepository audit) {
        this.audit = audit;
    }

    @GetMapping("/api/v1/audit")
    @Operation(operationId = "listAudit", summary = "Read the audit trail, the newest entries first")
    Page<AuditResponse> find(
            Caller caller,
            PageRequest page,
            @RequestParam(required = false) @Nullable String actor,
            @RequestParam(required = false) @Nullable String target,
            @RequestParam(required = false) @Nullable String table,
            @RequestParam(required = false) @TimeRange @Nullable Instant since) {
        caller.requireRole(Role.ADMIN);
        if (target == null) {
            caller.requireUnlimited(Role.ADMIN);
        } else {
            caller.requireTarget(target);
        }
        long before = page.after(1).map(key -> id(key.get(0))).orElse(Long.MAX_VALUE);
        List<AuditResponse> found = audit.find(new AuditQuery(actor, target, table, since), before, page.limit() + 1);
        boolean more = found.size() > page.limit();
        List<AuditResponse> shown = more ? found.subList(0, page.limit()) : found;
        String next = more
                ? PageToken.of(List.of(Long.toString(shown.get(shown.size() - 1).id())))
                : null;
        return new Page<>(shown, next);
    }

    private static long id(String text) {
        try {
            return Long.parseLong(text);
        } catch (NumberFormatException e) {
            throw Problem.invalid("cursor", "invalid", "This is not a cursor of this list.")
                    .causedBy(e);
        }
    }
}
