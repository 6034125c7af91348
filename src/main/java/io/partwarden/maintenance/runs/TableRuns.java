package io.partwarden.maintenance.runs;

import io.partwarden.catalog.CatalogReader;
import io.partwarden.execution.ExecutionProblem;
import io.partwarden.partition.TableSnapshot;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.springframework.stereotype.Component;

/** The two jobs of one table's turn. What goes wrong is noted in the turn's logs, whatever it is. */
@Component
final class TableRuns {

    /** Failures that a smaller piece of the work may not meet. */
    private static final Set<String> OF_ONE_LANE = Set.of(
            ExecutionProblem.STATEMENT_FAILED.slug(),
            ExecutionProblem.ROWS_IN_THE_WAY.slug(),
            ExecutionProblem.OUT_OF_RESOURCES.slug());

    private final IdLook ids;
    private final Branches branches;
    private final Creation creation;
    private final Retirement retirement;
    private final TableMaintenance maintenance;
    private final ParentStatistics statistics;
    private final CatalogReader catalog;

    TableRuns(
            IdLook ids,
            Branches branches,
            Creation creation,
            Retirement retirement,
            TableMaintenance maintenance,
            ParentStatistics statistics,
            CatalogReader catalog) {
        this.ids = ids;
        this.branches = branches;
        this.creation = creation;
        this.retirement = retirement;
        this.maintenance = maintenance;
        this.statistics = statistics;
        this.catalog = catalog;
    }

    /** Finds out what the table and all below it need now; false with the reason noted. */
    boolean look(Turn turn) {
        try {
            turn.parts(parts(turn.situation()));
            return true;
        } catch (RuntimeException e) {
            turn.creation().failed(Failure.of(e));
            return false;
        }
    }

    /** The table first, then what is below it. */
    private List<Part> parts(Situation table) {
        List<Part> parts = new ArrayList<>();
        parts.add(new Part(table, Outlook.of(table, ids.of(table))));
        branches.below(table).forEach(branch -> parts.addAll(parts(branch)));
        return parts;
    }

    /** Both jobs, for showing them. */
    PlannedRun plan(Situation table, boolean confirmed) {
        return new PlannedRun(
                table,
                parts(table).stream()
                        .map(part -> new PlannedPart(
                                part.situation(),
                                creation.plan(part.situation(), part.outlook()),
                                retirement.plan(part.situation(), part.outlook(), confirmed)))
                        .toList());
    }

    /** What is new is looked into again, since it may be partitioned itself. */
    void create(Turn turn, Conduct conduct) {
        RunLog log = turn.creation();
        Part table = turn.parts().get(0);
        create(table, conduct, log);
        for (Part part : below(turn, table, log)) {
            if (!log.isOver()) {
                create(part, conduct, log);
            }
        }
        tell(turn.situation(), log);
    }

    private List<Part> below(Turn turn, Part table, RunLog log) {
        List<Part> known = turn.parts().subList(1, turn.parts().size());
        boolean hasLevels = table.situation().policy().lanes().stream()
                .anyMatch(lane -> lane.policy().sub() != null);
        if (!hasLevels || log.isOver() || !log.changedSomething()) {
            return known;
        }
        try {
            return fresh(table.situation())
                    .map(this::parts)
                    .map(parts -> parts.subList(1, parts.size()))
                    .orElse(known);
        } catch (RuntimeException e) {
            log.creationIncomplete();
            log.failed(Failure.of(e));
            return known;
        }
    }

    /** What would be made, for showing it. */
    PlannedRun planCreation(Situation table) {
        return new PlannedRun(
                table,
                parts(table).stream()
                        .map(part -> new PlannedPart(
                                part.situation(),
                                creation.plan(part.situation(), part.outlook()),
                                Retirement.Planned.NOTHING))
                        .toList());
    }

    /** Whose periods are still lacking, by their lanes' keys. */
    Set<String> lacking(Situation table) {
        Set<String> lanes = new HashSet<>();
        fresh(table)
                .map(this::parts)
                .orElse(List.of())
                .forEach(part -> Stream.concat(part.outlook().ahead().stream(), part.outlook().missed().stream())
                        .forEach(wanted -> lanes.add(wanted.policy().key())));
        return lanes;
    }

