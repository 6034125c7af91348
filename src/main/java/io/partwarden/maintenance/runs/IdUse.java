package io.partwarden.maintenance.runs;

import io.partwarden.maintenance.runs.LaneState.IdSighting;
import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/**
 * How far a lane's ids have got.
 *
 * @param highest in use now, null where none was ever used
 * @param sighting to be remembered
 */
record IdUse(@Nullable BigDecimal highest, @Nullable IdSighting sighting) {

    /** A second, as far as the last two looks tell; 0 where they do not. */
    BigDecimal rate() {
        BigDecimal rate = sighting == null ? null : sighting.perSecond();
        return rate == null ? BigDecimal.ZERO : rate;
    }
}
