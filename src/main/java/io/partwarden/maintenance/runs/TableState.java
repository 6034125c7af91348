package io.partwarden.maintenance.runs;

import io.partwarden.maintenance.ManagedName;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Where maintenance of a table stands. All of it can be found out anew.
 *
 * @param fingerprint of the partition tree when it was last looked at, null before
 * @param dueAt when there will be something to do if the tree stays so; null for at once
 * @param lanes by {@link LanePolicy#key}
 * @param firstRunDone whether the first retirement is behind us, which a person may have to confirm
 */
public record TableState(
        ManagedName name,
        @Nullable String fingerprint,
        @Nullable Instant dueAt,
        Map<String, LaneState> lanes,
        boolean firstRunDone,
        Health health) {

    /**
     * How the last runs ended.
     *
     * @param failures in a row
     * @param failingSince when the first of them was
     * @param failure the last one's reason
     */
    public record Health(
            @Nullable Instant lastSuccessAt,
            int failures,
            @Nullable Instant failingSince,
            @Nullable Failure failure) {

        /** From so many failures in a row on, a table is FAILING. */
        public static final int FAILING_FROM = 3;

        static final Health UNKNOWN = new Health(null, 0, null, null);

        public boolean isFailing() {
            return failures >= FAILING_FROM;
        }

        Health succeeded(Instant at) {
            return new Health(at, 0, null, null);
        }

        Health failed(Instant at, Failure reason) {
            return new Health(lastSuccessAt, failures + 1, failingSince == null ? at : failingSince, reason);
        }
    }

    public TableState {
        lanes = Map.copyOf(lanes);
    }

    static TableState unknown(ManagedName name) {
        return new TableState(name, null, null, Map.of(), false, Health.UNKNOWN);
    }

    LaneState lane(String key) {
        return lanes.getOrDefault(key, LaneState.UNKNOWN);
    }

    boolean isDue(Instant now) {
        return dueAt == null || !dueAt.isAfter(now);
    }
}
