package io.partwarden.maintenance.runs;

import io.partwarden.partition.Datum;
import io.partwarden.policy.Policy;
import io.partwarden.policy.Span;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What one row of periods is to look like.
 *
 * @param key what its state is kept under: empty for a table's only lane, else the tenant
 * @param prefix the tenant's value where the key is, or begins with, the tenant; else empty
 * @param within the stretch of the line that the level above leaves it; null for all of it
 */
public record LanePolicy(
        String key,
        List<Datum> prefix,
        Policy policy,
        @Nullable Span within) {

    public LanePolicy {
        prefix = List.copyOf(prefix);
    }

    public LanePolicy(String key, List<Datum> prefix, Policy policy) {
        this(key, prefix, policy, null);
    }

    /** Of a table without tenants. */
    public static LanePolicy only(Policy policy) {
        return new LanePolicy("", List.of(), policy);
    }
}
