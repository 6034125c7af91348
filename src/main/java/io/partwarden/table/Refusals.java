package io.partwarden.table;

import io.partwarden.partition.PlanRefusedException;
import io.partwarden.shared.Problem;
import io.partwarden.shared.ProblemType;
import java.util.function.Supplier;

/** The one place where a planner's refusal becomes a problem of the HTTP contract. */
public final class Refusals {

    private Refusals() {}

    /** @throws Problem in place of {@link PlanRefusedException} */
    public static <T> T planned(Supplier<T> planner) {
        try {
            return planner.get();
        } catch (PlanRefusedException e) {
            throw problem(e);
        }
    }

    /** The same refusal in the words of the HTTP contract. */
    public static Problem problem(PlanRefusedException refusal) {
        Problem problem = refusal.reason() == PlanRefusedException.Reason.INVALID
                ? Problem.invalid(refusal.field().orElse("request"), "invalid", refusal.detail())
                : Problem.of(type(refusal.reason()), refusal.detail());
        return refusal.other()
                .map(other -> problem.with("partition", RelationName.of(other)))
                .orElse(problem)
                .causedBy(refusal);
    }

    private static ProblemType type(PlanRefusedException.Reason reason) {
        return switch (reason) {
            case INVALID -> ProblemType.INVALID_REQUEST;
            case OVERLAP -> TableProblems.OVERLAP;
            case NAME_TAKEN -> TableProblems.NAME_TAKEN;
            case ALREADY_EXISTS -> ProblemType.ALREADY_EXISTS;
            case DEFAULT_HOLDS_ROWS -> TableProblems.DEFAULT_HOLDS_ROWS;
            case STATE -> TableProblems.NEEDS_MENDING;
        };
    }
}
