package io.partwarden.sql;

import java.util.List;

/**
 * Steps that succeed or fail together. The steps before the first {@link Step#lock() lock} step prepare what nobody sees yet; from that
 * one to the commit, tables in use are held.
 */
public record PlannedTransaction(Mode mode, List<Step> steps) {

    /** How the steps are sent. */
    public enum Mode {
        /** One transaction with {@code SET LOCAL lock_timeout}, retried as a whole. */
        ATOMIC,
        /** As ATOMIC, and free of any order with its neighbours of this mode: they may run on two sessions at once. */
        ATOMIC_UNORDERED,
        /**
         * One statement outside any transaction, on a connection of its own (the CONCURRENTLY forms). It is the last step; those before
         * it are guards that are sent right before it, at each attempt.
         */
        AUTOCOMMIT
    }

    public PlannedTransaction {
        steps = List.copyOf(steps);
        if (steps.isEmpty()) {
            throw new IllegalArgumentException("A transaction has steps");
        }
    }
}
