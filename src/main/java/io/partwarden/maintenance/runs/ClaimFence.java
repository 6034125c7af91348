package io.partwarden.maintenance.runs;

import io.partwarden.execution.Fence;
import io.partwarden.jobs.Claim;
import java.time.Duration;

/**
 * A claim as plans are run under it. Whoever held it a moment ago is not dead for most of a minute yet, so it is not asked for again
 * before each of many short transactions.
 */
final class ClaimFence implements Fence {

    private static final long SURE_FOR = Duration.ofSeconds(10).toNanos();

    private final Claim claim;
    private final Runnable wanted;
    private volatile long seen;

    /**
     * @param claimed System.nanoTime before the claim was made
     * @param wanted throws where the work is not wanted any more; asked each time, since a freeze counts from its answer on
     */
    ClaimFence(Claim claim, long claimed, Runnable wanted) {
        this.claim = claim;
        this.seen = claimed;
        this.wanted = wanted;
    }

    @Override
    public String sessionName() {
        return claim.sessionName();
    }

    @Override
    public void requireHeld() {
        wanted.run();
        long now = System.nanoTime();
        if (now - seen > SURE_FOR) {
            claim.requireHeld();
            seen = now;
        }
    }
}
