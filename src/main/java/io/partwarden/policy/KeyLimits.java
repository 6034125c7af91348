package io.partwarden.policy;

import io.partwarden.partition.KeyColumn;
import io.partwarden.partition.KeyFamily;
import java.math.BigDecimal;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What numbers a key column holds.
 *
 * @param scale the decimal places of a numeric, null where they are not limited
 * @param greatest null where there is none worth counting with
 */
record KeyLimits(@Nullable Integer scale, @Nullable BigDecimal greatest) {

    /** PostgreSQL documentation, 8.1: the digits of numeric without modifiers go far beyond what anybody counts. */
    private static final int MAX_DIGITS = 1_000;

    /** A domain may narrow its type further; that is told by the server. */
    static KeyLimits of(KeyColumn column) {
        if (column.family() == KeyFamily.INTEGER) {
            long greatest = Columns.builtIn(column, "int2")
                    ? Short.MAX_VALUE
                    : Columns.builtIn(column, "int4") ? Integer.MAX_VALUE : Long.MAX_VALUE;
            return new KeyLimits(0, BigDecimal.valueOf(greatest));
        }
        if (column.family() != KeyFamily.NUMERIC || column.type().modifiers().isEmpty()) {
            return new KeyLimits(null, null);
        }
        List<Integer> modifiers = column.type().modifiers();
        int scale = modifiers.size() > 1 ? modifiers.get(1) : 0;
        BigDecimal unit = BigDecimal.ONE.movePointLeft(scale);
        return new KeyLimits(
                scale, BigDecimal.ONE.movePointRight(modifiers.get(0) - scale).subtract(unit));
    }

    boolean holds(BigDecimal number) {
        return greatest == null || number.compareTo(greatest) <= 0;
    }

    /** What is wrong with it as the width of periods. */
    Optional<String> wrongStep(BigDecimal step) {
        if (step.signum() <= 0) {
            return Optional.of("The step must be above 0.");
        }
        if (step.precision() > MAX_DIGITS || Math.abs((long) step.scale()) > MAX_DIGITS) {
            return Optional.of("The step has too many digits to count with.");
        }
        if (scale != null && step.stripTrailingZeros().scale() > scale) {
            return Optional.of(
                    scale == 0
                            ? "The step must be a whole number."
                            : "The step must have at most " + scale + " decimal places.");
        }
        return holds(step) ? Optional.empty() : Optional.of("The step is greater than the column's greatest value.");
    }
}
