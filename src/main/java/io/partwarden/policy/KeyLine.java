package io.partwarden.policy;

import io.partwarden.partition.Datum;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.Optional;

/**
 * The line that a range key's values lie on, so that a policy can count on it: ids are their own places, times are microseconds since
 * 1970 (of UTC; of the wall clock where the key has no zone). Text is in the server's canonical form, both ways.
 */
public sealed interface KeyLine permits TimeLine, NumberLine {

    /**
     * The place of a bound's value; empty for MINVALUE, MAXVALUE, both infinities and for what this encoding never writes.
     */
    Optional<BigDecimal> place(Datum value);

    /** Whether a value without a place lies above all places, as MAXVALUE, infinity and NaN do, rather than below them. */
    boolean isAbove(Datum value);

    /** The smallest distance between two places that matters. */
    BigDecimal unit();

    /** The lowest value of the key at or above that place; MAXVALUE where the column's type has none. */
    Datum value(BigDecimal place);

    /** Where {@code now} is on this line; empty where it has nothing to do with time. */
    Optional<BigDecimal> placeOf(Instant now);

    /** When the clock reaches that place; empty where it has nothing to do with time. */
    Optional<Instant> momentOf(BigDecimal place);
}
