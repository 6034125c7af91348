package io.partwarden.maintenance.fleet;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.partwarden.maintenance.MaintenanceRunFinished;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;

/** Counts this replica's runs. Each outcome is there from the start, so that a first failure is a rise and no new series. */
@Component
final class RunMeters {

    private static final List<String> OUTCOMES = List.of("nothing", "changed", "partial", "failed");

    private final Map<String, Counter> runs;
    private final Timer lockWaits;

    RunMeters(MeterRegistry meters) {
        this.runs = OUTCOMES.stream()
                .collect(Collectors.toUnmodifiableMap(
                        Function.identity(),
                        outcome -> meters.counter("partwarden.maintenance.runs", "outcome", outcome)));
        this.lockWaits = Timer.builder("partwarden.lock.wait")
                .description("What maintenance waited for locks, by change, all attempts together")
                .register(meters);
    }

    @EventListener
    void finished(MaintenanceRunFinished run) {
        Counter counter = runs.get(run.outcome());
        if (counter != null) {
            counter.increment();
        }
        run.lockWaits().forEach(lockWaits::record);
    }
}
