package io.partwarden.maintenance.runs;

import io.partwarden.maintenance.runs.TableState.Health;
import io.partwarden.table.BoundResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * One table in one pass: what was found out, what its two jobs did, and how it stands afterwards. Its jobs run one after the other, on
 * whichever thread.
 */
final class Turn {

    private static final Duration FIRST_RETRY = Duration.ofMinutes(1);
    private static final int MOST_DOUBLINGS = 11;

    private final Situation situation;
    private final @Nullable String fingerprint;
    private final boolean retires;
    private final RunLog creation = new RunLog();
    private final RunLog retirement = new RunLog();
    private List<Part> parts = List.of();
    private boolean busy;
    private boolean retirementPlanned;

    /**
     * @param fingerprint of the tree as the pass found it
     * @param retires whether it is time for its retirement; a table whose tree has moved is looked at for its creation alone
     */
    Turn(Situation situation, @Nullable String fingerprint, boolean retires) {
        this.situation = situation;
        this.fingerprint = fingerprint;
        this.retires = retires;
    }

    Situation situation() {
        return situation;
    }

    RunLog creation() {
        return creation;
    }

    RunLog retirement() {
        return retirement;
    }

    boolean changedSomething() {
        return creation.changedSomething() || retirement.changedSomething();
    }

    /** What both jobs noted, as one run's. */
    RunLog both() {
        return creation.with(retirement);
    }

    /** The table and what is below it; none while nothing is known of it. */
    List<Part> parts() {
        return parts;
    }

    void parts(List<Part> found) {
        parts = List.copyOf(found);
    }

    boolean lacksSomething() {
        return parts.stream().anyMatch(part -> part.outlook().lacksSomething());
    }

    boolean retires() {
        return retires;
    }

    /** Somebody else works on it, and writes down how it stands. */
    void busy() {
        busy = true;
    }

    boolean isOver() {
        return busy || creation.isOver() || retirement.isOver();
    }

    /** Whether how it stands is ours to write. */
    boolean isOurs() {
        return !busy && Stream.of(creation, retirement).noneMatch(log -> log.lostItsClaim() || log.wasHeldBack());
    }

    TableState after(Instant now) {
        TableState before = situation.state();
        Failure failure = creation.failure() == null ? missing().orElse(retirement.failure()) : creation.failure();
        Health health = failure == null
                ? before.health().succeeded(now)
                : before.health().failed(now, failure);
        return new TableState(
                before.name(),
                // What it made moved the tree: one that somebody brings back to what it was then must not look as if it
                // were served.
                changedSomething() ? null : fingerprint,
                dueAt(now, health),
                lanes(),
                before.firstRunDone() || firstRunDone(),
                health);
    }

    /** A current or coming period that a rule kept from being made: who relies on it must hear of it as of a failure. */
    private Optional<Failure> missing() {
        Set<BoundResponse> needed = parts.stream()
                .flatMap(part -> part.outlook().ahead().stream())
                .map(wanted -> BoundResponse.of(wanted.bound()))
                .collect(Collectors.toSet());
        return creation.record().skipped().stream()
                .filter(skip -> !skip.reason().equals(SkipReason.HOOK_DEFER.code()))
                .filter(skip -> skip.bounds() != null && needed.contains(skip.bounds()))
                .findFirst()
                .map(skip -> new Failure(skip.reason(), skip.detail(), skip.blockers()));
    }

    /** Its exits were planned to the end, so that what a first run takes away was there to be asked about. */
    void retirementPlanned() {
        retirementPlanned = true;
    }

    private boolean firstRunDone() {
        return retirementPlanned
                && retirement.failure() == null
                && situation.policy().lanes().stream()
                        .anyMatch(lane -> lane.policy().retention() != null)
                && retirement.record().skipped().stream()
                        .noneMatch(skip -> skip.reason().equals(SkipReason.CONFIRM_FIRST_RUN.code()));
    }

    private Instant dueAt(Instant now, Health health) {
        Duration every = situation.policy().every();
        if (health.failures() > 0) {
            Duration wait = FIRST_RETRY.multipliedBy(1L << Math.min(health.failures() - 1, MOST_DOUBLINGS));
            return now.plus(wait.compareTo(every) < 0 ? wait : every);
        }
        if (wasDeferred()) {
            return now.plus(FIRST_RETRY);
        }
        Instant next = now.plus(every);
        Instant due = situation.state().dueAt();
        // Not looked at for its retirement: that keeps its time.
        if (!retires && due != null && due.isBefore(next)) {
            next = due;
        }
        for (Part part : parts) {
            Instant change = part.outlook().nextChange();
            if (change != null && change.isAfter(now) && change.isBefore(next)) {
                next = change;
            }
        }
        return next;
    }

    private boolean wasDeferred() {
        return Stream.of(creation, retirement)
                .flatMap(log -> log.record().skipped().stream())
                .anyMatch(skip -> skip.reason().equals(SkipReason.HOOK_DEFER.code()));
    }

    /** Where something that was needed was left out, what was served before is all that is known to be. */
    private Map<String, LaneState> lanes() {
        boolean complete = creation.creationComplete() && creation.failure() == null;
        Map<String, LaneState> lanes = new HashMap<>(situation.state().lanes());
        for (Part part : parts) {
            part.outlook()
                    .lanes()
                    .forEach((key, lane) -> lanes.put(
                            key,
                            complete
                                    ? lane
                                    : new LaneState(situation.state().lane(key).servedUntil(), lane.ids())));
        }
        return lanes;
    }
}
