package io.partwarden.policy;

import io.partwarden.partition.KeyColumn;
import io.partwarden.partition.PartitionKey;
import io.partwarden.partition.Strategy;
import java.util.List;
import java.util.Optional;

/**
 * The table that a policy is for.
 *
 * @param columns all of the table's columns, from which a sub-policy's key is chosen
 * @param tenants whether the key's first column tells tenants apart: periods then lie on the second one of a range key, and the values of a
 *     list key are the tenants that are registered
 */
public record PolicySubject(PartitionKey key, List<KeyColumn> columns, boolean tenants) {

    public PolicySubject {
        columns = List.copyOf(columns);
    }

    /** The column that periods or values lie on; empty where a tenant's key has no second one. */
    Optional<KeyColumn> column() {
        int position = periodsAfterTenant() ? 1 : 0;
        return position < key.columns().size() ? Optional.of(key.columns().get(position)) : Optional.empty();
    }

    boolean periodsAfterTenant() {
        return tenants && key.strategy() == Strategy.RANGE;
    }
}
