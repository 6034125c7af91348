package io.partwarden.maintenance.runs;

import io.partwarden.jobs.DatabaseClock;
import io.partwarden.maintenance.ManagedName;
import io.partwarden.maintenance.runs.Run.Job;
import io.partwarden.partition.TableSnapshot;
import io.partwarden.shared.Problem;
import io.partwarden.sql.Plan;
import io.partwarden.table.ChangeOptions;
import io.partwarden.targets.Target;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Makes at once what some of a table's lanes lack, at somebody's request; the others and all that is old wait for the next pass. */
@Component
public final class LaneRuns {

    private final TableRuns tables;
    private final TableClaims claims;
    private final StateRepository states;
    private final RunRecords records;
    private final RunRepository runs;
    private final DatabaseClock clock;

    LaneRuns(
            TableRuns tables,
            TableClaims claims,
            StateRepository states,
            RunRecords records,
            RunRepository runs,
            DatabaseClock clock) {
        this.tables = tables;
        this.claims = claims;
        this.states = states;
        this.records = records;
        this.runs = runs;
        this.clock = clock;
    }

    /** @param policy of the table, with just the lanes in question */
    public record Asked(Target target, TablePolicy policy, TableSnapshot table) {}

    /** @param skipped what would not be made, and why */
    public record Shown(Plan plan, List<Skip> skipped) {
        public Shown {
            skipped = List.copyOf(skipped);
        }
    }

    /**
     * @param run as it is on record
     * @param lacking lanes, by their keys, that still lack something
     */
    public record Made(Run run, Set<String> lacking) {
        public Made {
            lacking = Set.copyOf(lacking);
        }
    }

    public Shown show(Asked asked, @Nullable Instant now) {
        Situation situation = situation(asked, now == null ? clock.now() : now);
        PlannedRun run = tables.planCreation(situation);
        return new Shown(run.plan(), run.skipped());
    }

    /**
     * Does it now. What fails is in the run's record; 409 while other work on the table is under way.
     *
     * @param asked gives the table as it is then
     * @param begins called once it is certain that it begins
     */
    public Made create(
            Target target,
            ManagedName name,
            Supplier<Asked> asked,
            ChangeOptions options,
            String actor,
            Runnable begins) {
        Made[] made = new Made[1];
        boolean worked = claims.work(target, name, actor, conduct -> {
            Instant started = clock.now();
            Situation situation = situation(asked.get(), started);
            if (options.planFingerprint() != null) {
                options.requireShown(tables.planCreation(situation).plan());
            }
            begins.run();
            Turn turn = new Turn(situation, null, false);
            Set<String> lacking = create(turn, new Conduct(actor, options.patience(), conduct.fence()));
            made[0] = new Made(records.of(name, Job.CREATE, actor, turn.creation(), started), lacking);
        });
        if (!worked) {
            throw underWay(name);
        }
        if (made[0].run().outcome() != Run.Outcome.NOTHING) {
            runs.save(List.of(made[0].run()));
        }
        return made[0];
    }

    static Problem underWay(ManagedName name) {
        return Problem.of(
                RequestedRuns.UNDER_WAY,
                "Another run of maintenance works on table " + name.table() + " just now. Ask again in a moment.");
    }

    private Set<String> create(Turn turn, Conduct conduct) {
        if (tables.look(turn) && !turn.lacksSomething()) {
            return Set.of();
        }
        if (!turn.parts().isEmpty()) {
            tables.create(turn, conduct);
        }
        RunLog log = turn.creation();
        if (log.failure() == null && log.creationComplete()) {
            return Set.of();
        }
        try {
            return tables.lacking(turn.situation());
        } catch (RuntimeException e) {
            log.failed(Failure.of(e));
            return turn.situation().policy().lanes().stream()
                    .map(LanePolicy::key)
                    .collect(Collectors.toSet());
        }
    }

    private Situation situation(Asked asked, Instant now) {
        ManagedName name = asked.policy().name();
        TableState state = states.find(name).orElse(TableState.unknown(name));
        return new Situation(asked.target(), asked.policy(), asked.table(), state, now);
    }
}
