package io.partwarden.policy;

import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/**
 * Where a lane has got to.
 *
 * @param now the moment, or the highest id in use
 * @param servedUntil where the last run that left nothing out had made partitions to: earlier ones that are gone were taken away on purpose
 */
public record Standing(BigDecimal now, @Nullable BigDecimal servedUntil) {}
