package io.partwarden.maintenance;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.partwarden.http.ShortText;
import io.swagger.v3.oas.annotations.media.ArraySchema;
import io.swagger.v3.oas.annotations.media.Schema;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A policy as it is sent and shown, with absent members absent: what an absent one means is decided when the policy is read, and shown as
 * {@code effective}. Periods are ISO-8601; numbers that may be large are text.
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record PolicyDocument(
        @ShortText @Nullable String interval,
        @ShortText @Nullable String integerStep,

        @ArraySchema(schema = @Schema(types = {"string", "null"})) @Nullable
        List<@Nullable String> values,

        @Nullable Integer modulus,
        @ShortText @Nullable String keyEncoding,
        @ShortText @Nullable String keyEpoch,
        @Nullable Integer keyShift,
        @ShortText @Nullable String keyPattern,
        @ShortText @Nullable String timeZone,
        @Nullable Integer premake,
        @ShortText @Nullable String start,
        @ShortText(max = 200) @Nullable String nameTemplate,
        @Valid @Nullable RetentionDocument retention,
        @ShortText @Nullable String defaultPartition,
        @Nullable Long drainRows,
        @Valid @Nullable TemplateDocument template,
        @Valid @Nullable SubDocument sub,
        @Nullable Boolean tenants,
        @Nullable List<@NotNull @Valid HookDocument> hooks,
        @ShortText @Nullable String every,
        @Nullable Boolean enabled) {

    /** Whether both ask for the same partitions from the same moment on, however far ahead and for how long. */
    boolean hasPeriodsOf(PolicyDocument other) {
        return encoding().equals(other.encoding()) && periods().equals(other.periods());
    }

    /** Whether what the earlier one had come to says nothing: another start is given, or keys are read in another way. */
    boolean countsAnew(PolicyDocument earlier) {
        return !encoding().equals(earlier.encoding()) || (start != null && !start.equals(earlier.start()));
    }

    private List<@Nullable Object> encoding() {
        return Arrays.asList(keyEncoding, keyEpoch, keyShift, keyPattern, tenants);
    }

    private List<@Nullable Object> periods() {
        return Arrays.asList(interval, integerStep, values, modulus, timeZone, start, sub);
    }

    /** The same with another retention. */
    public PolicyDocument withRetention(RetentionDocument other) {
        return with(other, sub);
    }

    /** The same with another retention one level down, where there is one. */
    public PolicyDocument withSubRetention(RetentionDocument other) {
        return sub == null
                ? this
                : with(
                        retention,
                        new SubDocument(
                                sub.strategy(), sub.columns(), sub.policy().withRetention(other)));
    }

    private PolicyDocument with(@Nullable RetentionDocument newRetention, @Nullable SubDocument newSub) {
        return new PolicyDocument(
                interval,
                integerStep,
                values,
                modulus,
                keyEncoding,
                keyEpoch,
                keyShift,
                keyPattern,
                timeZone,
                premake,
                start,
                nameTemplate,
                newRetention,
                defaultPartition,
                drainRows,
                template,
                newSub,
                tenants,
                hooks,
                every,
                enabled);
    }

    /** When and how old partitions go. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record RetentionDocument(
            @ShortText @Nullable String keep,
            @Nullable Integer keepLast,
            @ShortText @Nullable String action,
            @ShortText @Nullable String schema,
            @Nullable Boolean keepIndexes,
            @Nullable Boolean leavePublication,
            @ShortText @Nullable String grace,
            @Nullable Integer minPartitions,
            @Nullable Integer maxPerRun) {}

    /** What new partitions have that the parent does not hand down. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record TemplateDocument(
            @ShortText(max = 127) @Nullable String like,
            @Nullable Map<String, @Nullable String> storageParameters,
            @Nullable Boolean unlogged) {

        /** In one order, so that equal documents are equal text. */
        public TemplateDocument {
            storageParameters =
                    storageParameters == null ? null : Collections.unmodifiableMap(new TreeMap<>(storageParameters));
        }
    }

    /** How each new partition is partitioned itself. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record SubDocument(
            @NotNull @ShortText String strategy,
            @NotNull List<@NotNull @ShortText String> columns,
            @NotNull @Valid PolicyDocument policy) {}

    /**
     * Who is asked or told about a run.
     *
     * @param on {@code before_create}, {@code before_retire} or {@code after}
     * @param function {@code schema.name} of a function on the target that takes and returns jsonb; null for a webhook
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record HookDocument(
            @NotNull List<@NotNull @ShortText String> on,
            @ShortText(max = 2000) @Nullable String url,
            @ShortText(max = 1005) @Nullable String secretRef,
            @ShortText(max = 127) @Nullable String function,
            @ShortText @Nullable String timeout,
            @Nullable Integer attempts,
            @ShortText @Nullable String onFailure) {}
}
