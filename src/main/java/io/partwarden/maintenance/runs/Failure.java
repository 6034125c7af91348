package io.partwarden.maintenance.runs;

import io.partwarden.execution.Blocker;
import io.partwarden.execution.ExecutionFailedException;
import io.partwarden.partition.PlanRefusedException;
import io.partwarden.shared.Problem;
import io.partwarden.table.Refusals;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Why something was not done, for people: a stable code, a sentence, and who stood in the way of a lock.
 *
 * @param code a problem's code
 */
public record Failure(String code, String detail, List<Blocker> blockers) {

    private static final Logger LOG = LoggerFactory.getLogger(Failure.class);

    public Failure {
        blockers = List.copyOf(blockers);
    }

    static Failure of(RuntimeException e) {
        if (e instanceof ExecutionFailedException failed) {
            return of(failed.problem());
        }
        if (e instanceof PlanRefusedException refused) {
            return of(problem(refused));
        }
        if (e instanceof Problem problem) {
            return of(problem);
        }
        LOG.error("Maintenance of a table broke", e);
        return new Failure("internal", "Something unforeseen went wrong; the service's log has it.", List.of());
    }

    static Problem problem(PlanRefusedException refused) {
        return Refusals.problem(refused);
    }

    private static Failure of(Problem problem) {
        List<Blocker> blockers = problem.extras().get("blockers") instanceof List<?> some
                ? some.stream()
                        .filter(Blocker.class::isInstance)
                        .map(Blocker.class::cast)
                        .toList()
                : List.of();
        return new Failure(problem.type().slug(), problem.detail(), blockers);
    }
}
