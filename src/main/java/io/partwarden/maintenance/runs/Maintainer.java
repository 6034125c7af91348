package io.partwarden.maintenance.runs;

import io.partwarden.jobs.RecurringTask;
import io.partwarden.jobs.RecurringTasks;
import io.partwarden.targets.Targets;
import java.util.concurrent.Semaphore;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/** Looks at each target about once a minute, on one replica at a time. A target that cannot be reached delays nobody but itself. */
@Component
final class Maintainer implements RecurringTask {

    static final String NAME = "maintenance";

    private static final Logger LOG = LoggerFactory.getLogger(Maintainer.class);

    private final Targets targets;
    private final TargetPass pass;
    private final RecurringTasks tasks;
    private final Semaphore places;

    Maintainer(Targets targets, TargetPass pass, RecurringTasks tasks, MaintenanceProperties properties) {
        this.targets = targets;
        this.pass = pass;
        this.tasks = tasks;
        this.places = new Semaphore(properties.targetsAtOnce());
    }

    @Override
    public String name() {
        return NAME;
    }

    /** @param instance a target's name */
    @Override
    public void run(String instance) {
        try {
            places.acquire();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return;
        }
        try {
            targets.find(instance).ifPresentOrElse(pass::run, () -> {
                LOG.info("Target {} is gone, so it is not looked at any more", instance);
                tasks.cancel(NAME, instance);
            });
        } finally {
            places.release();
        }
    }
}
