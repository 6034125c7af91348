package io.partwarden.maintenance.fleet;

import io.partwarden.maintenance.fleet.FleetFinding.Advice;
import io.partwarden.maintenance.fleet.Progress.Left;
import io.partwarden.maintenance.fleet.Progress.Reason;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/** How the maintenance of a table goes. */
final class MaintenanceRules {

    /** Nearer than this, or with fewer partitions ahead, there may be no time left for a person to act. */
    private static final Duration NEAR = Duration.ofDays(2);

    private static final int FEW_AHEAD = 2;

    private static final String CONFIRM = "confirm-first-run";

    /** What a run leaves for later by itself, or that another finding tells of. */
    private static final Set<String> EXPECTED = Set.of(
            CONFIRM, "max-per-run", "min-partitions", "shared", "comes-after", "hook-defer", "default-holds-rows");

    private MaintenanceRules() {}

    static void note(FleetRow row, TargetReading target, FindingSheet sheet) {
        Progress progress = row.progress();
        if (progress == null || row.state() == MaintenanceState.DISABLED) {
            return;
        }
        if (row.reading() == null && target.isUp()) {
            sheet.note(
                    FindingKind.POLICY_TABLE_MISSING,
                    Severity.HIGH,
                    "",
                    new Advice(
                            "There is a policy for " + row.name() + ", but no such partitioned table on target '"
                                    + target.target() + "', or its login or its schemas setting hides it.",
                            "Create the table, or DELETE " + sheet.path() + "/policy."),
                    null,
                    Map.of());
        }
        if (row.state() == MaintenanceState.FAILING) {
            failing(row, progress, sheet);
        }
        left(progress, sheet);
    }

    private static void failing(FleetRow row, Progress progress, FindingSheet sheet) {
        Reason reason = progress.failure();
        Map<String, Object> details = new LinkedHashMap<>();
        details.put("failures", progress.failures());
        if (reason != null && reason.code() != null) {
            details.put("code", reason.code());
        }
        String why = reason == null ? "" : Objects.requireNonNullElse(reason.detail(), "");
        sheet.note(
                FindingKind.MAINTENANCE_FAILING,
                isNear(row) ? Severity.CRITICAL : Severity.HIGH,
                "",
                new Advice(
                        "The last " + progress.failures() + " runs failed. " + why,
                        "GET " + sheet.path() + "/maintenance/runs says what stood in the way and who; once that is"
                                + " gone, POST " + sheet.path() + "/maintenance tries at once."),
                progress.failingSince(),
                details);
    }

    private static boolean isNear(FleetRow row) {
        WritesSafe safe = row.writesSafe();
        Instant until = safe.until();
        if (until == null) {
            return safe.kind() == WritesSafe.Kind.NOT_NOW;
        }
        Integer ahead = row.futurePartitions();
        return until.isBefore(row.now().plus(NEAR)) || (ahead != null && ahead < FEW_AHEAD);
    }

    private static void left(Progress progress, FindingSheet sheet) {
        List<Left> stuck = progress.left().stream()
                .filter(left -> !EXPECTED.contains(left.reason()))
                .toList();
        if (!stuck.isEmpty()) {
            Left first = stuck.get(0);
            Map<String, Object> details = new LinkedHashMap<>();
            details.put("reason", first.reason());
            if (first.partition() != null) {
                details.put("partition", first.partition());
            }
            details.put("count", stuck.size());
            sheet.note(
                    FindingKind.RETIREMENT_STUCK,
                    Severity.MEDIUM,
                    "",
                    new Advice(
                            "Old partitions could not be retired. "
                                    + Objects.requireNonNullElse(first.detail(), first.reason()),
                            "GET " + sheet.path() + "/maintenance/runs says what stood in the way and who. New"
                                    + " partitions are made in any case."),
                    null,
                    details);
        }
        if (progress.left().stream().anyMatch(left -> left.reason().equals(CONFIRM))) {
            sheet.note(
                    FindingKind.CONFIRM_FIRST_RUN,
                    Severity.MEDIUM,
                    "",
                    new Advice(
                            "The first run would retire more than max_per_run partitions, and waits for somebody to look at it.",
                            "POST " + sheet.path() + "/maintenance?dry_run=true, then the same with the fingerprint"
                                    + " that it shows as plan_fingerprint instead of dry_run."),
                    null,
                    Map.of());
        }
    }
}
