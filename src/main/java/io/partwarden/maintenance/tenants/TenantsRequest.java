package io.partwarden.maintenance.tenants;

import io.partwarden.maintenance.PolicyDocument.RetentionDocument;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Tenants to register. Those that are registered already get the retention that is said here, or the policy's where none is. */
record TenantsRequest(@NotNull @Size(min = 1, max = 1000) List<@NotNull @Valid TenantWish> tenants) {

    /**
     * One of them.
     *
     * @param value any text that the type of the tenant's column reads
     * @param retention instead of the policy's
     */
    record TenantWish(
            @NotNull String value, @Valid @Nullable RetentionDocument retention) {}
}
