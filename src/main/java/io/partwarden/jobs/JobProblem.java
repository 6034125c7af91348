package io.partwarden.jobs;

import io.partwarden.shared.ProblemType;

/** What can become of work that replicas share. */
public final class JobProblem {

    /** Extras: {@code subject}, {@code fence}. */
    public static final ProblemType CLAIM_LOST =
            new ProblemType("claim-lost", 503, "Another replica has taken the work over");

    private JobProblem() {}
}
