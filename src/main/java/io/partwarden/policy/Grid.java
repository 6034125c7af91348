package io.partwarden.policy;

import java.math.BigDecimal;

/**
 * The borders between a policy's periods on its line: numbered, rising, each at the same place whoever asks. Where a zone left out a
 * whole day (Pacific/Apia, 30 December 2011) two borders are at one place and the period between them is empty.
 */
interface Grid {

    /** The place of border {@code n}: where period {@code n} begins and period {@code n - 1} ends. */
    BigDecimal border(long n);

    /** The number of the period that holds the place. */
    long period(BigDecimal place);

    default Span span(long n) {
        return new Span(border(n), border(n + 1));
    }
}
