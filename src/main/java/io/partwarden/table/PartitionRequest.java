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

    /** {@code every}: an ISO-8601 period in {@code time_zone} (UTC unless given), or an integer step. */
    record RangeRequest(
            @Nullable KeyValues from,
            @Nullable KeyValues to,
            @Nullable KeyValues every,
            @Nullable String timeZone) {}

    record ListRequest(@Nullable KeyValues values) {}

    /** Without a remainder: every one of that modulus. */
    record HashRequest(@Nullable Integer modulus, @Nullable Integer remainder) {}

    record SubPartitioningRequest(
            @Schema(allowableValues = {"range", "list", "hash"}) @Nullable
            String strategy,

            @Nullable List<@ShortText @Nullable String> columns) {}
}
