package io.partwarden.maintenance;

import io.partwarden.targets.Target;
import io.partwarden.targets.TargetMode;
import io.partwarden.targets.Targets;
import java.util.Optional;
import org.springframework.stereotype.Component;

/** What keeps maintenance from a table that has a policy, read anew at each call. */
@Component
public final class Pauses {

    private final FreezeRepository freezes;
    private final Policies policies;
    private final Targets targets;

    Pauses(FreezeRepository freezes, Policies policies, Targets targets) {
        this.freezes = freezes;
        this.policies = policies;
        this.targets = targets;
    }

    /** Why nothing is changed, the widest first. */
    public enum Reason {
        FROZEN,
        TARGET_OBSERVED,
        TARGET_PAUSED,
        TABLE_PAUSED,
        POLICY_DISABLED,
        /** It was deleted meanwhile. */
        NO_POLICY
    }

    /** Empty if maintenance may change the table now. */
    public Optional<Reason> against(ManagedName name) {
        Optional<Reason> wide = againstTarget(name.target());
        return wide.isPresent()
                ? wide
                : policies.find(name).map(Pauses::againstTable).orElse(Optional.of(Reason.NO_POLICY));
    }

    /** Empty if maintenance may change something on the target: what keeps it from all of its tables. */
    public Optional<Reason> againstTarget(String name) {
        if (freezes.find().isPresent()) {
            return Optional.of(Reason.FROZEN);
        }
        Target target = targets.require(name);
        if (target.mode() == TargetMode.OBSERVE) {
            return Optional.of(Reason.TARGET_OBSERVED);
        }
        return target.paused() ? Optional.of(Reason.TARGET_PAUSED) : Optional.empty();
    }

    /** What keeps maintenance from this table alone. */
    public static Optional<Reason> againstTable(ManagedTable table) {
        if (table.paused()) {
            return Optional.of(Reason.TABLE_PAUSED);
        }
        return Boolean.FALSE.equals(table.document().enabled())
                ? Optional.of(Reason.POLICY_DISABLED)
                : Optional.empty();
    }
}
