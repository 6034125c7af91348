package io.partwarden.table;

import io.partwarden.execution.ExecutionFailedException;
import io.partwarden.execution.ExecutionProblem;
import io.partwarden.execution.ExecutionReport.ExecutedTransaction;
import io.partwarden.execution.ExecutionReport.Outcome;
import io.partwarden.shared.Problem;
import io.partwarden.sql.Plan;
import io.partwarden.sql.QualifiedName;
import io.partwarden.table.RemovalPlans.Leaving;
import io.partwarden.targets.Target;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * Runs the plan of a removal. A concurrent detach that was begun and could not end has taken rows out of sight, so it is finalized at once,
 * with all the patience there is, rather than left to the user's next call.
 */
@Component
final class RemovalExecution {

    private final RemovalPlans plans;
    private final AuditedExecution execution;

    RemovalExecution(RemovalPlans plans, AuditedExecution execution) {
        this.plans = plans;
        this.execution = execution;
    }

    /**
     * What the plan is for.
     *
     * @param intention what is to follow the detach; null if the table is to stay
     */
    record Goal(
            Leaving leaving, Removal.Mode mode, @Nullable DropIntention intention) {

        Goal(Leaving leaving, Removal.Mode mode) {
            this(leaving, mode, null);
        }
    }

    /**
     * The time spent on asking for locks.
     *
     * @throws ExecutionFailedException if the goal was not reached; the first failure unless the second run got further
     */
    Duration run(Target target, QualifiedName parent, Plan plan, Goal goal, Work work) {
        try {
            return execution.run(target, parent, plan, work).lockWait();
        } catch (ExecutionFailedException e) {
            if (!mayBePending(e)) {
                throw e;
            }
            Plan rest = rest(target, parent, goal, e).orElseThrow(() -> e);
            return finish(target, parent, rest, work, e).plus(e.report().lockWait());
        }
    }

    private static boolean mayBePending(ExecutionFailedException failure) {
        return failure.report().transactions().stream()
                .map(ExecutedTransaction::outcome)
                .anyMatch(outcome -> outcome == Outcome.PENDING || outcome == Outcome.UNKNOWN);
    }

    private Optional<Plan> rest(Target target, QualifiedName parent, Goal goal, ExecutionFailedException failure) {
        try {
            return plans.rest(target, parent, goal.leaving(), goal.mode());
        } catch (Problem away) {
            failure.problem().addSuppressed(away);
            return Optional.empty();
        }
    }

    private Duration finish(Target target, QualifiedName parent, Plan rest, Work work, ExecutionFailedException first) {
        try {
            return execution.run(target, parent, rest, work.patiently()).lockWait();
        } catch (ExecutionFailedException second) {
            boolean further =
                    second.report().committed() > 0 || second.problem().type().equals(ExecutionProblem.SESSION_LOST);
            if (further) {
                throw second;
            }
            first.problem().addSuppressed(second.problem());
            throw first;
        }
    }
}
