package io.partwarden.maintenance.runs;

import io.partwarden.partition.Datum;
import io.partwarden.policy.Policy;
import java.util.List;

/**
 * What one row of periods is to look like.
 *
 * @param key what its state is kept under: empty for a table's only lane, else the tenant
 * @param prefix the tenant's value where the key begins with the tenant, else empty
 */
public record LanePolicy(String key, List<Datum> prefix, Policy policy) {

    public LanePolicy {
        prefix = List.copyOf(prefix);
    }

    /** Of a table without tenants. */
    public static LanePolicy only(Policy policy) {
        return new LanePolicy("", List.of(), policy);
    }
}
