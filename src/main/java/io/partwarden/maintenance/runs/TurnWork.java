package io.partwarden.maintenance.runs;

import io.partwarden.jobs.DatabaseClock;
import io.partwarden.maintenance.runs.Run.Job;
import io.partwarden.targets.Target;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Consumer;
import org.springframework.stereotype.Component;

/** Gives each due table its turn, some at a time: first all creations, then all retirements. */
@Component
final class TurnWork {

    private final TableRuns tables;
    private final TableClaims claims;
    private final RunRecords records;
    private final StateRepository states;
    private final RunRepository runs;
    private final DatabaseClock clock;
    private final int workers;

    TurnWork(
            TableRuns tables,
            TableClaims claims,
            RunRecords records,
            StateRepository states,
            RunRepository runs,
            DatabaseClock clock,
            MaintenanceProperties properties) {
        this.tables = tables;
        this.claims = claims;
        this.records = records;
        this.states = states;
        this.runs = runs;
        this.clock = clock;
        this.workers = properties.workers();
    }

    void run(Target target, Turns.Read read) {
        Ledger ledger = new Ledger(target.name(), states, runs);
        read.failed().forEach(found -> ledger.note(found.state(), found.etag(), List.of()));
        ExecutorService threads = Executors.newFixedThreadPool(
                Math.min(workers, Math.max(1, read.turns().size())));
        try {
            List<Turn> later = new ArrayList<>();
            inParallel(threads, read.turns(), turn -> {
                create(turn, ledger);
                if (turn.retires() && !turn.isOver() && !turn.parts().isEmpty()) {
                    synchronized (later) {
                        later.add(turn);
                    }
                } else {
                    conclude(turn, ledger);
                }
            });
            ledger.write();
            inParallel(threads, later, turn -> {
                retire(turn, ledger);
                conclude(turn, ledger);
            });
        } finally {
            threads.shutdownNow();
            ledger.write();
        }
    }

    private void create(Turn turn, Ledger ledger) {
        Instant started = clock.now();
        if (tables.look(turn) && turn.lacksSomething()) {
            claimed(turn, turn.creation(), conduct -> tables.create(turn, conduct));
        }
        keep(turn, Job.CREATE, turn.creation(), started, ledger);
    }

    private void retire(Turn turn, Ledger ledger) {
        Instant started = clock.now();
        List<TableRuns.Exits> exits = tables.planRetirement(turn, false);
        if (!exits.isEmpty()) {
            claimed(turn, turn.retirement(), conduct -> tables.retire(turn, exits, conduct));
        }
        keep(turn, Job.RETIRE, turn.retirement(), started, ledger);
    }

    private void claimed(Turn turn, RunLog log, Consumer<Conduct> work) {
        Situation situation = turn.situation();
        try {
            if (!claims.follow(situation.target(), situation.policy(), work)) {
                turn.busy();
            }
        } catch (RuntimeException e) {
            log.failed(Failure.of(e));
        }
    }

    private void keep(Turn turn, Job job, RunLog log, Instant started, Ledger ledger) {
        records.worthKeeping(turn.situation().policy().name(), job, log, started)
                .ifPresent(run -> ledger.note(List.of(run)));
    }

    private void conclude(Turn turn, Ledger ledger) {
        tables.refreshStatisticsSoon(turn);
        if (turn.isOurs()) {
            ledger.note(turn.after(clock.now()), turn.situation().policy().etag(), List.of());
        }
    }

    /** To the end of all of them, unless this thread is interrupted, when those under way end soon. */
    private static void inParallel(ExecutorService threads, List<Turn> turns, Consumer<Turn> work) {
        List<Future<?>> all = new ArrayList<>();
        turns.forEach(turn -> all.add(threads.submit(() -> work.accept(turn))));
        RuntimeException first = null;
        for (Future<?> one : all) {
            try {
                one.get();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return;
            } catch (ExecutionException e) {
                first = first == null ? new IllegalStateException("A table's turn broke", e.getCause()) : first;
            }
        }
        if (first != null) {
            throw first;
        }
    }
}
