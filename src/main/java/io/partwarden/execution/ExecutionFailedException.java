package io.partwarden.execution;

import io.partwarden.shared.Problem;

/**
 * A plan that did not run to its end. Callers write the report to the audit trail and then throw the problem, which says what
 * happened, what was done before, and what to do next.
 */
public final class ExecutionFailedException extends RuntimeException {

    private final transient ExecutionReport report;
    private final transient Problem problem;

    ExecutionFailedException(ExecutionReport report, Problem problem) {
        super(problem.detail(), problem);
        this.report = report;
        this.problem = problem;
    }

    public ExecutionReport report() {
        return report;
    }

    public Problem problem() {
        return problem;
    }
}
