package io.partwarden.execution;

import io.partwarden.shared.Problem;

/**
 * What a plan runs under, so that it ends when its caller was replaced. Sessions bear its name while they work for it, by which
 * {@link PlanExecutor#endPredecessors} finds those that a replaced caller has left.
 */
public interface Fence {

    /** For callers that nobody replaces, such as requests. */
    Fence NONE = new Fence() {
        @Override
        public String sessionName() {
            return "";
        }

        @Override
        public void requireHeld() {}
    };

    /** Printable ASCII, at most 63 characters, since PostgreSQL cuts and replaces what is not; empty for none. */
    String sessionName();

    /**
     * Asked before each session that a transaction, or another attempt at it, is begun on, and once more when the session bears the name.
     *
     * @throws Problem if the caller was replaced or cannot tell; nothing further is begun then
     */
    void requireHeld();
}
