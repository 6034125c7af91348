package io.partwarden.maintenance.imports;

import io.partwarden.security.Access;
import io.partwarden.security.AuditTrail;
import io.partwarden.security.Change;
import io.partwarden.security.Role;
import io.partwarden.targets.Target;
import io.partwarden.targets.Targets;
import org.springframework.stereotype.Component;

/** Who may look at another tool's tables, and who may import them. */
@Component
final class ImportGate {

    private final Access access;
    private final AuditTrail audit;
    private final Targets targets;

    ImportGate(Access access, AuditTrail audit, Targets targets) {
        this.access = access;
        this.audit = audit;
        this.targets = targets;
    }

    Target toSee(String target) {
        access.requireRole(Role.VIEWER);
        access.requireTarget(target);
        return targets.require(target);
    }

    /** For what touches no target, so that it may be paused or only observed. */
    Target toSet(String target, String action) {
        change().action(action).target(target);
        access.requireRole(Role.OPERATOR);
        access.requireTarget(target);
        return targets.require(target);
    }

    /** 409 if the target is paused or only observed. */
    Target toChange(String target, String action) {
        toSet(target, action);
        return targets.requireOperable(target);
    }

    Change change() {
        return audit.current();
    }
}
