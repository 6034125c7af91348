package io.partwarden.maintenance.hooks;

/** The codes of answers that did not come; a webhook's own problems have theirs. */
final class HookProblems {

    /** A status other than 2xx. */
    static final String REFUSED = "hook-refused";

    /** A body that is no decision. */
    static final String UNREADABLE = "hook-answer-unreadable";

    /** The function failed, took too long, or is not there. */
    static final String FUNCTION_FAILED = "hook-function-failed";

    private HookProblems() {}
}
