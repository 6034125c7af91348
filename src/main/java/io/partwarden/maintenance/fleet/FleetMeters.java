package io.partwarden.maintenance.fleet;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.MultiGauge.Row;
import io.micrometer.core.instrument.Tags;
import io.partwarden.maintenance.ReadPolicy;
import io.partwarden.maintenance.fleet.Fleet.View;
import io.partwarden.maintenance.fleet.TableReading.DefaultRows;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.springframework.stereotype.Component;

/** The latest look at the fleet as gauges. Scraping reads them and nothing else. */
@Component
final class FleetMeters {

    private final int mostTables;
    private final List<TableGauge> tables;
    private final MultiGauge targets;
    private final MultiGauge findings;
    private volatile double refreshed;
    private volatile double leftOut;

    FleetMeters(MeterRegistry meters, FleetProperties properties) {
        this.mostTables = properties.metricTables();
        this.tables = List.of(
                new TableGauge(seconds(meters, "writes.safe.until"), FleetMeters::writesSafe),
                new TableGauge(gauge(meters, "future.partitions"), row -> Optional.ofNullable(row.futurePartitions())),
                new TableGauge(gauge(meters, "default.rows"), FleetMeters::defaultRows),
                new TableGauge(gauge(meters, "pending.detaches"), row -> Optional.ofNullable(row.pendingDetaches())),
                new TableGauge(seconds(meters, "last.success.timestamp"), FleetMeters::lastSuccess),
                new TableGauge(seconds(meters, "maintenance.interval"), FleetMeters::interval));
        this.targets = MultiGauge.builder("partwarden.target.up")
                .description("1 where the target answered when it was last read")
                .register(meters);
        this.findings = MultiGauge.builder("partwarden.findings")
                .description("How many findings stand")
                .register(meters);
        Gauge.builder("partwarden.fleet.refreshed.timestamp", this, self -> self.refreshed)
                .baseUnit("seconds")
                .description("When this replica last read the fleet")
                .register(meters);
        Gauge.builder("partwarden.fleet.tables.left.out", this, self -> self.leftOut)
                .description("Tables without metrics of their own, by partwarden.fleet.metric-tables")
                .register(meters);
    }

    /** One figure of each table that has it. */
    private record TableGauge(MultiGauge gauge, Function<FleetRow, Optional<? extends Number>> value) {

        void show(List<FleetRow> rows) {
            List<Row<?>> values = new ArrayList<>();
            for (FleetRow row : rows) {
                value.apply(row).ifPresent(number -> values.add(Row.of(tags(row), number)));
            }
            gauge.register(values, true);
        }
    }

    void show(List<View> views, List<FleetFinding> found, Instant now) {
        List<FleetRow> rows = views.stream()
                .flatMap(view -> view.rows().stream())
                .sorted(Comparator.comparing((FleetRow row) -> row.managed() == null))
                .toList();
        List<FleetRow> shown = rows.subList(0, Math.min(rows.size(), mostTables));
        tables.forEach(gauge -> gauge.show(shown));
        leftOut = rows.size() - (double) shown.size();
        List<Row<?>> up = new ArrayList<>();
        views.forEach(view -> up.add(
                Row.of(Tags.of("target", view.target().name()), view.reading().isUp() ? 1 : 0)));
        targets.register(up, true);
        List<Row<?>> counts = new ArrayList<>();
        Arrays.stream(Severity.values())
                .forEach(severity -> counts.add(Row.of(
                        Tags.of("severity", severity.text()),
                        found.stream()
                                .filter(finding -> finding.severity() == severity)
                                .count())));
        findings.register(counts, true);
        refreshed = now.toEpochMilli() / 1_000.0;
    }

    private static MultiGauge gauge(MeterRegistry meters, String name) {
        return MultiGauge.builder("partwarden.table." + name).register(meters);
    }

    private static MultiGauge seconds(MeterRegistry meters, String name) {
        return MultiGauge.builder("partwarden.table." + name)
                .baseUnit("seconds")
                .register(meters);
    }

    private static Tags tags(FleetRow row) {
        return Tags.of(
                "target", row.target().name(),
                "schema", row.name().schema().value(),
                "table", row.name().name().value());
    }

    /**
     * In 1970 where rows of now are refused, so that whoever asks what ends soon sees it; a table without a policy that has run out may be
     * meant to.
     */
    private static Optional<Double> writesSafe(FleetRow row) {
        WritesSafe safe = row.writesSafe();
        Instant until = safe.until();
        return switch (safe.kind()) {
            case NOT_NOW -> row.managed() == null ? Optional.empty() : Optional.of(0.0);
            case UNTIL -> Optional.ofNullable(until).map(FleetMeters::epoch);
            case ALWAYS -> Optional.of(Double.POSITIVE_INFINITY);
            case UNKNOWN -> Optional.empty();
        };
    }

    private static Optional<Long> defaultRows(FleetRow row) {
        return Optional.ofNullable(row.inDefault()).map(DefaultRows::atLeast);
    }

    private static Optional<Double> lastSuccess(FleetRow row) {
        return Optional.ofNullable(row.progress()).map(Progress::lastSuccessAt).map(FleetMeters::epoch);
    }

    /** Only where maintenance is meant to come, so that its absence means something. */
    private static Optional<Double> interval(FleetRow row) {
        ReadPolicy policy =
                row.reading() == null ? null : row.reading().bounds().policy();
        return switch (row.state()) {
            case OK, FAILING, NEVER_RUN ->
                Optional.ofNullable(policy)
                        .map(read -> (double) read.settings().every().toSeconds());
            case PAUSED, FROZEN, OBSERVED, DISABLED, UNMANAGED -> Optional.empty();
        };
    }

    private static double epoch(Instant time) {
        return time.toEpochMilli() / 1_000.0;
    }
}
