package io.partwarden.execution;

import io.partwarden.sql.PlannedTransaction.Mode;
import java.time.Duration;
import java.util.List;

/**
 * What was sent to a target and what became of it, in the plan's order; transactions that were never begun are not listed. This is the
 * truth for an audit trail, also when the plan failed half-way.
 *
 * @param planned how many transactions the plan has
 * @param cleanup what was run, after a failure, so that nothing is left in anybody's way
 */
public record ExecutionReport(int planned, List<ExecutedTransaction> transactions, List<ExecutedTransaction> cleanup) {

    public ExecutionReport {
        transactions = List.copyOf(transactions);
        cleanup = List.copyOf(cleanup);
    }

    public int committed() {
        return (int) transactions.stream()
                .filter(t -> t.outcome() == Outcome.COMMITTED)
                .count();
    }

    public boolean complete() {
        return committed() == planned;
    }

    /** The time spent on asking for locks, all attempts together. */
    public Duration lockWait() {
        return transactions.stream().map(ExecutedTransaction::lockWait).reduce(Duration.ZERO, Duration::plus);
    }

    /** How a transaction ended. */
    public enum Outcome {
        COMMITTED,
        /** Nothing of it is left on the target. */
        ROLLED_BACK,
        /** A DETACH CONCURRENTLY took its partition out of sight, did not end, and must be finalized. */
        PENDING,
        /** The session was lost while it committed: only the catalog knows. */
        UNKNOWN
    }

    /**
     * @param number counted from 1 in the plan
     * @param steps those that ran in the last attempt
     * @param lockWait the time spent in LOCK statements, all attempts together
     */
    public record ExecutedTransaction(
            int number, Mode mode, Outcome outcome, int attempts, Duration lockWait, List<ExecutedStep> steps) {
        public ExecutedTransaction {
            steps = List.copyOf(steps);
        }
    }

    /**
     * @param duration of the round trip that carried it; steps that were sent together share it
     */
    public record ExecutedStep(String sql, Duration duration) {}
}
