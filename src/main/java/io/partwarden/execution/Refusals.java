package io.partwarden.execution;

import io.partwarden.execution.ExecutionReport.Outcome;
import io.partwarden.shared.Problem;
import io.partwarden.sql.QualifiedName;
import io.partwarden.sql.TableLock;
import java.time.Instant;
import java.util.List;
import java.util.stream.Collectors;

/** Why a plan was given up although no statement of it is wrong, in words for whoever has to act. */
final class Refusals {

    private Refusals() {}

    static Problem lockNotObtained(Call call, int attempts, List<TableLock> wanted) {
        List<Blocker> blockers = call.blockers().last();
        Instant now = call.tools().clock().instant();
        String tables = wanted.stream()
                .map(lock -> lock.mode().sql() + " on " + lock.relation())
                .collect(Collectors.joining(", "));
        StringBuilder detail = new StringBuilder("In use: ")
                .append(attempts)
                .append(attempts == 1 ? " attempt" : " attempts")
                .append(" did not get the lock ")
                .append(tables.isEmpty() ? "on " + call.table() : tables)
                .append(" without making others wait too long. ");
        blockers.forEach(blocker -> detail.append(blocker.sentence(now)).append(' '));
        if (blockers.isEmpty()) {
            detail.append("What held it was gone when we looked. ");
        }
        if (blockers.stream().anyMatch(Blocker::hidden)) {
            detail.append("To see what those sessions do, grant pg_monitor to the target's login. ");
        }
        detail.append("End what is in the way, or try again later.");
        return retryLater(call, Problem.of(ExecutionProblem.LOCK_NOT_OBTAINED, detail.toString()))
                .with("blockers", blockers);
    }

    static Problem overBudget(Call call, int attempts) {
        return retryLater(
                        call,
                        Problem.of(
                                ExecutionProblem.LOCK_NOT_OBTAINED,
                                "In " + attempts + " attempts the change of " + call.table()
                                        + " could not be done within the lock budget of "
                                        + call.tools().properties().lockBudget().toMillis()
                                        + " ms, after which writers would have waited too long for it. Try again when the target is"
                                        + " less busy, with fewer partitions at once, or raise partwarden.execution.lock-budget."))
                .with("blockers", List.of());
    }

    static Problem ownQueue(Call call) {
        return retryLater(
                        call,
                        Problem.of(
                                ExecutionProblem.LOCK_NOT_OBTAINED,
                                "Other changes of " + call.table()
                                        + " by this service are under way and did not end in time. Try again later."))
                .with("blockers", List.of());
    }

    static Problem pending(Call call, QualifiedName partition) {
        List<Blocker> blockers = call.blockers().last();
        Instant now = call.tools().clock().instant();
        String inTheWay = blockers.stream().map(b -> b.sentence(now)).collect(Collectors.joining(" "));
        return retryLater(
                        call,
                        Problem.of(
                                ExecutionProblem.DETACH_PENDING,
                                "The detach of " + partition + " was begun and could not end: transactions that use "
                                        + call.table()
                                        + " stay. Its rows are out of sight through the parent, and rows for it are"
                                        + " refused, until it is finalized: detach it again once they have ended. "
                                        + inTheWay))
                .with("pending", partition.toString())
                .with("blockers", blockers);
    }

    static Problem lost(Call call, Outcome outcome) {
        String what = outcome == Outcome.UNKNOWN
                ? "was lost while it committed: whether the change of " + call.table()
                        + " was made is not known. Read the table again before doing anything else."
                : "was lost before anything of this transaction was committed. Ask for the plan again.";
        return retryLater(
                        call,
                        Problem.of(
                                ExecutionProblem.SESSION_LOST,
                                "The session on target '" + call.sessions().target() + "' " + what))
                .with("outcome", outcome == Outcome.UNKNOWN ? "unknown" : "rolled_back");
    }

    static Problem interrupted() {
        return Problem.of(
                ExecutionProblem.INTERRUPTED,
                "The service was stopped while it worked on the target; the transaction under way was rolled back.");
    }

    private static Problem retryLater(Call call, Problem problem) {
        return problem.retryAfter(call.tools().properties().timeouts().retryAfter());
    }
}
