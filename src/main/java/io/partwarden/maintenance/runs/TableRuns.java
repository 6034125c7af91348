package io.partwarden.maintenance.runs;

import io.partwarden.catalog.CatalogReader;
import io.partwarden.execution.ExecutionProblem;
import io.partwarden.partition.TableSnapshot;
import java.util.Optional;
import org.springframework.stereotype.Component;

/** The two jobs of one table's turn. What goes wrong is noted in the turn's logs, whatever it is. */
@Component
final class TableRuns {

    private final IdLook ids;
    private final Creation creation;
    private final Retirement retirement;
    private final TableMaintenance maintenance;
    private final CatalogReader catalog;

    TableRuns(
            IdLook ids, Creation creation, Retirement retirement, TableMaintenance maintenance, CatalogReader catalog) {
        this.ids = ids;
        this.creation = creation;
        this.retirement = retirement;
        this.maintenance = maintenance;
        this.catalog = catalog;
    }

    /** What the table needs now; empty with the reason noted. */
    Optional<Outlook> look(Turn turn) {
        try {
            Outlook outlook = look(turn.situation());
            turn.outlook(outlook);
            return Optional.of(outlook);
        } catch (RuntimeException e) {
            turn.creation().failed(Failure.of(e));
            return Optional.empty();
        }
    }

    Outlook look(Situation situation) {
        return Outlook.of(situation, ids.of(situation));
    }

    /** Both jobs, for showing them. */
    PlannedRun plan(Situation situation, boolean confirmed) {
        Outlook outlook = look(situation);
        return new PlannedRun(
                situation, creation.plan(situation, outlook), retirement.plan(situation, outlook, confirmed));
    }

    /** What would be made, for showing it. */
    PlannedRun planCreation(Situation situation) {
        return new PlannedRun(situation, creation.plan(situation, look(situation)), Retirement.Planned.NOTHING);
    }

    /** What the table lacks once something was left undone; empty where that cannot be told. */
    Optional<Outlook> lookAgain(Turn turn) {
        try {
            return fresh(turn).map(this::look);
        } catch (RuntimeException e) {
            turn.creation().failed(Failure.of(e));
            return Optional.empty();
        }
    }

    /** Where the table has changed since it was read, it is read again, once. */
    void create(Turn turn, Outlook outlook, Conduct conduct) {
        RunLog log = turn.creation();
        attemptCreation(turn.situation(), outlook, conduct, log);
        if (log.failure() != null && log.failure().code().equals(ExecutionProblem.CHANGED_MEANWHILE.slug())) {
            fresh(turn).ifPresent(situation -> {
                log.again();
                attemptCreation(situation, Outlook.of(situation, ids.of(situation)), conduct, log);
            });
        }
        tell(turn.situation(), log);
    }

    private void attemptCreation(Situation situation, Outlook outlook, Conduct conduct, RunLog log) {
        try {
            maintenance.create(situation, creation.plan(situation, outlook), conduct, log);
        } catch (RuntimeException e) {
            log.creationIncomplete();
            log.failed(Failure.of(e));
        }
    }

    /** What the turn's retirement has to do; what it leaves undone by a rule is noted already if it is nothing. */
    Retirement.Planned planRetirement(Turn turn, Outlook outlook, boolean confirmed) {
        try {
            Retirement.Planned planned = retirement.plan(turn.situation(), outlook, confirmed);
            if (planned.isEmpty()) {
                planned.skipped().forEach(turn.retirement()::skip);
            }
            return planned;
        } catch (RuntimeException e) {
            turn.retirement().failed(Failure.of(e));
            return Retirement.Planned.NOTHING;
        }
    }

    void retire(Turn turn, Retirement.Planned planned, Conduct conduct) {
        RunLog log = turn.retirement();
        try {
            Situation situation =
                    turn.creation().changedSomething() ? fresh(turn).orElse(turn.situation()) : turn.situation();
            maintenance.retire(situation, planned, conduct, log);
        } catch (RuntimeException e) {
            log.failed(Failure.of(e));
        }
        tell(turn.situation(), log);
    }

    private void tell(Situation situation, RunLog log) {
        if (!log.lostItsClaim()) {
            maintenance.tell(situation, log);
        }
    }

    private Optional<Situation> fresh(Turn turn) {
        Situation situation = turn.situation();
        Optional<TableSnapshot> table = catalog.snapshot(situation.target(), situation.table());
        return table.map(situation::with);
    }
}
