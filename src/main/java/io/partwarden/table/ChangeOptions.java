package io.partwarden.table;

import io.partwarden.http.QueryNames;
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
 */
@QueryNames({"dry_run", "plan_fingerprint", "now"})
public record ChangeOptions(
        boolean dryRun,
        @Nullable String planFingerprint,
        @Nullable Instant now,
        boolean patient,
        boolean asScript) {

    /** Do it, whatever the plan. */
    public static final ChangeOptions APPLY = new ChangeOptions(false, null, null, false, false);
}
