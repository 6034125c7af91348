package io.partwarden.maintenance.tenants;

import io.partwarden.maintenance.runs.LanePolicy;
import io.partwarden.partition.Datum;
import io.partwarden.partition.PartitionKey;
import io.partwarden.partition.Strategy;
import io.partwarden.policy.KeyLine;
import io.partwarden.policy.Policy;
import io.partwarden.policy.Retention;
import io.partwarden.policy.Scheme;
import io.partwarden.policy.SubPolicy;
import java.math.BigDecimal;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** How a table keeps its tenants apart: periods of each beside those of the others, or a partition of its own for each, with periods in it. */
sealed interface TenantLayout {

    /** PARTITION BY RANGE (tenant, ..). */
    record Beside(PartitionKey key, Policy policy) implements TenantLayout {}

    /** PARTITION BY LIST (tenant). */
    record Own(PartitionKey key, Policy policy) implements TenantLayout {}

    PartitionKey key();

    /** The policy as it is without any tenant. */
    Policy policy();

    static TenantLayout of(PartitionKey key, Policy policy) {
        return key.strategy() == Strategy.LIST ? new Own(key, policy) : new Beside(key, policy);
    }

    /** Where the periods of a tenant are said, which its own retention replaces that of; null where it has a single partition. */
    default @Nullable Policy periods() {
        if (this instanceof Beside) {
            return policy();
        }
        SubPolicy sub = policy().sub();
        return sub == null ? null : sub.policy();
    }

    /** What one tenant is to have. */
    default LanePolicy lane(Tenant tenant, @Nullable Retention retention, boolean fromStart) {
        Datum value = Datum.of(tenant.value());
        if (this instanceof Beside) {
            Policy own = periods(policy(), key(), 1, tenant, retention, fromStart);
            return new LanePolicy(tenant.key(), List.of(value), own);
        }
        Policy all = policy();
        SubPolicy sub = all.sub();
        SubPolicy own = sub == null
                ? null
                : new SubPolicy(sub.key(), periods(sub.policy(), sub.key(), 0, tenant, retention, fromStart));
        Policy single = new Policy(
                new Scheme.EachValue(List.of(value)),
                all.premake(),
                all.base(),
                all.names(),
                null,
                all.drainRows(),
                own);
        return new LanePolicy(tenant.key(), List.of(value), single);
    }

    /** Periods before the tenant was registered are not missed ones, unless the policy says where they begin. */
    private static Policy periods(
            Policy policy,
            PartitionKey key,
            int column,
            Tenant tenant,
            @Nullable Retention retention,
            boolean fromStart) {
        BigDecimal base = policy.base();
        if (!fromStart && base != null && policy.scheme() instanceof Scheme.TimePeriods time) {
            KeyLine line = time.line(key.columns().get(column));
            Optional<BigDecimal> registered = line.placeOf(tenant.registeredAt());
            base = registered.isPresent() ? base.max(registered.get()) : base;
        }
        return new Policy(
                policy.scheme(), policy.premake(), base, policy.names(), retention, policy.drainRows(), policy.sub());
    }
}
