package io.partwarden.maintenance.runs;

import io.partwarden.maintenance.runs.RunRecord.Item;
import io.partwarden.sql.Plan;
import io.partwarden.sql.Plan.Warning;
import io.partwarden.sql.PlannedTransaction;
import java.util.ArrayList;
import java.util.List;

/** One run of both jobs as it would go at one moment, with everything below the table. */
record PlannedRun(Situation situation, List<PlannedPart> parts) {

    PlannedRun {
        parts = List.copyOf(parts);
    }

    /** All of it as one; its fingerprint covers both jobs. */
    Plan plan() {
        List<Plan> plans = parts.stream().flatMap(part -> part.plans().stream()).toList();
        List<PlannedTransaction> transactions =
                plans.stream().flatMap(plan -> plan.transactions().stream()).toList();
        List<Warning> warnings = new ArrayList<>();
        plans.stream()
                .flatMap(plan -> plan.warnings().stream())
                .filter(warning -> !warnings.contains(warning))
                .forEach(warnings::add);
        parts.forEach(part -> warnings.addAll(part.warnings()));
        return new Plan(
                summary(transactions.isEmpty()),
                transactions,
                warnings,
                situation.snapshot().fingerprint());
    }

    private String summary(boolean nothing) {
        return nothing
                ? "Nothing to do for " + situation.table() + "."
                : "Maintain " + situation.table() + ": create " + toCreate().size() + ", retire "
                        + toRetire().size() + ".";
    }

    List<Item> toCreate() {
        return parts.stream().flatMap(PlannedPart::toCreate).toList();
    }

    List<Item> toRetire() {
        return parts.stream().flatMap(PlannedPart::toRetire).toList();
    }

    List<Skip> skipped() {
        return parts.stream().flatMap(PlannedPart::skipped).toList();
    }
}
