package io.partwarden.policy;

import io.partwarden.sql.Identifier;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Period;
import org.jspecify.annotations.Nullable;

/**
 * When and how partitions go. A partition is old once its upper bound is at or before the cutoff, so that no row within {@code keep} ever goes.
 *
 * @param grace between detach and drop, for {@link Action#DROP} and {@link Action#ARCHIVE_THEN_DROP}
 * @param minPartitions never fewer than these stay attached of those that have begun: what was made beforehand holds nothing yet
 * @param maxPerRun no more than these leave the table in one run
 */
public record Retention(Keep keep, Action action, Duration grace, int minPartitions, int maxPerRun, Leaving leaving) {

    /** What is not old yet. */
    public sealed interface Keep {}

    /** Everything within so much calendar and clock time of now. */
    public record KeepFor(Period days, Duration time) implements Keep {}

    /** Everything within so many ids of the highest in use. */
    public record KeepIds(BigDecimal ids) implements Keep {}

    /** The newest periods of the grid, the current one included. */
    public record KeepLast(int periods) implements Keep {}

    /** What becomes of an old partition. */
    public enum Action {
        /** It stays as a table of its own. */
        DETACH,
        /** It is detached, and dropped when the grace is over. */
        DROP,
        /** As DROP, and only once an archive of it is verified. */
        ARCHIVE_THEN_DROP,
        /** It is detached and moved to another schema. */
        MOVE_TO_SCHEMA
    }

    /**
     * How a partition is left when it is detached.
     *
     * @param moveToSchema null unless the action is {@link Action#MOVE_TO_SCHEMA}
     */
    public record Leaving(
            boolean keepIndexes,
            boolean leavePublication,
            @Nullable Identifier moveToSchema) {

        public static final Leaving AS_IT_IS = new Leaving(true, false, null);
    }
}
