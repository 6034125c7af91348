package io.partwarden.maintenance.runs;

import io.partwarden.maintenance.runs.RunRecord.Item;
import io.partwarden.sql.Plan;
import io.partwarden.table.PlanResponse;
import io.partwarden.table.PlanResponse.StepResponse;
import java.time.Instant;
import java.util.List;

/**
 * A run as a dry run shows it: the plan of both jobs, and what it comes to.
 *
 * @param now the moment that it is shown for
 */
record RunPlanResponse(
        String fingerprint,
        String summary,
        Instant now,
        RunRecord.Planned planned,
        List<StepResponse> steps,
        List<Skip> skipped,
        List<Plan.Warning> warnings) {

    static RunPlanResponse of(PlannedRun run, Plan plan) {
        PlanResponse shown = PlanResponse.of(plan);
        List<Item> create = run.toCreate();
        return new RunPlanResponse(
                shown.fingerprint(),
                shown.summary(),
                run.situation().now(),
                new RunRecord.Planned(create, run.toRetire()),
                shown.steps(),
                run.skipped(),
                shown.warnings());
    }
}
