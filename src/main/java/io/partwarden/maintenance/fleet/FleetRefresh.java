package io.partwarden.maintenance.fleet;

import io.partwarden.maintenance.fleet.Fleet.View;
import io.partwarden.targets.Target;
import io.partwarden.targets.Targets;
import java.time.Clock;
import java.util.List;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;

/** Looks at the whole fleet about once a minute, for metrics and so that it is known since when a finding stands. */
@Component
final class FleetRefresh {

    private final Targets targets;
    private final FleetReadings readings;
    private final Fleet fleet;
    private final Findings findings;
    private final FleetMeters meters;
    private final Clock clock;

    FleetRefresh(
            Targets targets, FleetReadings readings, Fleet fleet, Findings findings, FleetMeters meters, Clock clock) {
        this.targets = targets;
        this.readings = readings;
        this.fleet = fleet;
        this.findings = findings;
        this.meters = meters;
        this.clock = clock;
    }

    @Scheduled(initialDelayString = "PT1S", fixedDelayString = "${partwarden.fleet.refresh-every:1m}")
    void refresh() {
        List<Target> all = targets.list();
        readings.keepOnly(all);
        findings.keepOnly(all);
        List<View> views = fleet.views(all);
        meters.show(views, findings.of(views), clock.instant());
    }
}
