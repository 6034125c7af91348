package io.partwarden.table;

import io.partwarden.security.Access;
import io.partwarden.security.AuditTrail;
import io.partwarden.security.Change;
import io.partwarden.security.Role;
import io.partwarden.targets.Target;
import io.partwarden.targets.Targets;
import org.springframework.stereotype.Component;

/** Who may see and who may change the tables of a target. What a change is about is told first, so that a refusal's trace names it. */
@Component
final class Gate {

    private final Access access;
    private final AuditTrail audit;
    private final Targets targets;

    Gate(Access access, AuditTrail audit, Targets targets) {
        this.access = access;
        this.audit = audit;
        this.targets = targets;
    }

    Target toSee(String target) {
        access.requireRole(Role.VIEWER);
        access.requireTarget(target);
        return targets.require(target);
    }

    Target toChange(String target, String action) {
        about(target, action);
        return targets.requireOperable(target);
    }

    /** For a target that a predecessor's call found in another way. */
    Target toChange(Target target, String action) {
        about(target.name(), action);
        targets.requireOperable(target);
        return target;
    }

    private void about(String target, String action) {
        change().action(action).target(target);
        access.requireRole(Role.OPERATOR);
        access.requireTarget(target);
    }

    Change change() {
        return audit.current();
    }

    /** The current request's. */
    Work work(ChangeOptions options) {
        return new Work(access.caller().name(), change(), options.patience());
    }
}
