package io.partwarden.policy;

import java.math.BigDecimal;
import java.time.ZonedDateTime;

/** Where on a lane's line rows begin to be old. */
final class Cutoff {

    private Cutoff() {}

    static BigDecimal of(Retention.Keep keep, Lane lane, BigDecimal now) {
        if (keep instanceof Retention.KeepLast last) {
            Grid grid = lane.grid();
            return grid.border(grid.before(grid.period(settled(lane, now)), last.periods() - 1));
        }
        if (keep instanceof Retention.KeepIds ids) {
            return settled(lane, now).subtract(ids.ids());
        }
        Retention.KeepFor keepFor = (Retention.KeepFor) keep;
        TimeLine line = (TimeLine) lane.line();
        ZonedDateTime cutoff =
                line.moment(now).atZone(line.zone()).minus(keepFor.days()).minus(keepFor.time());
        return line.placeOf(cutoff.toInstant()).orElseThrow();
    }

    /**
     * How far ids have surely got: one odd id in a partition that catches all of them to the end says nothing, and must not make all others
     * old. Moments are no rows, so they count as they are.
     */
    private static BigDecimal settled(Lane lane, BigDecimal now) {
        if (!(lane.scheme().interval() instanceof Interval.Step step)) {
            return now;
        }
        BigDecimal settled = now;
        for (Lane.Placed placed : lane.placed()) {
            BigDecimal from = placed.span().from();
            if (from != null && from.compareTo(settled) < 0 && isCatchAll(placed.span(), step)) {
                settled = from;
            }
        }
        return settled;
    }

    private static boolean isCatchAll(Span span, Interval.Step step) {
        BigDecimal from = span.from();
        BigDecimal to = span.to();
        return to == null
                || (from != null
                        && to.subtract(from).compareTo(step.width().multiply(BigDecimal.valueOf(Policy.MAX_PREMAKE)))
                                > 0);
    }
}
