package io.partwarden.execution;

import io.partwarden.execution.ExecutionReport.ExecutedTransaction;
import io.partwarden.execution.ExecutionReport.Outcome;
import io.partwarden.shared.Problem;
import io.partwarden.sql.Plan;
import io.partwarden.sql.PlannedTransaction;
import io.partwarden.sql.PlannedTransaction.Mode;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.MDC;

/** A whole plan, transaction by transaction, until one fails. */
final class PlanRun {

    private final Call call;
    private final Plan plan;
    private final List<TransactionResult> results = new ArrayList<>();

    PlanRun(Call call, Plan plan) {
        this.call = call;
        this.plan = plan;
    }

    ExecutionReport run() {
        List<PlannedTransaction> transactions = plan.transactions();
        int from = 0;
        while (from < transactions.size() && failure().isEmpty()) {
            int to = endOfNeighbours(from);
            if (to - from == 1) {
                run(from);
            } else {
                runOnTwoSessions(from, to);
            }
            from = to;
        }
        Optional<Problem> failure = failure();
        List<TransactionResult> cleanup = failure.isPresent() && mayHaveLeftSomething() ? cleanUp() : List.of();
        ExecutionReport report = report(cleanup);
        failure.ifPresent(problem -> {
            throw new ExecutionFailedException(report, withProgress(problem, report, cleanup));
        });
        return report;
    }

    private boolean mayHaveLeftSomething() {
        return report(List.of()).transactions().stream()
                .map(ExecutedTransaction::outcome)
                .anyMatch(outcome -> outcome == Outcome.COMMITTED || outcome == Outcome.UNKNOWN);
    }

    /**
     * Neither an interruption nor the end of the service keeps from it: what is left in the way refuses rows until somebody sees it. What
     * fails here too is found by the next plan.
     */
    private List<TransactionResult> cleanUp() {
        boolean interrupted = Thread.interrupted();
        try {
            Call own = call.forCleanup();
            List<TransactionResult> done = new ArrayList<>();
            for (int i = 0; i < plan.cleanup().size(); i++) {
                done.add(run(own, plan.cleanup().get(i), i + 1));
            }
            return done;
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    /** The transactions from there on that are free of any order among themselves. */
    private int endOfNeighbours(int from) {
        List<PlannedTransaction> transactions = plan.transactions();
        int to = from + 1;
        while (transactions.get(from).mode() == Mode.ATOMIC_UNORDERED
                && to < transactions.size()
                && transactions.get(to).mode() == Mode.ATOMIC_UNORDERED) {
            to++;
        }
        return to;
    }

    private void runOnTwoSessions(int from, int to) {
        AtomicInteger next = new AtomicInteger(from);
        Runnable work = () -> {
            for (int i = next.getAndIncrement(); i < to && failure().isEmpty(); i = next.getAndIncrement()) {
                run(i);
            }
        };
        FutureTask<?> second = new FutureTask<>(withContext(work), null);
        Thread thread = new Thread(second, Thread.currentThread().getName() + "-2");
        thread.start();
        try {
            work.run();
        } finally {
            awaitEnd(second, thread);
        }
    }

    private static Runnable withContext(Runnable work) {
        Map<String, String> context = MDC.getCopyOfContextMap();
        return () -> {
            if (context != null) {
                MDC.setContextMap(context);
            }
            work.run();
        };
    }

    /** Waits in any case: what the other session does is part of the report. An interruption reaches it too. */
    private static void awaitEnd(FutureTask<?> second, Thread thread) {
        boolean interrupted = false;
        try {
            while (true) {
                try {
                    second.get();
                    return;
                } catch (InterruptedException e) {
                    interrupted = true;
                    thread.interrupt();
                } catch (ExecutionException e) {
                    throw new IllegalStateException("The second session's part of a plan broke", e.getCause());
                }
            }
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private void run(int index) {
        TransactionResult result = run(call, plan.transactions().get(index), index + 1);
        synchronized (results) {
            results.add(result);
        }
    }

    private static TransactionResult run(Call call, PlannedTransaction transaction, int number) {
        TransactionResult result = transaction.mode() == Mode.AUTOCOMMIT
                ? new AutocommitRun(call, transaction, number).run()
                : new TransactionRun(call, transaction, number).run();
        StatementLog.write(result.executed());
        return result;
    }

    private Optional<Problem> failure() {
        synchronized (results) {
            return results.stream().flatMap(r -> r.problem().stream()).findFirst();
        }
    }

    private ExecutionReport report(List<TransactionResult> cleanup) {
        synchronized (results) {
            return new ExecutionReport(
                    plan.transactions().size(),
                    results.stream()
                            .map(TransactionResult::executed)
                            .sorted(Comparator.comparingInt(ExecutedTransaction::number))
                            .toList(),
                    cleanup.stream().map(TransactionResult::executed).toList());
        }
    }

    private static Problem withProgress(Problem problem, ExecutionReport report, List<TransactionResult> cleanup) {
        Problem told =
                problem.with("transactions", Map.of("committed", report.committed(), "planned", report.planned()));
        if (cleanup.isEmpty()) {
            return told;
        }
        boolean clean = cleanup.stream().allMatch(result -> result.problem().isEmpty());
        return told.with("cleanup", clean ? "done" : "failed");
    }
}
