package io.partwarden.maintenance.runs;

import io.partwarden.jobs.DatabaseClock;
import io.partwarden.jobs.RecurringTask;
import io.partwarden.jobs.RecurringTasks;
import io.partwarden.targets.Target;
import io.partwarden.targets.Targets;
import java.util.ArrayList;
import java.util.List;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;

/** Sees to it that each target is looked at, also those that come later, and none that has gone; and that old records are forgotten. */
@Component
final class TargetRounds implements RecurringTask {

    private static final String NAME = "maintenance-targets";
    private static final String ONLY = "all";

    private final Targets targets;
    private final RecurringTasks tasks;
    private final RunRepository runs;
    private final DatabaseClock clock;
    private final MaintenanceProperties properties;

    TargetRounds(
            Targets targets,
            RecurringTasks tasks,
            RunRepository runs,
            DatabaseClock clock,
            MaintenanceProperties properties) {
        this.targets = targets;
        this.tasks = tasks;
        this.runs = runs;
        this.clock = clock;
        this.properties = properties;
    }

    @Override
    public String name() {
        return NAME;
    }

    @EventListener(ApplicationReadyEvent.class)
    void begin() {
        if (properties.scheduled()) {
            tasks.ensure(NAME, ONLY, properties.passEvery());
            tasks.runSoon(NAME, ONLY);
        }
    }

    @Override
    public void run(String instance) {
        List<String> gone = new ArrayList<>(tasks.instances(Maintainer.NAME));
        for (Target target : targets.list()) {
            tasks.ensure(Maintainer.NAME, target.name(), properties.passEvery());
            gone.remove(target.name());
        }
        gone.forEach(target -> tasks.cancel(Maintainer.NAME, target));
        runs.forget(clock.now().minus(properties.keepRuns()));
    }
}
