package io.partwarden.table;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.partwarden.http.ShortText;
import io.swagger.v3.oas.annotations.media.Schema;
import jakarta.validation.Valid;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One new partition, or many by {@code range.every} or {@code hash.modulus} alone. Just one of {@code range}, {@code list},
 * {@code hash} and {@code default} says what it takes.
 */
record PartitionRequest(
        @ShortText @Nullable String name,
        @Valid @Nullable SubPartitioningRequest partitionBy,
        @Nullable RangeRequest range,
        @Nullable ListRequest list,
        @Nullable HashRequest hash,
        @JsonProperty("default") @Nullable Boolean isDefault) {

    private static final String VALUES =
            "One value, or an array with one for each column of the key (for a list, with each value): a string in"
                    + " PostgreSQL's text form, a number, a boolean, null, {\"minvalue\":true} or {\"maxvalue\":true}.";

    /** {@code every}: an ISO-8601 period in {@code time_zone} (UTC unless given), or an integer step. */
    record RangeRequest(
            @Schema(implementation = Object.class, description = VALUES) @Nullable
            KeyValues from,

            @Schema(implementation = Object.class, description = VALUES) @Nullable
            KeyValues to,

            @Schema(implementation = Object.class, description = "An ISO-8601 period, or an integer step.") @Nullable
            KeyValues every,

            @Nullable String timeZone) {}

    record ListRequest(
            @Schema(implementation = Object.class, description = VALUES) @Nullable
            KeyValues values) {}

    /** Without a remainder: every one of that modulus. */
    record HashRequest(@Nullable Integer modulus, @Nullable Integer remainder) {}

    record SubPartitioningRequest(
            @Schema(allowableValues = {"range", "list", "hash"}) @Nullable
            String strategy,

            @Nullable List<@ShortText @Nullable String> columns) {}
}
