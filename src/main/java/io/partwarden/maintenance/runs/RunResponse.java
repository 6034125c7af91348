package io.partwarden.maintenance.runs;

import io.partwarden.maintenance.hooks.HookOutcome;
import io.partwarden.maintenance.runs.RunRecord.Item;
import io.partwarden.maintenance.runs.RunRecord.LockWait;
import io.partwarden.table.RelationName;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A run as it is answered.
 *
 * @param job which of the two it did; those that were asked for do both
 * @param outcome {@code nothing}, {@code changed}, {@code partial} or {@code failed}
 * @param analyzed whether the table's statistics were made anew; null where nothing had changed
 * @param error the first failure, null if there was none
 */
record RunResponse(
        UUID id,
        String target,
        RelationName table,
        String job,
        String actor,
        String replica,
        String outcome,
        Instant startedAt,
        Instant finishedAt,
        long durationMs,
        RunRecord.Planned planned,
        List<Item> created,
        List<Item> detached,
        List<Item> dropped,
        List<Skip> skipped,
        List<HookOutcome> hooks,
        List<LockWait> lockWaits,
        @Nullable Boolean analyzed,
        @Nullable Failure error) {

    static RunResponse of(Run run) {
        RunRecord record = run.record();
        return new RunResponse(
                run.id(),
                run.name().target(),
                RelationName.of(run.name().table()),
                run.job().text(),
                run.origin().actor(),
                run.origin().replica(),
                run.outcome().text(),
                run.times().started(),
                run.times().finished(),
                Duration.between(run.times().started(), run.times().finished()).toMillis(),
                record.planned(),
                record.done().created(),
                record.done().detached(),
                record.done().dropped(),
                record.skipped(),
                record.hooks(),
                record.lockWaits(),
                record.analyzed(),
                run.error());
    }
}
