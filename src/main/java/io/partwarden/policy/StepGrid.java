package io.partwarden.policy;

import java.math.BigDecimal;
import java.math.RoundingMode;

/** The grid of ids: whole multiples of the step. */
record StepGrid(BigDecimal width) implements Grid {

    @Override
    public BigDecimal border(long n) {
        return width.multiply(BigDecimal.valueOf(n));
    }

    @Override
    public long period(BigDecimal place) {
        return place.divide(width, 0, RoundingMode.FLOOR).longValueExact();
    }
}
