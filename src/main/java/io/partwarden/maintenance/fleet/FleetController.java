package io.partwarden.maintenance.fleet;

import io.partwarden.http.PageRequest;
import io.partwarden.maintenance.fleet.Fleet.View;
import io.partwarden.security.Caller;
import io.partwarden.security.Role;
import io.partwarden.shared.Page;
import io.partwarden.targets.Target;
import io.partwarden.targets.Targets;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.time.Clock;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** The whole fleet, as far as the caller's token goes. */
@Tag(name = "Fleet", description = "All tables of all targets, and what is wrong anywhere.")
@RestController
class FleetController {

    private final Fleet fleet;
    private final Findings findings;
    private final Targets targets;
    private final Clock clock;

    FleetController(Fleet fleet, Findings findings, Targets targets, Clock clock) {
        this.fleet = fleet;
        this.findings = findings;
        this.targets = targets;
        this.clock = clock;
    }

    @GetMapping("/api/v1/tables")
    @Operation(
            operationId = "listFleetTables",
            summary = "List the tables of all targets, with how long their writes are safe")
    Page<FleetTableResponse> tables(
            Caller caller,
            PageRequest page,
            @RequestParam(required = false) @Nullable String target,
            @Parameter(description = "Only tables with a policy, or only those without.")
                    @RequestParam(required = false)
                    @Nullable
                    Boolean managed,
            @Parameter(
                            name = "writes_safe_before",
                            description =
                                    "Only tables whose writes are not safe for that long from now on, such as `P7D`.")
                    @RequestParam(name = "writes_safe_before", required = false)
                    @Nullable
                    String writesSafeBefore,
            @Parameter(description = "Only targets with that label, as `key=value`.")
                    @RequestParam(required = false)
                    @Nullable
                    String label,
            @Parameter(
                            description =
                                    "`name` (target, schema, table; the default) or `writes_safe_until`, the worst first.")
                    @RequestParam(required = false)
                    @Nullable
                    String sort) {
        FleetFilter filter = FleetFilter.of(managed, writesSafeBefore, label, clock.instant());
        var order = FleetOrder.tables(sort);
        List<View> views = fleet.views(visible(caller, target));
        Map<String, TargetReading> readings = new HashMap<>();
        views.forEach(view -> readings.put(view.target().name(), view.reading()));
        List<FleetRow> rows = views.stream()
                .flatMap(view -> view.rows().stream())
                .filter(filter::takes)
                .toList();
        Page<FleetRow> shown = FleetOrder.page(rows, order, 4, page);
        return new Page<>(
                shown.items().stream()
                        .map(row -> FleetTableResponse.of(
                                row,
                                Objects.requireNonNull(readings.get(row.target().name()))))
                        .toList(),
                shown.next());
    }

    @GetMapping("/api/v1/findings")
    @Operation(
            operationId = "listFindings",
            summary = "List what is wrong anywhere, the worst first, each with its remedy")
    Page<FleetFinding> findings(
            Caller caller,
            PageRequest page,
            @Parameter(description = "`critical`, `high`, `medium` or `low`.") @RequestParam(required = false) @Nullable
                    String severity,
            @RequestParam(required = false) @Nullable String target,
            @RequestParam(required = false) @Nullable String table,
            @Parameter(description = "Such as `gap` or `maintenance_failing`.")
                    @RequestParam(required = false)
                    @Nullable
                    String kind) {
        FindingFilter filter = FindingFilter.of(severity, table, kind);
        List<FleetFinding> found = findings.of(fleet.views(visible(caller, target))).stream()
                .filter(filter::takes)
                .toList();
        return FleetOrder.page(found, FleetOrder::finding, 5, page);
    }

    private List<Target> visible(Caller caller, @Nullable String only) {
        caller.requireRole(Role.VIEWER);
        if (only != null) {
            caller.requireTarget(only);
            return List.of(targets.require(only));
        }
        return targets.list().stream()
                .filter(target -> caller.maySeeTarget(target.name()))
                .toList();
    }
}
