package io.partwarden.table;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import io.partwarden.partition.Bound;
import io.partwarden.partition.Datum;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A partition's bounds: {@code from} and {@code to}, or {@code values}, or {@code modulus} and {@code remainder}, or {@code default}.
 * Values are strings in PostgreSQL's text form (of a UTC session), null, {@code {"minvalue":true}} or {@code {"maxvalue":true}}.
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record BoundResponse(
        @Nullable List<@Nullable Object> from,
        @Nullable List<@Nullable Object> to,
        @Nullable List<@Nullable Object> values,
        @Nullable Integer modulus,
        @Nullable Integer remainder,
        @JsonProperty("default") @Nullable Boolean isDefault) {

    public static BoundResponse of(Bound bound) {
        if (bound instanceof Bound.Range range) {
            return new BoundResponse(values(range.from()), values(range.to()), null, null, null, null);
        }
        if (bound instanceof Bound.Values list) {
            return new BoundResponse(null, null, values(list.values()), null, null, null);
        }
        if (bound instanceof Bound.Hash hash) {
            return new BoundResponse(null, null, null, hash.modulus(), hash.remainder(), null);
        }
        return new BoundResponse(null, null, null, null, null, true);
    }

    static List<@Nullable Object> values(List<Datum> data) {
        List<@Nullable Object> values = new ArrayList<>();
        data.forEach(datum -> values.add(value(datum)));
        return values;
    }

    private static @Nullable Object value(Datum datum) {
        if (datum instanceof Datum.Value value) {
            return value.text();
        }
        if (datum instanceof Datum.MinValue) {
            return Map.of("minvalue", true);
        }
        return datum instanceof Datum.MaxValue ? Map.of("maxvalue", true) : null;
    }
}
