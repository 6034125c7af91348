package io.partwarden.maintenance.runs;

import io.partwarden.execution.ExecutionFailedException;
import io.partwarden.partition.PlanRefusedException;
import io.partwarden.security.AuditTrail;
import io.partwarden.security.Change;
import io.partwarden.shared.Problem;
import io.partwarden.shared.ProblemType;
import io.partwarden.table.Work;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.stereotype.Component;
import org.springframework.transaction.TransactionException;

/** Makes each change of a run one change of the audit trail, with its own beginning, statements and end. */
@Component
final class AuditedWork {

    private static final Logger LOG = LoggerFactory.getLogger(AuditedWork.class);

    private static final ProblemType BROKEN = new ProblemType("internal", 500, "Something unforeseen went wrong");

    private final AuditTrail audit;

    AuditedWork(AuditTrail audit) {
        this.audit = audit;
    }

    <T> T run(Conduct conduct, String action, Function<Work, T> work) {
        return run(conduct, action, Conduct.MAINTENANCE, work);
    }

    /** @param recordedAs who our records say did it: what is not detached for a policy is never dropped for it later */
    <T> T run(Conduct conduct, String action, String recordedAs, Function<Work, T> work) {
        Change change = audit.begin(conduct.actor(), action);
        try {
            T result = work.apply(new Work(recordedAs, change, conduct.patience(), conduct.fence()));
            end(change::succeeded);
            return result;
        } catch (RuntimeException e) {
            end(() -> change.failed(problem(e)));
            throw e;
        }
    }

    private static Problem problem(RuntimeException e) {
        if (e instanceof ExecutionFailedException failed) {
            return failed.problem();
        }
        if (e instanceof PlanRefusedException refused) {
            return Failure.problem(refused);
        }
        return e instanceof Problem problem ? problem : Problem.of(BROKEN, "The service's log has the reason.");
    }

    /** What was done is done, and what failed has failed, also where the trail cannot tell its end. */
    private static void end(Runnable end) {
        try {
            end.run();
        } catch (DataAccessException | TransactionException e) {
            LOG.warn("The audit trail has the beginning of a change, and could not be told its end", e);
        }
    }
}
