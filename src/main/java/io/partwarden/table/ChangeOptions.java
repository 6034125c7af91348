package io.partwarden.table;

import io.partwarden.execution.Patience;
import io.partwarden.http.QueryNames;
import io.partwarden.shared.Problem;
import io.partwarden.sql.Plan;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * How a change is asked for: only to be shown ({@code dry_run=true}), exactly as it was shown ({@code plan_fingerprint}), or just done.
 * Controllers take it as an argument.
 *
 * @param planFingerprint null where any plan will do
 * @param now the moment that a dry run takes for now; null for the clock's
 * @param patient whether {@code Prefer: wait} asks for every attempt at a lock rather than the short ones
 * @param asScript whether the preview is wanted as {@code application/sql}
 * @param repeatable whether the request has an Idempotency-Key: an attempt of it may have done the work and died before it could answer,
 *     so what is there already just as it was asked for is success
 */
@QueryNames({"dry_run", "plan_fingerprint", "now"})
public record ChangeOptions(
        boolean dryRun,
        @Nullable String planFingerprint,
        @Nullable Instant now,
        boolean patient,
        boolean asScript,
        boolean repeatable) {

    /** Do it, whatever the plan, or leave it as it is where it was done before. */
    public static final ChangeOptions APPLY = new ChangeOptions(false, null, null, false, false, true);

    public Patience patience() {
        return patient ? Patience.LADDER : Patience.SHORT;
    }

    /** 409 {@code stale-plan} if another plan was shown than the one that would run now. */
    public void requireShown(Plan plan) {
        if (planFingerprint != null && !planFingerprint.equals(plan.fingerprint())) {
            throw Problem.of(
                            TableProblems.STALE_PLAN,
                            "The table or the request is not what it was when that plan was shown, so another plan would"
                                    + " run. Ask for a preview again with dry_run=true.")
                    .with("plan_fingerprint", plan.fingerprint());
        }
    }
}
