package io.partwarden.execution;

import io.partwarden.shared.Problem;
import io.partwarden.sql.Plan;
import io.partwarden.sql.QualifiedName;
import io.partwarden.targets.Target;
import io.partwarden.targets.TargetSessions;
import java.sql.Connection;
import java.time.Clock;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.stereotype.Component;

/**
 * Runs plans on targets, and is the only one who does. Each transaction waits for its tables no longer than the lock budget and is tried
 * again until the call's patience is spent; what did not commit has left nothing behind.
 */
@Component
public final class PlanExecutor implements DisposableBean {

    private static final Logger LOG = LoggerFactory.getLogger(PlanExecutor.class);
    private static final int MOST_CALLS = Integer.MAX_VALUE;

    private final TargetSessions sessions;
    private final ScheduledExecutorService timer;
    private final Tools tools;

    /** One permit for each call under way. */
    private final Semaphore calls = new Semaphore(MOST_CALLS);

    PlanExecutor(TargetSessions sessions, ExecutionProperties properties, Clock clock) {
        this.sessions = sessions;
        this.timer = Executors.newSingleThreadScheduledExecutor(work -> {
            Thread thread = new Thread(work, "partwarden-lock-budget");
            thread.setDaemon(true);
            return thread;
        });
        this.tools = new Tools(
                properties,
                new TableMutexes(),
                timer,
                clock,
                pause -> Thread.sleep(pause.toMillis()),
                RandomGenerator.getDefault(),
                new ActiveStatements());
    }

    /**
     * Runs the whole plan. That its basis still holds is for the caller to see to, just before.
     *
     * @param table that the plan is about, for messages and the log
     * @throws ExecutionFailedException if it did not run to its end; its report says what was committed before
     */
    public ExecutionReport execute(Target target, QualifiedName table, Plan plan, Patience patience) {
        return execute(target, table, plan, patience, Fence.NONE);
    }

    /**
     * The same under a fence, which is asked before each attempt at a transaction; when it is lost, what was committed before stays and is
     * reported, and nothing further is sent, not even the plan's cleanup: that is for the successor.
     */
    public ExecutionReport execute(Target target, QualifiedName table, Plan plan, Patience patience, Fence fence) {
        Call call = Call.of(new TargetOnly(sessions, target), table, patience, fence, tools);
        MDC.put("target", target.name());
        MDC.put("table", StatementLog.oneLine(table.toString()));
        calls.acquireUninterruptibly();
        try {
            return new PlanRun(call, plan).run();
        } finally {
            calls.release();
            MDC.remove("target");
            MDC.remove("table");
        }
    }

    /**
     * Ends the sessions that callers of the same subject have left on the target, which matters before a new one begins; a transaction of
     * theirs is rolled back.
     *
     * @param subjectPrefix what the names of the subject's sessions begin with, and of no other's
     * @param mine the new caller's {@link Fence#sessionName()}
     * @return how many there were
     * @throws Problem {@link ExecutionProblem#PREDECESSOR_ACTIVE} if one does not end within seconds
     */
    public int endPredecessors(Target target, String subjectPrefix, String mine) {
        if (subjectPrefix.isBlank()) {
            throw new IllegalArgumentException("Every session would be a predecessor");
        }
        return new Predecessors(sessions).end(target, subjectPrefix, mine);
    }

    /** Ends what is under way and waits until the calls have cleaned up behind themselves, for which they need the targets' sessions. */
    @Override
    public void destroy() {
        tools.active().stop();
        try {
            if (calls.tryAcquire(MOST_CALLS, tools.properties().stopTimeout().toMillis(), TimeUnit.MILLISECONDS)) {
                calls.release(MOST_CALLS);
            } else {
                LOG.warn("Plans are still under way; what they leave behind is found by the next plan for their table");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            timer.shutdownNow();
        }
    }

    /** One target's sessions. */
    private record TargetOnly(TargetSessions all, Target one) implements Sessions {

        @Override
        public String target() {
            return one.name();
        }

        @Override
        public Connection open() {
            return all.open(one);
        }

        @Override
        public Connection openDirect() {
            return all.openDirect(one);
        }
    }
}
