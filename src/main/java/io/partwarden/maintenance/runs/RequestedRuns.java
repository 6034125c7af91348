package io.partwarden.maintenance.runs;

import io.partwarden.jobs.DatabaseClock;
import io.partwarden.maintenance.ManagedName;
import io.partwarden.maintenance.ManagedTable;
import io.partwarden.maintenance.PolicyOrders;
import io.partwarden.maintenance.runs.Run.Job;
import io.partwarden.maintenance.runs.StateRepository.Found;
import io.partwarden.partition.TableSnapshot;
import io.partwarden.shared.Problem;
import io.partwarden.shared.ProblemType;
import io.partwarden.sql.Plan;
import io.partwarden.table.ChangeOptions;
import io.partwarden.targets.Target;
import java.time.Instant;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Runs that somebody asked for: shown at any moment's clock, or done now, both jobs, due or not. */
@Component
final class RequestedRuns {

    static final ProblemType UNDER_WAY =
            new ProblemType("maintenance-under-way", 409, "Maintenance of the table is under way");

    private final PolicyOrders orders;
    private final StateRepository states;
    private final RunRepository runs;
    private final TableRuns tables;
    private final TableClaims claims;
    private final RunRecords records;
    private final DatabaseClock clock;

    RequestedRuns(
            PolicyOrders orders,
            StateRepository states,
            RunRepository runs,
            TableRuns tables,
            TableClaims claims,
            RunRecords records,
            DatabaseClock clock) {
        this.orders = orders;
        this.states = states;
        this.runs = runs;
        this.tables = tables;
        this.claims = claims;
        this.records = records;
        this.clock = clock;
    }

    /** @param now null for the clock's */
    PlannedRun show(Target target, TableSnapshot table, @Nullable Instant now) {
        // What is to be confirmed is shown.
        return tables.plan(situation(target, table, now), true);
    }

    /**
     * Does it now. A plan that was shown is confirmed by its fingerprint.
     *
     * @param begins called once it is certain that it begins
     */
    Run run(Target target, Supplier<TableSnapshot> table, ChangeOptions options, String actor, Runnable begins) {
        ManagedName name = new ManagedName(target.name(), table.get().parent().name());
        orders.requireFree(name);
        RunLog[] ended = new RunLog[1];
        Instant started = clock.now();
        boolean worked = claims.work(target, name, actor, conduct -> {
            Situation situation = situation(target, table.get(), null);
            boolean confirmed = options.planFingerprint() != null;
            if (confirmed) {
                options.requireShown(plan(situation));
            }
            begins.run();
            ended[0] = work(situation, new Conduct(actor, options.patience(), conduct.fence()), confirmed);
        });
        if (!worked) {
            throw Problem.of(
                    UNDER_WAY,
                    "Another run of maintenance works on table " + name.table()
                            + " just now. Look at its record in a moment.");
        }
        Run run = records.of(name, Job.BOTH, actor, ended[0], started);
        runs.save(List.of(run));
        return run;
    }

    private Plan plan(Situation situation) {
        return tables.plan(situation, true).plan();
    }

    private RunLog work(Situation situation, Conduct conduct, boolean confirmed) {
        Turn turn = new Turn(situation, situation.state().fingerprint(), true);
        if (tables.look(turn)) {
            if (turn.lacksSomething()) {
                tables.create(turn, conduct);
            }
            if (!turn.isOver()) {
                tables.retire(turn, tables.planRetirement(turn, confirmed), conduct);
            }
        }
        tables.refreshStatistics(turn, conduct);
        if (turn.isOurs()) {
            states.save(
                    situation.target().name(),
                    List.of(new Found(
                            turn.after(clock.now()), situation.policy().etag())));
        }
        return turn.both();
    }

    /** @param now null for the clock's */
    Situation situation(Target target, TableSnapshot table, @Nullable Instant now) {
        ManagedTable managed =
                orders.require(new ManagedName(target.name(), table.parent().name()));
        TablePolicy policy = orders.read(target, managed, table.parent().key());
        TableState state = states.find(managed.name()).orElse(TableState.unknown(managed.name()));
        return new Situation(target, policy, table, state, now == null ? clock.now() : now);
    }
}
