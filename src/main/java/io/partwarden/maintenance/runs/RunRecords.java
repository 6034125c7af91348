package io.partwarden.maintenance.runs;

import io.partwarden.jobs.DatabaseClock;
import io.partwarden.jobs.ReplicaName;
import io.partwarden.maintenance.MaintenanceRunFinished;
import io.partwarden.maintenance.ManagedName;
import io.partwarden.maintenance.runs.Run.Job;
import io.partwarden.maintenance.runs.Run.Origin;
import io.partwarden.maintenance.runs.Run.Times;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.stereotype.Component;

/** Makes a run's record of what its log says, and tells whoever listens that the run has ended. */
@Component
final class RunRecords {

    /** What stands in every look at some tables, for years. */
    private static final Set<String> USUAL =
            Set.of(SkipReason.MIN_PARTITIONS.code(), SkipReason.MAX_PER_RUN.code(), SkipReason.SHARED.code());

    private final DatabaseClock clock;
    private final String replica;
    private final ApplicationEventPublisher events;

    RunRecords(DatabaseClock clock, ReplicaName replica, ApplicationEventPublisher events) {
        this.clock = clock;
        this.replica = replica.toString();
        this.events = events;
    }

    /** Empty for a look that found nothing to do and nothing worth telling. */
    Optional<Run> worthKeeping(ManagedName table, Job job, RunLog log, Instant started) {
        RunRecord record = log.record();
        boolean nothing = record.done().isEmpty()
                && log.failure() == null
                && record.hooks().isEmpty()
                && record.skipped().stream().allMatch(skip -> USUAL.contains(skip.reason()));
        return nothing ? Optional.empty() : Optional.of(of(table, job, Conduct.MAINTENANCE, log, started));
    }

    Run of(ManagedName table, Job job, String actor, RunLog log, Instant started) {
        events.publishEvent(new MaintenanceRunFinished(
                table,
                log.outcome().text(),
                log.record().lockWaits().stream()
                        .map(wait -> Duration.ofMillis(wait.millis()))
                        .toList()));
        return new Run(
                log.id(),
                table,
                job,
                new Origin(actor, replica),
                log.outcome(),
                new Times(started, clock.now()),
                log.record(),
                log.failure());
    }
}
