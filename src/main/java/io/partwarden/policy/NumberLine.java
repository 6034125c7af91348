package io.partwarden.policy;

import io.partwarden.partition.Datum;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Instant;
import java.util.Optional;

/**
 * Integers and numerics.
 *
 * @param whole whether the key holds whole numbers only
 */
record NumberLine(boolean whole) implements KeyLine {

    @Override
    public Optional<BigDecimal> place(Datum value) {
        return value instanceof Datum.Value v ? Numbers.read(v.text()) : Optional.empty();
    }

    @Override
    public Datum value(BigDecimal place) {
        BigDecimal number = whole ? place.setScale(0, RoundingMode.CEILING) : place;
        return Datum.of(number.toPlainString());
    }

    @Override
    public Optional<BigDecimal> placeOf(Instant now) {
        return Optional.empty();
    }
}
