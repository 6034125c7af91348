package io.partwarden.table;

import io.partwarden.sql.Plan.Warning;
import io.partwarden.sql.QualifiedName;
import java.time.Duration;
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
}
