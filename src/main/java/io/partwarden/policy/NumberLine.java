package io.partwarden.policy;

import io.partwarden.partition.Datum;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Instant;
import java.util.Optional;

/**
 * Integers and numerics.
 *
 * @param limits of the column's numbers
 */
record NumberLine(KeyLimits limits) implements KeyLine {

    @Override
    public Optional<BigDecimal> place(Datum value) {
        return value instanceof Datum.Value v ? Numbers.read(v.text()) : Optional.empty();
    }

    @Override
    public boolean isAbove(Datum value) {
        return value instanceof Datum.MaxValue
                || (value instanceof Datum.Value v && !v.text().startsWith("-"));
    }

    @Override
    public BigDecimal unit() {
        return BigDecimal.ONE.movePointLeft(limits.scale() == null ? 0 : limits.scale());
    }

    @Override
    public Datum value(BigDecimal place) {
        Integer scale = limits.scale();
        BigDecimal number = scale == null ? place : place.setScale(scale, RoundingMode.CEILING);
        return limits.holds(number) ? Datum.of(number.toPlainString()) : Datum.MAXVALUE;
    }

    @Override
    public Optional<BigDecimal> placeOf(Instant now) {
        return Optional.empty();
    }

    @Override
    public Optional<Instant> momentOf(BigDecimal place) {
        return Optional.empty();
    }
}
