package io.partwarden.table;

import io.partwarden.shared.Problem;
import io.partwarden.sql.Plan.Warning;
import io.partwarden.sql.QualifiedName;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * A partition that left its table.
 *
 * @param dropped whether its own table is gone too
 * @param lockWait the time spent on asking for locks
 * @param warnings what else there is to know of it
 */
public record Removed(long oid, QualifiedName name, boolean dropped, Duration lockWait, List<Warning> warnings) {

    public Removed {
        warnings = List.copyOf(warnings);
    }

    /** This, told as the second part of what began with the other. */
    Removed after(Removed first) {
        List<Warning> all = new ArrayList<>(first.warnings);
        all.addAll(warnings);
        return new Removed(oid, name, dropped, first.lockWait.plus(lockWait), all);
    }

    Removed unfinished(Problem problem) {
        Warning warning = new Warning("options-unfinished", name + " is detached, and then: " + problem.detail());
        return new Removed(oid, name, dropped, Duration.ZERO, List.of(warning)).after(this);
    }
}
