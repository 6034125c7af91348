package io.partwarden.maintenance.runs;

import io.partwarden.maintenance.runs.StateRepository.Found;
import java.util.ArrayList;
import java.util.List;

/**
 * Writes down what a pass did, some dozens of tables at a time. What a killed pass had not written yet is found out again: the catalog and
 * the audit trail have it.
 */
final class Ledger {

    private static final int PAGE = 64;

    private final String target;
    private final StateRepository states;
    private final RunRepository runs;
    private final List<Found> found = new ArrayList<>();
    private final List<Run> ended = new ArrayList<>();

    Ledger(String target, StateRepository states, RunRepository runs) {
        this.target = target;
        this.states = states;
        this.runs = runs;
    }

    synchronized void note(TableState state, String etag, List<Run> made) {
        found.add(new Found(state, etag));
        note(made);
    }

    /** Of a table whose state somebody else writes. */
    synchronized void note(List<Run> made) {
        ended.addAll(made);
        if (found.size() + ended.size() >= PAGE) {
            write();
        }
    }

    synchronized void write() {
        runs.save(ended);
        ended.clear();
        states.save(target, found);
        found.clear();
    }
}
