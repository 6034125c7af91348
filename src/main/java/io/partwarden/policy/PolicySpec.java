package io.partwarden.policy;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A policy as its document says it, nothing of it checked yet; null is what the document leaves out. {@link PolicyCheck} reads it.
 *
 * @param nameTemplate name_template
 * @param retention null where nothing ever goes
 * @param sub the next level's policy, null where partitions are leaves
 */
public record PolicySpec(
        Division division,
        Encoding encoding,
        Horizon horizon,
        @Nullable String nameTemplate,
        @Nullable Retiring retention,
        Overflow overflow,
        @Nullable Sub sub) {

    /**
     * What the partitions are; just one of the first four is given.
     *
     * @param interval ISO-8601
     * @param integerStep integer_step
     * @param values one partition each; null among them is NULL
     * @param modulus of a hash key
     * @param timeZone time_zone, a zone's id
     */
    public record Division(
            @Nullable String interval,
            @Nullable BigDecimal integerStep,
            @Nullable List<@Nullable String> values,
            @Nullable Integer modulus,
            @Nullable String timeZone) {

        public Division {
            values = values == null ? null : Collections.unmodifiableList(new ArrayList<>(values));
        }
    }

    /**
     * How the key holds time.
     *
     * @param name key_encoding: native, epoch_s, epoch_ms, epoch_us, epoch_ns, snowflake, uuid_v7 or pattern
     * @param epoch key_epoch, an ISO-8601 moment
     * @param shift key_shift
     * @param pattern key_pattern
     */
    public record Encoding(
            @Nullable String name,
            @Nullable String epoch,
            @Nullable Integer shift,
            @Nullable String pattern) {

        public static final Encoding NONE = new Encoding(null, null, null, null);
    }

    /**
     * How far ahead and back partitions are made.
     *
     * @param start an ISO-8601 date, time or moment, or an id
     */
    public record Horizon(
            @Nullable Integer premake, @Nullable String start) {

        public static final Horizon DEFAULT = new Horizon(null, null);
    }

    /**
     * When and how partitions go.
     *
     * @param keep an ISO-8601 period, or a number of ids
     * @param keepLast keep_last
     * @param grace ISO-8601, between detach and drop
     */
    public record Retiring(
            @Nullable String keep,
            @Nullable Integer keepLast,
            @Nullable String action,
            Leaving leaving,
            @Nullable String grace,
            @Nullable Integer minPartitions,
            @Nullable Integer maxPerRun) {}

    /**
     * How a partition is left.
     *
     * @param schema where move_to_schema moves it
     */
    public record Leaving(
            @Nullable String schema,
            @Nullable Boolean keepIndexes,
            @Nullable Boolean leavePublication) {

        public static final Leaving DEFAULT = new Leaving(null, null, null);
    }

    /** What becomes of rows that no partition takes: default_partition and drain_rows. */
    public record Overflow(
            @Nullable String defaultPartition, @Nullable Long drainRows) {

        public static final Overflow DEFAULT = new Overflow(null, null);
    }

    /** The next level: partition_by's strategy and columns, and a policy of its own. */
    public record Sub(@Nullable String strategy, List<String> columns, PolicySpec policy) {

        public Sub {
            columns = List.copyOf(columns);
        }
    }
}
