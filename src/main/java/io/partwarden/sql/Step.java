package io.partwarden.sql;

import java.util.List;

/**
 * One statement of a plan and the locks it adds. A {@code lock} step is an explicit LOCK TABLE: from the first of them on the
 * transaction waits for nothing but what its lock budget allows. {@code rowsEstimate} is how many rows it reads or writes, 0 for pure
 * catalog work.
 */
public record Step(Ddl ddl, boolean lock, List<TableLock> locks, long rowsEstimate) {

    public Step {
        locks = List.copyOf(locks);
    }

    public static Step of(Ddl ddl, List<TableLock> locks) {
        return new Step(ddl, false, locks, 0);
    }

    public static Step of(Ddl ddl, TableLock... locks) {
        return new Step(ddl, false, List.of(locks), 0);
    }

    public static Step scanning(Ddl ddl, long rowsEstimate, TableLock... locks) {
        return new Step(ddl, false, List.of(locks), rowsEstimate);
    }
}
