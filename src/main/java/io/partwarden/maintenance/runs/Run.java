package io.partwarden.maintenance.runs;

import io.partwarden.maintenance.ManagedName;
import java.time.Instant;
import java.util.Locale;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * One run on one table, ended.
 *
 * @param error the first failure
 */
public record Run(
        UUID id,
        ManagedName name,
        Job job,
        Origin origin,
        Outcome outcome,
        Times times,
        RunRecord record,
        @Nullable Failure error) {

    /**
     * @param actor {@code maintenance} for a run that was due, else who asked for it
     * @param replica of ours that ran it
     */
    public record Origin(String actor, String replica) {}

    public record Times(Instant started, Instant finished) {}

    /** What it was for. */
    public enum Job {
        CREATE,
        RETIRE,
        BOTH;

        public String text() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** How it ended. */
    public enum Outcome {
        /** There was nothing to do, or all of it has to wait. */
        NOTHING,
        CHANGED,
        /** Something was changed and something failed. */
        PARTIAL,
        FAILED;

        public String text() {
            return name().toLowerCase(Locale.ROOT);
        }
    }
}
