package io.partwarden.maintenance.tenants;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.partwarden.maintenance.PolicyDocument.RetentionDocument;
import io.partwarden.maintenance.runs.Skip;
import io.partwarden.maintenance.tenants.Registration.Registered;
import io.partwarden.shared.FieldProblem;
import io.partwarden.sql.Plan.Warning;
import io.partwarden.table.PlanResponse;
import io.partwarden.table.PlanResponse.StepResponse;
import io.partwarden.table.RelationName;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What became of each tenant that was to be registered, in the order of the request. */
record TenantsResponse(List<TenantResult> results) {

    /**
     * One of them.
     *
     * @param value as the server writes it
     * @param existingPartitionsImported partitions that were the tenant's before
     * @param errors what is wrong with this tenant; where a field is {@code partitions} it is registered, and the next pass tries again
     */
    record TenantResult(
            String value, int partitionsCreated, int existingPartitionsImported, List<FieldProblem> errors) {}

    /** The plan of a dry run; {@code partitions_created} is 0, since nothing is. */
    record TenantsPlan(
            String fingerprint,
            String summary,
            List<StepResponse> steps,
            List<Warning> warnings,
            List<TenantResult> results) {}

    /**
     * A registered tenant.
     *
     * @param partitionsCount partitions of its own, those within its own partition too
     * @param coveredUntil where the unbroken row of its partitions ends, exclusive; null where now lies in none
     * @param retention its own; absent where the policy's counts
     * @param leaving how it leaves, if its offboarding has begun: {@code detach} or {@code drop}
     * @param errors why its own retention does not fit the policy any more; until it does, nothing of the tenant goes
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record TenantItem(
            String value,
            Instant registeredAt,
            int partitionsCount,
            @Nullable String coveredUntil,
            @Nullable RetentionDocument retention,
            @Nullable String leaving,
            List<FieldProblem> errors) {}

    /**
     * What became of a tenant that was to leave.
     *
     * @param detached names of partitions whose tables stay
     * @param dropped names of partitions that are gone with their rows
     * @param left partitions that are still there, and why
     * @param forgotten whether the tenant is not registered any more; else ask again for the rest
     */
    record TenantLeft(
            String value,
            String mode,
            List<RelationName> detached,
            List<RelationName> dropped,
            List<Skip> left,
            boolean forgotten) {}

    static TenantsResponse of(List<Registered> registered) {
        return new TenantsResponse(
                registered.stream().map(TenantsResponse::result).toList());
    }

    static TenantsPlan of(Registration.Preview preview) {
        PlanResponse plan = PlanResponse.of(preview.plan());
        return new TenantsPlan(
                plan.fingerprint(),
                plan.summary(),
                plan.steps(),
                plan.warnings(),
                preview.results().stream().map(TenantsResponse::result).toList());
    }

    private static TenantResult result(Registered one) {
        return new TenantResult(one.value(), one.created(), one.imported(), one.errors());
    }
}
