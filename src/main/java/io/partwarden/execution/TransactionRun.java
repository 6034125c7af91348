package io.partwarden.execution;

import io.partwarden.execution.ExecutionReport.ExecutedStep;
import io.partwarden.execution.ExecutionReport.ExecutedTransaction;
import io.partwarden.execution.ExecutionReport.Outcome;
import io.partwarden.shared.Problem;
import io.partwarden.sql.MoveDdl;
import io.partwarden.sql.PlannedTransaction;
import io.partwarden.sql.Step;
import io.partwarden.sql.TableLock;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** An atomic transaction from its first attempt to its commit, or to the end of the call's patience. */
final class TransactionRun {

    private static final Logger LOG = LoggerFactory.getLogger(TransactionRun.class);

    /** Which statement it was adds nothing to these, and asking once more would make others wait once more. */
    private static final Set<String> TOLD_BY_STATE = Set.of(SqlState.QUERY_CANCELED, MoveDdl.TOO_MANY_ROWS);

    private final Call call;
    private final PlannedTransaction transaction;
    private final int number;
    private int attempts;
    private Duration lockWait = Duration.ZERO;
    private List<ExecutedStep> steps = List.of();
    private boolean pipelined = true;

    /** @param number counted from 1 in the plan */
    TransactionRun(Call call, PlannedTransaction transaction, int number) {
        this.call = call;
        this.transaction = transaction;
        this.number = number;
    }

    TransactionResult run() {
        try {
            Optional<TransactionResult> end = attempt();
            while (end.isEmpty()) {
                end = attempt();
            }
            return end.get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return ended(Outcome.ROLLED_BACK, Refusals.interrupted().causedBy(e));
        } catch (Problem noSession) {
            // Or no fence any more.
            return ended(Outcome.ROLLED_BACK, noSession);
        }
    }

    /** Empty if another one is due. */
    private Optional<TransactionResult> attempt() throws InterruptedException {
        call.fence().requireHeld();
        attempts++;
        Attempt attempt = new Attempt(transaction, terms());
        Optional<Duration> pause;
        try (Connection connection = call.sessions().open()) {
            Attempt.End end = attempt.run(connection);
            lockWait = lockWait.plus(attempt.lockWait());
            steps = attempt.executed();
            if (!isPassing(end)) {
                return settled(end, attempt);
            }
            LOG.info("Attempt {} of transaction {} did not get its locks ({})", attempts, number, state(attempt));
            pipelined = false;
            if (end == Attempt.End.LOCKED_OUT) {
                call.blockers().look(connection, wanted(attempt));
            }
            pause = call.budget().afterFailure();
            if (pause.isEmpty()) {
                return Optional.of(ended(Outcome.ROLLED_BACK, gaveUp(end, attempt)));
            }
        } catch (SQLException e) {
            // Giving the session back has failed: that changes nothing for the transaction, which was ended before.
            throw new IllegalStateException("A session could not be closed", e);
        }
        call.tools().sleeper().sleep(pause.get());
        return Optional.empty();
    }

    private Attempt.Terms terms() {
        Tools tools = call.tools();
        return new Attempt.Terms(
                call.sessions().target(),
                call.fence(),
                tools,
                tools.properties().lockTimeout(attempts),
                pipelined);
    }

    private static boolean isPassing(Attempt.End end) {
        return switch (end) {
            case LOCKED_OUT, OVER_BUDGET, OWN_QUEUE -> true;
            case COMMITTED, FAILED, LOST, UNKNOWN -> false;
        };
    }

    private static String state(Attempt attempt) {
        return attempt.failure().map(SqlState::of).orElse("");
    }

    private Optional<TransactionResult> settled(Attempt.End end, Attempt attempt) {
        return switch (end) {
            case COMMITTED -> Optional.of(ended(Outcome.COMMITTED));
            case UNKNOWN -> Optional.of(ended(Outcome.UNKNOWN, Refusals.lost(call, Outcome.UNKNOWN)));
            case LOST -> Optional.of(ended(Outcome.ROLLED_BACK, Refusals.lost(call, Outcome.ROLLED_BACK)));
            case FAILED, LOCKED_OUT, OVER_BUDGET, OWN_QUEUE -> failed(attempt);
        };
    }

    /** Of several steps in one round trip nobody tells which has failed: once more, one by one, finds out. */
    private Optional<TransactionResult> failed(Attempt attempt) {
        String state = state(attempt);
        if (attempt.lastSent().size() > 1 && !TOLD_BY_STATE.contains(state)) {
            pipelined = false;
            return Optional.empty();
        }
        Problem problem = Failures.of(state, call.table(), attempt.lastSent());
        if (attempt.lastSent().size() == 1) {
            problem = problem.with("failed_step", attempt.lastSentFrom() + 1);
        }
        return Optional.of(ended(
                Outcome.ROLLED_BACK, attempt.failure().map(problem::causedBy).orElse(problem)));
    }

    private static List<TableLock> wanted(Attempt attempt) {
        return attempt.lastSent().stream()
                .map(Step::locks)
                .flatMap(List::stream)
                .distinct()
                .toList();
    }

    private Problem gaveUp(Attempt.End end, Attempt attempt) {
        Problem problem = switch (end) {
            case OVER_BUDGET -> Refusals.overBudget(call, attempts);
            case OWN_QUEUE -> Refusals.ownQueue(call);
            default -> Refusals.lockNotObtained(call, attempts, wanted(attempt));
        };
        return attempt.failure().map(problem::causedBy).orElse(problem);
    }

    private TransactionResult ended(Outcome outcome) {
        return new TransactionResult(executed(outcome), null);
    }

    private TransactionResult ended(Outcome outcome, Problem problem) {
        return new TransactionResult(executed(outcome), problem);
    }

    private ExecutedTransaction executed(Outcome outcome) {
        return new ExecutedTransaction(number, transaction.mode(), outcome, attempts, lockWait, steps);
    }
}
