package io.partwarden.maintenance;

import java.time.Duration;
import java.util.List;

/**
 * An application event: a run of maintenance on a table has ended. A look that found nothing to do and left no record is none.
 *
 * @param outcome {@code nothing}, {@code changed}, {@code partial} or {@code failed}
 * @param lockWaits of each change that asked for locks, all its attempts together
 */
public record MaintenanceRunFinished(ManagedName table, String outcome, List<Duration> lockWaits) {

    public MaintenanceRunFinished {
        lockWaits = List.copyOf(lockWaits);
    }
}
