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

    /** The period that has so many others, empty ones aside, between its begin and that of {@code n}. */
    default long before(long n, int count) {
        long period = n;
        for (int counted = 0; counted < count; ) {
            period--;
            if (!span(period).isEmpty()) {
                counted++;
            }
        }
        return period;
    }

    /** The other way round. */
    default long after(long n, int count) {
        long period = n;
        for (int counted = 0; counted < count; ) {
            period++;
            if (!span(period).isEmpty()) {
                counted++;
            }
        }
        return period;
    }

    /** The first period that begins at the place or later. */
    default long periodFrom(BigDecimal place) {
        long period = period(place);
        return border(period).compareTo(place) == 0 ? period : period(border(period + 1));
    }

    default Span span(long n) {
        return new Span(border(n), border(n + 1));
    }
}
