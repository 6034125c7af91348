package io.partwarden.maintenance.tenants;

import io.partwarden.jobs.RecurringTask;
import io.partwarden.jobs.RecurringTasks;
import io.partwarden.maintenance.tenants.TenantProperties.OfTable;
import io.partwarden.shared.FieldProblem;
import io.partwarden.shared.Problem;
import io.partwarden.table.RequestedTables.Requested;
import io.partwarden.targets.Target;
import io.partwarden.targets.Targets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;

/**
 * Registers the tenants of the configuration once the service has started, and whenever it looks again: a table or policy may come later.
 * What cannot be done is logged and tried again, and delays nobody.
 */
@Component
final class DeclaredTenants implements RecurringTask {

    private static final Logger LOG = LoggerFactory.getLogger(DeclaredTenants.class);
    private static final String NAME = "declared-tenants";
    private static final String ONLY = "all";
    private static final Duration EVERY = Duration.ofMinutes(10);

    private final TenantProperties properties;
    private final Registration registration;
    private final Targets targets;
    private final RecurringTasks tasks;

    DeclaredTenants(TenantProperties properties, Registration registration, Targets targets, RecurringTasks tasks) {
        this.properties = properties;
        this.registration = registration;
        this.targets = targets;
        this.tasks = tasks;
    }

    @Override
    public String name() {
        return NAME;
    }

    @EventListener(ApplicationReadyEvent.class)
    void begin() {
        if (properties.declared().isEmpty()) {
            tasks.cancel(NAME, ONLY);
        } else {
            tasks.ensure(NAME, ONLY, EVERY);
            tasks.runSoon(NAME, ONLY);
        }
    }

    @Override
    public void run(String instance) {
        properties.declared().forEach(this::register);
    }

    private void register(OfTable table) {
        Optional<Target> target = targets.find(table.target());
        if (target.isEmpty()) {
            LOG.warn("Tenants of {} are declared, and there is no target of that name", table.name());
            return;
        }
        try {
            Map<String, List<FieldProblem>> wrong =
                    registration.add(new Requested(target.get(), table.name().table()), table.values());
            if (!wrong.isEmpty()) {
                LOG.warn("Of the declared tenants of {}, {} cannot be registered", table.name(), wrong.size());
            }
        } catch (Problem e) {
            LOG.warn("The declared tenants of {} are not registered yet: {}", table.name(), e.detail());
        }
    }
}
