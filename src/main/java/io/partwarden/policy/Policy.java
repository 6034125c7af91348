package io.partwarden.policy;

import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/**
 * What a table is to look like for years.
 *
 * @param premake how many periods beside the current one are always there
 * @param base periods before this place are never made: where the policy's {@code start} is, or where it came into force
 * @param names how new partitions are called
 * @param retention null where nothing ever goes
 * @param drainRows up to so many rows of a missing period are moved out of the default partition; 0 for none
 * @param sub what each partition's own partitions are to look like, null where they are leaves
 */
public record Policy(
        Scheme scheme,
        int premake,
        @Nullable BigDecimal base,
        NameTemplate names,
        @Nullable Retention retention,
        long drainRows,
        @Nullable SubPolicy sub) {

    /** The greatest number of periods ahead. */
    public static final int MAX_PREMAKE = 200;
}
