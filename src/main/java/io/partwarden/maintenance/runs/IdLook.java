package io.partwarden.maintenance.runs;

import io.partwarden.catalog.CatalogReader;
import io.partwarden.catalog.HighestKey;
import io.partwarden.maintenance.runs.LaneState.IdSighting;
import io.partwarden.policy.Scheme;
import io.partwarden.shared.Problem;
import io.partwarden.shared.ProblemType;
import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Finds out how far ids have got, and how fast they are used: a table must not run out of them before it is looked at again. */
@Component
final class IdLook {

    private static final ProblemType UNKNOWN =
            new ProblemType("highest-id-unknown", 503, "The highest id was not found out");

    private static final MathContext DIGITS = new MathContext(12, RoundingMode.HALF_UP);

    /** Two looks closer together say little about a rate. */
    private static final Duration SHORTEST = Duration.ofSeconds(10);

    private final CatalogReader catalog;

    IdLook(CatalogReader catalog) {
        this.catalog = catalog;
    }

    /** By lane; empty for tables without ids. */
    Map<String, IdUse> of(Situation situation) {
        Map<String, IdUse> uses = new HashMap<>();
        for (LanePolicy lane : situation.policy().lanes()) {
            if (lane.policy().scheme() instanceof Scheme.IdPeriods) {
                uses.put(lane.key(), use(situation, lane));
            }
        }
        return uses;
    }

    private IdUse use(Situation situation, LanePolicy lane) {
        BigDecimal highest = highest(situation, lane);
        IdSighting before = situation.state().lane(lane.key()).ids();
        return new IdUse(highest, highest == null ? before : sighting(before, highest, situation.now()));
    }

    private static IdSighting sighting(@Nullable IdSighting before, BigDecimal highest, Instant now) {
        if (before == null) {
            return new IdSighting(highest, now, null);
        }
        Duration between = Duration.between(before.at(), now);
        if (between.compareTo(SHORTEST) < 0) {
            return before;
        }
        BigDecimal used = highest.subtract(before.highest()).max(BigDecimal.ZERO);
        return new IdSighting(highest, now, used.divide(BigDecimal.valueOf(between.toSeconds()), DIGITS));
    }

    /** Of rows in partitions that are not the default, and of the sequence behind the column; null where there is neither. */
    private @Nullable BigDecimal highest(Situation situation, LanePolicy lane) {
        HighestKey row = catalog.highestKey(
                situation.target(), situation.table(), lane.prefix().size());
        OptionalLong sequence = lane.prefix().isEmpty()
                ? catalog.sequencePosition(
                        situation.target(), situation.snapshot().parent().oid())
                : OptionalLong.empty();
        if (!row.known() && sequence.isEmpty()) {
            throw Problem.of(
                    UNKNOWN,
                    "How far the ids of " + situation.table()
                            + " have got was not found out in two seconds, so what comes next is not known. Create an index on"
                            + " the key, or give the column a sequence.");
        }
        String text = row.text();
        if (text == null) {
            return sequence.isPresent() ? BigDecimal.valueOf(sequence.getAsLong()) : null;
        }
        BigDecimal highest = new BigDecimal(text);
        return sequence.isPresent() ? highest.max(BigDecimal.valueOf(sequence.getAsLong())) : highest;
    }
}
