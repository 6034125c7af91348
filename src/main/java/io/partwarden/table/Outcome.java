package io.partwarden.table;

import io.partwarden.sql.Plan;
import java.util.List;

/** What became of a change that was asked for. */
public sealed interface Outcome<T> {

    /** It was only to be shown. */
    record Preview<T>(Plan plan) implements Outcome<T> {}

    /**
     * It is done.
     *
     * @param changed false where there was nothing left to do
     */
    record Done<T>(T result, boolean changed, List<Plan.Warning> warnings) implements Outcome<T> {
        public Done {
            warnings = List.copyOf(warnings);
        }
    }
}
