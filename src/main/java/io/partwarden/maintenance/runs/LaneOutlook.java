package io.partwarden.maintenance.runs;

import io.partwarden.partition.Bound;
import io.partwarden.partition.PartitionKey;
import io.partwarden.policy.KeyLine;
import io.partwarden.policy.Lane;
import io.partwarden.policy.Needs;
import io.partwarden.policy.PolicyPlanner;
import io.partwarden.policy.Scheme;
import io.partwarden.policy.Span;
import io.partwarden.policy.Standing;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What one lane needs at one moment.
 *
 * @param served what is to be remembered of it once all of that is made
 */
record LaneOutlook(
        LanePolicy policy,
        Lane lane,
        Needs needs,
        List<Bound> missed,
        List<Bound> ahead,
        @Nullable Instant nextChange,
        LaneState served) {

    private static final BigDecimal A_DAY =
            BigDecimal.valueOf(Duration.ofDays(1).toSeconds());
    private static final BigDecimal MICROS_PER_SECOND = BigDecimal.valueOf(1_000_000);

    /** @param ids null for a lane on time */
    static LaneOutlook of(Situation situation, LanePolicy policy, Scheme.Periods periods, @Nullable IdUse ids) {
        PartitionKey key = situation.snapshot().parent().key();
        Lane lane = Lane.of(key, situation.snapshot().partitions(), periods, policy.prefix());
        BigDecimal served = situation.state().lane(policy.key()).servedUntil();
        Standing standing = ids == null
                ? Standing.at(situation.now(), lane, served)
                : Standing.ofIds(policy.policy(), ids.highest(), ids.rate(), served);
        Needs needs = PolicyPlanner.of(policy.policy(), lane, standing);
        List<Bound> ahead = inside(policy, lane.line(), needs.ahead());
        return new LaneOutlook(
                policy,
                lane,
                needs,
                inside(policy, lane.line(), needs.missed()),
                ahead,
                nextChange(lane.line(), situation.now(), standing, needs, ids),
                new LaneState(
                        needs.missedIsCut() ? served : servedUntil(served, lane, needs.safeUntil(), ahead),
                        ids == null ? null : ids.sighting()));
    }

    /** Not what belongs to a neighbour of the level above. */
    private static List<Bound> inside(LanePolicy policy, KeyLine line, List<Bound.Range> ranges) {
        Span within = policy.within();
        return within == null
                ? List.copyOf(ranges)
                : ranges.stream()
                        .filter(range -> within.overlaps(new Span(
                                line.place(range.from().get(0)).orElse(null),
                                line.place(range.to().get(0)).orElse(null))))
                        .<Bound>map(range -> range)
                        .toList();
    }

    /** The end of the row, once what is ahead is made. */
    private static @Nullable BigDecimal servedUntil(
            @Nullable BigDecimal before, Lane lane, @Nullable BigDecimal safeUntil, List<Bound> ahead) {
        BigDecimal end = safeUntil;
        for (Bound bound : ahead) {
            if (bound instanceof Bound.Range range) {
                Optional<BigDecimal> to =
                        lane.line().place(range.to().get(lane.prefix().size()));
                end = to.isPresent() && (end == null || to.get().compareTo(end) > 0) ? to.get() : end;
            }
        }
        return end == null || (before != null && before.compareTo(end) > 0) ? before : end;
    }

    private static @Nullable Instant nextChange(
            KeyLine line, Instant now, Standing standing, Needs needs, @Nullable IdUse ids) {
        BigDecimal place = needs.nextChange();
        if (place == null) {
            return null;
        }
        if (ids == null) {
            return moment(line, place);
        }
        if (ids.rate().signum() == 0) {
            return null;
        }
        BigDecimal seconds = place.subtract(standing.now()).divide(ids.rate(), 0, RoundingMode.DOWN);
        return now.plusSeconds(seconds.max(BigDecimal.ZERO).min(A_DAY).longValueExact());
    }

    /** When the clock gets there, within the hour by which a zone's clock may be moved in between. */
    private static Instant moment(KeyLine line, BigDecimal place) {
        Instant utc = instant(place);
        BigDecimal ahead = line.placeOf(utc).orElseThrow().subtract(place);
        return instant(place.subtract(ahead));
    }

    private static Instant instant(BigDecimal micros) {
        BigInteger whole = micros.setScale(0, RoundingMode.CEILING).toBigIntegerExact();
        BigInteger[] parts = whole.divideAndRemainder(MICROS_PER_SECOND.toBigIntegerExact());
        return Instant.ofEpochSecond(parts[0].longValueExact()).plus(parts[1].longValueExact(), ChronoUnit.MICROS);
    }
}
