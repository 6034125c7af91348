package io.partwarden.execution;

import io.partwarden.shared.ProblemType;

/** The kinds of failure of a plan that was sent to a target. */
public final class ExecutionProblem {

    /** Extras: {@code blockers[]}. */
    public static final ProblemType LOCK_NOT_OBTAINED =
            new ProblemType("lock-not-obtained", 503, "A table is in use, its lock was not obtained in time");

    /** The outcome is in extra {@code outcome}: {@code rolled_back} or {@code unknown}. */
    public static final ProblemType SESSION_LOST =
            new ProblemType("session-lost", 503, "The session on the target was lost");

    /** Extra {@code pending}: the partition. */
    public static final ProblemType DETACH_PENDING =
            new ProblemType("detach-pending", 503, "A concurrent detach was begun and did not end");

    public static final ProblemType PREDECESSOR_ACTIVE =
            new ProblemType("predecessor-active", 503, "A session of a replaced replica did not end");

    public static final ProblemType TIMEOUT = new ProblemType("statement-timeout", 503, "A statement took too long");

    public static final ProblemType OUT_OF_RESOURCES =
            new ProblemType("target-out-of-resources", 503, "The target has run out of a resource");

    public static final ProblemType INTERRUPTED = new ProblemType("interrupted", 503, "The service is stopping");

    /** What the plan was made for is not there any more, or something else took its place. */
    public static final ProblemType CHANGED_MEANWHILE =
            new ProblemType("changed-meanwhile", 409, "The table changed between planning and running");

    public static final ProblemType ROWS_IN_THE_WAY =
            new ProblemType("rows-in-the-way", 409, "Rows on the target break what the statement demands");

    /** Nothing was changed: the default partition holds more rows of the new partition than may be moved in one statement. */
    public static final ProblemType DEFAULT_TOO_FULL = new ProblemType(
            "default-too-full",
            409,
            "The default partition holds more rows of the new partition than may be moved at once");

    public static final ProblemType IN_USE =
            new ProblemType("object-in-use", 409, "Something else depends on the object");

    public static final ProblemType NOT_PERMITTED =
            new ProblemType("target-permission", 422, "The target's role may not do that");

    public static final ProblemType NOT_SUPPORTED =
            new ProblemType("not-supported-by-server", 422, "The target's server does not do that");

    public static final ProblemType STATEMENT_FAILED =
            new ProblemType("statement-failed", 422, "The target refused a statement");

    private ExecutionProblem() {}
}
