package io.partwarden.policy;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Where a lane has got to.
 *
 * @param now the moment, or the highest id in use
 * @param servedUntil where the last run that left nothing out had made partitions to: earlier ones that are gone were taken away on
 *     purpose; null if there was none, or the policy's start was moved back since
 * @param leastAhead how many periods ahead ids need at their rate, whatever the policy's premake; 0 for time
 */
public record Standing(BigDecimal now, @Nullable BigDecimal servedUntil, int leastAhead) {

    private static final BigDecimal HORIZON =
            BigDecimal.valueOf(Duration.ofDays(14).toSeconds());

    public Standing(BigDecimal now, @Nullable BigDecimal servedUntil) {
        this(now, servedUntil, 0);
    }

    /** @throws IllegalArgumentException if the lane's line is not of time */
    public static Standing at(Instant now, Lane lane, @Nullable BigDecimal servedUntil) {
        BigDecimal place = lane.line()
                .placeOf(now)
                .orElseThrow(() -> new IllegalArgumentException("Ids have no place for a moment"));
        return new Standing(place, servedUntil);
    }

    /**
     * @param highest id in use, null for none: the first ids are then expected where the policy begins, or at 0
     * @param perSecond how many ids a second are used up, 0 where that is not known
     */
    public static Standing ofIds(
            Policy policy, @Nullable BigDecimal highest, BigDecimal perSecond, @Nullable BigDecimal servedUntil) {
        if (!(policy.scheme() instanceof Scheme.IdPeriods ids)) {
            throw new IllegalArgumentException("The policy counts time, not ids");
        }
        BigDecimal begin = policy.base() == null ? BigDecimal.ZERO : policy.base();
        BigDecimal now = highest == null ? begin : highest.max(begin);
        BigDecimal periods = perSecond
                .max(BigDecimal.ZERO)
                .multiply(HORIZON)
                .divide(ids.interval().width(), 0, RoundingMode.CEILING);
        return new Standing(
                now,
                servedUntil,
                periods.min(BigDecimal.valueOf(Policy.MAX_PREMAKE)).intValueExact());
    }

    /** Periods ahead, never more than {@link Policy#MAX_PREMAKE}. */
    int ahead(Policy policy) {
        return Math.min(Policy.MAX_PREMAKE, Math.max(policy.premake(), leastAhead));
    }
}
