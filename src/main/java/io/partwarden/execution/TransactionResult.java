package io.partwarden.execution;

import io.partwarden.execution.ExecutionReport.ExecutedTransaction;
import io.partwarden.shared.Problem;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What became of one transaction of a plan, and why if it failed. */
record TransactionResult(
        ExecutedTransaction executed, @Nullable Problem failure) {

    Optional<Problem> problem() {
        return Optional.ofNullable(failure);
    }
}
