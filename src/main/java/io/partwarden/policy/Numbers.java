package io.partwarden.policy;

import java.math.BigDecimal;
import java.util.Optional;

/** Numbers as PostgreSQL writes them. */
final class Numbers {

    private Numbers() {}

    /** Empty for NaN and the infinities of numeric. */
    static Optional<BigDecimal> read(String text) {
        try {
            return Optional.of(new BigDecimal(text));
        } catch (NumberFormatException e) {
            return Optional.empty();
        }
    }
}