    /** Where the table has changed since it was read, it is read again, once. */
    private void create(Part part, Conduct conduct, RunLog log) {
        if (!part.outlook().lacksSomething()) {
            return;
        }
        RunLog attempt = new RunLog();
        attemptCreation(part.situation(), part.outlook(), conduct, attempt);
        Failure failure = attempt.failure();
        if (failure != null && failure.code().equals(ExecutionProblem.CHANGED_MEANWHILE.slug())) {
            log.keepDone(attempt);
            attempt = again(part, conduct);
        } else if (failure != null && OF_ONE_LANE.contains(failure.code()) && hasMany(part)) {
            log.keepDone(attempt);
            attempt = laneByLane(part.situation(), conduct);
        }
        log.with(attempt);
    }

    private static boolean hasMany(Part part) {
        return part.situation().policy().lanes().size() > 1;
    }

    /** What the target refuses for one tenant must not keep the others from their partitions. */
    private RunLog laneByLane(Situation table, Conduct conduct) {
        RunLog all = new RunLog();
        for (LanePolicy lane : table.policy().lanes()) {
            if (all.isOver()) {
                all.creationIncomplete();
                break;
            }
            all.with(alone(table.with(table.policy().only(lane)), conduct));
        }
        return all;
    }

    private RunLog alone(Situation lane, Conduct conduct) {
        RunLog log = new RunLog();
        try {
            if (Outlook.of(lane, ids.of(lane)).lacksSomething()) {
                fresh(lane).ifPresent(now -> attemptCreation(now, Outlook.of(now, ids.of(now)), conduct, log));
            }
        } catch (RuntimeException e) {
            log.creationIncomplete();
            log.failed(Failure.of(e));
        }
        return log;
    }

    private RunLog again(Part part, Conduct conduct) {
        RunLog attempt = new RunLog();
        try {
            fresh(part.situation())
                    .ifPresent(now -> attemptCreation(now, Outlook.of(now, ids.of(now)), conduct, attempt));
        } catch (RuntimeException e) {
            attempt.creationIncomplete();
            attempt.failed(Failure.of(e));
        }
        return attempt;
    }

    private void attemptCreation(Situation situation, Outlook outlook, Conduct conduct, RunLog log) {
        try {
            maintenance.create(situation, creation.plan(situation, outlook), conduct, log);
        } catch (RuntimeException e) {
            log.creationIncomplete();
            log.failed(Failure.of(e));
        }
    }

    /** What a turn's retirement has to do on one of its tables. */
    record Exits(Situation situation, Retirement.Planned planned) {}

    /** What it leaves undone by a rule is noted already where it has nothing else to do. */
    List<Exits> planRetirement(Turn turn, boolean confirmed) {
        List<Exits> exits = new ArrayList<>();
        boolean whole = !turn.parts().isEmpty();
        for (Part part : turn.parts()) {
            try {
                Retirement.Planned planned = retirement.plan(part.situation(), part.outlook(), confirmed);
                if (planned.isEmpty()) {
                    planned.skipped().forEach(turn.retirement()::skip);
                } else {
                    exits.add(new Exits(part.situation(), planned));
                }
            } catch (RuntimeException e) {
                whole = false;
                turn.retirement().failed(Failure.of(e));
            }
        }
        if (whole) {
            turn.retirementPlanned();
        }
        return exits;
    }

    void retire(Turn turn, List<Exits> exits, Conduct conduct) {
        RunLog log = turn.retirement();
        for (Exits one : exits) {
            try {
                Situation situation = turn.creation().changedSomething()
                        ? fresh(one.situation()).orElse(one.situation())
                        : one.situation();
                if (!log.isOver()) {
                    maintenance.retire(situation, one.planned(), conduct, log);
                }
            } catch (RuntimeException e) {
                log.failed(Failure.of(e));
            }
        }
        tell(turn.situation(), log);
    }

    /** Statistics of a table whose partitions changed: at once where somebody waits to hear of it. */
    void refreshStatistics(Turn turn, Conduct conduct) {
        if (turn.changedSomething()) {
            Situation situation = turn.situation();
            turn.retirement().analyzed(statistics.refresh(situation.target(), situation.table(), conduct));
        }
    }

    void refreshStatisticsSoon(Turn turn) {
        if (turn.changedSomething()) {
            statistics.refreshSoon(turn.situation().target(), turn.situation().table());
        }
    }

    private void tell(Situation situation, RunLog log) {
        if (!log.lostItsClaim()) {
            maintenance.tell(situation, log);
        }
    }

    private Optional<Situation> fresh(Situation situation) {
        Optional<TableSnapshot> table = catalog.snapshot(situation.target(), situation.table());
        return table.map(situation::with);
    }
}
