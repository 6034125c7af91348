package io.partwarden.maintenance;

import io.partwarden.http.ShortText;
import io.partwarden.security.AuditTrail;
import io.partwarden.security.Caller;
import io.partwarden.security.Change;
import io.partwarden.security.Role;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.validation.Valid;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** The emergency brake: operators whose token is not limited to some targets stop maintenance everywhere, viewers see it. */
@Tag(name = "Policies")
@RestController
@RequestMapping("/api/v1")
class FreezeController {

    private final FreezeRepository freezes;
    private final AuditTrail audit;
    private final Clock clock;

    FreezeController(FreezeRepository freezes, AuditTrail audit, Clock clock) {
        this.freezes = freezes;
        this.audit = audit;
        this.clock = clock;
    }

    /** @param reason for those who wonder why nothing happens */
    record FreezeRequest(@ShortText(max = 1000) @Nullable String reason) {}

    /** @param since null where nothing is frozen */
    record FreezeResponse(
            boolean frozen,
            @Nullable Instant since,
            @Nullable String frozenBy,
            @Nullable String reason) {}

    @GetMapping("/freeze")
    @Operation(operationId = "getFreeze", summary = "See whether maintenance is frozen, since when and by whom")
    FreezeResponse get(Caller caller) {
        caller.requireRole(Role.VIEWER);
        return answer();
    }

    @PostMapping("/freeze")
    @Operation(operationId = "freeze", summary = "Let maintenance change nothing anywhere until it is unfrozen")
    FreezeResponse freeze(Caller caller, @Valid @RequestBody(required = false) @Nullable FreezeRequest request) {
        Change change = begin(caller, "maintenance.freeze");
        Instant now = clock.instant().truncatedTo(ChronoUnit.MICROS);
        change.started();
        freezes.insert(new Freeze(now, caller.name(), request == null ? null : request.reason()));
        return answer();
    }

    @PostMapping("/unfreeze")
    @Operation(operationId = "unfreeze", summary = "Let maintenance go on")
    FreezeResponse unfreeze(Caller caller) {
        begin(caller, "maintenance.unfreeze").started();
        freezes.delete();
        return answer();
    }

    private Change begin(Caller caller, String action) {
        Change change = audit.current().action(action);
        caller.requireUnlimited(Role.OPERATOR);
        return change;
    }

    private FreezeResponse answer() {
        return freezes.find()
                .map(freeze -> new FreezeResponse(true, freeze.since(), freeze.frozenBy(), freeze.reason()))
                .orElseGet(() -> new FreezeResponse(false, null, null, null));
    }
}
