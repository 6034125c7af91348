package io.partwarden.table;

import io.partwarden.sql.Plan;
import io.partwarden.sql.PlannedTransaction;
import io.partwarden.sql.Step;
import java.util.ArrayList;
import java.util.List;

/**
 * A plan as a preview shows it. Steps with the same {@code transaction} succeed or fail together; its {@code mode} says whether that
 * is a transaction at all or a statement that PostgreSQL refuses inside one.
 */
public record PlanResponse(String fingerprint, String summary, List<StepResponse> steps, List<Plan.Warning> warnings) {

    /** Transactions are counted from 1. */
    public record StepResponse(
            String sql, List<LockResponse> locks, TransactionResponse transaction, long rowsEstimate) {}

    public record LockResponse(RelationName relation, String mode) {}

    public record TransactionResponse(int number, String mode) {}

    public static PlanResponse of(Plan plan) {
        List<StepResponse> steps = new ArrayList<>();
        int number = 0;
        for (PlannedTransaction transaction : plan.transactions()) {
            number++;
            String mode = transaction.mode() == PlannedTransaction.Mode.AUTOCOMMIT ? "autocommit" : "atomic";
            for (Step step : transaction.steps()) {
                steps.add(step(step, new TransactionResponse(number, mode)));
            }
        }
        return new PlanResponse(plan.fingerprint(), plan.summary(), steps, plan.warnings());
    }

    private static StepResponse step(Step step, TransactionResponse transaction) {
        List<LockResponse> locks = step.locks().stream()
                .map(lock -> new LockResponse(
                        RelationName.of(lock.relation()), lock.mode().json()))
                .toList();
        return new StepResponse(step.ddl().sql(), locks, transaction, step.rowsEstimate());
    }
}
