package io.partwarden.maintenance.fleet;

import io.partwarden.maintenance.fleet.Fleet.View;
import io.partwarden.maintenance.fleet.FleetFinding.About;
import io.partwarden.maintenance.fleet.FleetFinding.Advice;
import io.partwarden.targets.Target;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.springframework.stereotype.Component;

/** Everything that is wrong, and since when. */
@Component
final class Findings {

    private final FindingRepository memory;
    private final Clock clock;

    Findings(FindingRepository memory, Clock clock) {
        this.memory = memory;
        this.clock = clock;
    }

    /** @param views whole ones: what they do not show any more is forgotten */
    List<FleetFinding> of(List<View> views) {
        Map<UUID, FleetFinding> found = new LinkedHashMap<>();
        Map<UUID, String> targets = new LinkedHashMap<>();
        for (View view : views) {
            for (FleetFinding finding : of(view)) {
                found.put(finding.id(), finding);
                targets.put(finding.id(), finding.subject().target());
            }
        }
        Map<UUID, Instant> since = memory.firstSeen(
                views.stream().map(view -> view.target().name()).toList(),
                views.stream()
                        .filter(view -> view.reading().asOf() != null)
                        .map(view -> view.target().name())
                        .toList(),
                targets,
                clock.instant());
        return found.values().stream()
                .map(finding -> finding.since() == null ? finding.since(since.get(finding.id())) : finding)
                .toList();
    }

    /** Forgets what was found on targets that are gone. */
    void keepOnly(List<Target> targets) {
        memory.keepOnly(targets.stream().map(Target::name).toList());
    }

    private static List<FleetFinding> of(View view) {
        List<FleetFinding> found = new ArrayList<>();
        TargetReading.Outage outage = view.reading().outage();
        if (outage != null) {
            found.add(down(view, outage));
        }
        for (FleetRow row : view.rows()) {
            FindingSheet sheet = new FindingSheet(row);
            CoverageRules.note(row, sheet);
            CatalogRules.note(row, sheet);
            MaintenanceRules.note(row, view.reading(), sheet);
            found.addAll(sheet.findings());
        }
        return found;
    }

    private static FleetFinding down(View view, TargetReading.Outage outage) {
        String target = view.target().name();
        About subject = new About(target, null, null);
        return new FleetFinding(
                FleetFinding.id(FindingKind.TARGET_DOWN, subject, ""),
                Severity.CRITICAL,
                FindingKind.TARGET_DOWN,
                subject,
                new Advice(
                        outage.detail(),
                        "POST /api/v1/targets/" + FindingSheet.encoded(target)
                                + "/check says what is wrong. Until the target answers, nothing is made or retired there."),
                null,
                Map.of("code", outage.code()));
    }
}
