package io.partwarden.execution;

import io.partwarden.sql.Plan;
import io.partwarden.sql.QualifiedName;
import io.partwarden.targets.Target;
import io.partwarden.targets.TargetSessions;
import java.sql.Connection;
import java.time.Clock;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.random.RandomGenerator;
import org.slf4j.MDC;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.stereotype.Component;

/**
 * Runs plans on targets, and is the only one who does. Each transaction waits for its tables no longer than the lock budget and is tried
 * again until the call's patience is spent; what did not commit has left nothing behind.
 */
@Component
public final class PlanExecutor implements DisposableBean {

    private final TargetSessions sessions;
    private final ScheduledExecutorService timer;
    private final Tools tools;

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
        Call call = Call.of(new TargetOnly(sessions, target), table, patience, tools);
        MDC.put("target", target.name());
        MDC.put("table", StatementLog.oneLine(table.toString()));
        try {
            return new PlanRun(call, plan).run();
        } finally {
            MDC.remove("target");
            MDC.remove("table");
        }
    }

    @Override
    public void destroy() {
        tools.active().stop();
        timer.shutdownNow();
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
