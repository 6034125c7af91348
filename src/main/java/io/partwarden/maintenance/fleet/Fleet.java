package io.partwarden.maintenance.fleet;

import io.partwarden.maintenance.ManagedName;
import io.partwarden.maintenance.ManagedTable;
import io.partwarden.maintenance.Pauses;
import io.partwarden.maintenance.Policies;
import io.partwarden.sql.QualifiedName;
import io.partwarden.targets.Target;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Brings together what targets say, what policies want and how maintenance goes. */
@Component
final class Fleet {

    private final FleetReadings readings;
    private final Policies policies;
    private final Pauses pauses;
    private final ProgressRepository histories;
    private final Clock clock;

    Fleet(FleetReadings readings, Policies policies, Pauses pauses, ProgressRepository histories, Clock clock) {
        this.readings = readings;
        this.policies = policies;
        this.pauses = pauses;
        this.histories = histories;
        this.clock = clock;
    }

    /**
     * One target and its tables.
     *
     * @param rows by name; of a target that does not answer, those that were there when it last did, and those with a policy
     */
    record View(Target target, TargetReading reading, List<FleetRow> rows) {}

    List<View> views(List<Target> targets) {
        Map<String, TargetReading> read = readings.of(targets);
        Map<ManagedName, Progress> stands =
                histories.of(targets.stream().map(Target::name).toList());
        Instant now = clock.instant();
        List<View> views = new ArrayList<>();
        for (Target target : targets) {
            TargetReading reading = read.get(target.name());
            if (reading != null) {
                views.add(new View(target, reading, rows(target, reading, stands, now)));
            }
        }
        return views;
    }

    private List<FleetRow> rows(Target target, TargetReading reading, Map<ManagedName, Progress> stands, Instant now) {
        Map<QualifiedName, ManagedTable> managed = policies.ofTarget(target.name()).stream()
                .collect(Collectors.toMap(
                        table -> table.name().table(), Function.identity(), (one, other) -> one, TreeMap::new));
        Optional<Pauses.Reason> wide = managed.isEmpty() ? Optional.empty() : pauses.againstTarget(target.name());
        TreeSet<QualifiedName> names = new TreeSet<>(reading.tables().keySet());
        names.addAll(managed.keySet());
        List<FleetRow> rows = new ArrayList<>();
        for (QualifiedName name : names) {
            ManagedTable policy = managed.get(name);
            Progress progress =
                    policy == null ? null : stands.getOrDefault(policy.name(), Progress.unknown(policy.name()));
            rows.add(new FleetRow(
                    target,
                    name,
                    state(wide, policy, progress),
                    policy,
                    progress,
                    reading.table(name).orElse(null),
                    now));
        }
        return rows;
    }

    private static MaintenanceState state(
            Optional<Pauses.Reason> wide, @Nullable ManagedTable policy, @Nullable Progress progress) {
        if (policy == null || progress == null) {
            return MaintenanceState.UNMANAGED;
        }
        Optional<Pauses.Reason> held = wide.isPresent() ? wide : Pauses.againstTable(policy);
        if (held.isPresent()) {
            return held(held.get());
        }
        if (progress.isFailing()) {
            return MaintenanceState.FAILING;
        }
        return progress.lastSuccessAt() == null ? MaintenanceState.NEVER_RUN : MaintenanceState.OK;
    }

    private static MaintenanceState held(Pauses.Reason reason) {
        return switch (reason) {
            case FROZEN -> MaintenanceState.FROZEN;
            case TARGET_OBSERVED -> MaintenanceState.OBSERVED;
            case TARGET_PAUSED, TABLE_PAUSED -> MaintenanceState.PAUSED;
            case POLICY_DISABLED -> MaintenanceState.DISABLED;
            case NO_POLICY -> MaintenanceState.UNMANAGED;
        };
    }
}
