package io.partwarden.policy;

import java.math.BigDecimal;
import java.time.ZonedDateTime;

/** Where on a lane's line rows begin to be old. */
final class Cutoff {

    private Cutoff() {}

    static BigDecimal of(Retention.Keep keep, Lane lane, BigDecimal now) {
        if (keep instanceof Retention.KeepLast last) {
            Grid grid = lane.grid();
            return grid.border(grid.before(grid.period(now), last.periods() - 1));
        }
        if (keep instanceof Retention.KeepIds ids) {
            return now.subtract(ids.ids());
        }
        Retention.KeepFor keepFor = (Retention.KeepFor) keep;
        TimeLine line = (TimeLine) lane.line();
        ZonedDateTime cutoff =
                line.moment(now).atZone(line.zone()).minus(keepFor.days()).minus(keepFor.time());
        return line.placeOf(cutoff.toInstant()).orElseThrow();
    }
}
