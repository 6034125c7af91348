package io.partwarden.maintenance.fleet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.partwarden.maintenance.MaintenanceRunFinished;
import io.partwarden.maintenance.ManagedName;
import io.partwarden.shared.PartwardenHome;
import io.partwarden.sql.QualifiedName;
import io.partwarden.testing.Service;
import io.partwarden.testing.ServiceTest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.test.context.TestPropertySource;
import org.yaml.snakeyaml.Yaml;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

@ServiceTest
@TestPropertySource(
        properties = {
            "partwarden.fleet.fresh-for=0s",
            "partwarden.fleet.refresh-every=1s",
            "partwarden.maintenance.scheduled=false"
        })
class MetricsIT {

    private static final Path OPS = Path.of("docs", "ops");

    private final Service service;
    private final ApplicationEventPublisher events;
    private final FleetBench bench;

    MetricsIT(Service service, PartwardenHome home, ApplicationEventPublisher events) {
        this.service = service;
        this.events = events;
        this.bench = FleetBench.on(service, home.home());
    }

    private String scraped() {
        return service.admin().get("/actuator/prometheus").body();
    }

    private String series(String metric, String table) {
        return metric + "{schema=\"public\",table=\"" + table + "\",target=\"" + bench.target() + "\"} ";
    }

    private void shows(String series) {
        await().atMost(Duration.ofSeconds(30))
                .untilAsserted(() -> assertThat(scraped().lines()).anyMatch(line -> line.startsWith(series)));
    }

    private double value(String series) {
        shows(series);
        return scraped()
                .lines()
                .filter(line -> line.startsWith(series))
                .map(line -> Double.parseDouble(line.substring(series.length())))
                .findFirst()
                .orElseThrow();
    }

    private void everythingAtOnce() {
        bench.days("events", 0, 4).policy("events", "{\"interval\": \"P1D\", \"premake\": 3, \"every\": \"PT10M\"}");
        bench.state("events", "last_success_at = '2026-01-02T00:00:00Z'");
        bench.database()
                .execute(
                        "CREATE TABLE events_rest PARTITION OF events DEFAULT",
                        "INSERT INTO events VALUES ('2001-01-01', 1)");
        shows(series("partwarden_table_default_rows", "events"));
    }

    @Test
    void eachTableHasItsFigures() {
        everythingAtOnce();
        bench.days("plain", 0, 2).days("gone", -3, -2).policy("gone", FleetBench.DAILY);

        assertThat(value(series("partwarden_table_writes_safe_until_seconds", "plain")))
                .isEqualTo(
                        (double) FleetBench.today().plusDays(3).atStartOfDay().toEpochSecond(ZoneOffset.UTC));
        assertThat(value(series("partwarden_table_writes_safe_until_seconds", "gone")))
                .isZero();
        assertThat(value(series("partwarden_table_future_partitions", "plain"))).isEqualTo(2);
        assertThat(value(series("partwarden_table_default_rows", "events"))).isEqualTo(1);
        assertThat(value(series("partwarden_table_pending_detaches", "events"))).isZero();
        assertThat(value(series("partwarden_table_maintenance_interval_seconds", "events")))
                .isEqualTo(600);
        assertThat(value(series("partwarden_table_last_success_timestamp_seconds", "events")))
                .isEqualTo(1_767_312_000);
        assertThat(value("partwarden_target_up{target=\"" + bench.target() + "\"} "))
                .isEqualTo(1);
        assertThat(value("partwarden_findings{severity=\"critical\"} ")).isPositive();
    }

    @Test
    void aTableThatIsGoneHasNoneAnyMore() {
        bench.days("short", 0, 2);
        String series = series("partwarden_table_future_partitions", "short");
        shows(series);

        bench.database().execute("DROP TABLE short");

        await().atMost(Duration.ofSeconds(30))
                .untilAsserted(() -> assertThat(scraped()).doesNotContain(series));
    }

    @Test
    void aTargetThatDoesNotAnswerIsShownAsDown() {
        bench.days("events", 0, 2);
        String series = "partwarden_target_up{target=\"" + bench.target() + "\"} ";
        assertThat(value(series)).isEqualTo(1);

        bench.takeDown();

        await().atMost(Duration.ofSeconds(30))
                .untilAsserted(() -> assertThat(value(series)).isZero());
        assertThat(value(series("partwarden_table_future_partitions", "events")))
                .isEqualTo(2);
    }

    @Test
    void runsAndTheirWaitsAreCounted() {
        double failed = value("partwarden_maintenance_runs_total{outcome=\"failed\"} ");
        double waits = value("partwarden_lock_wait_seconds_count ");

        events.publishEvent(new MaintenanceRunFinished(
                new ManagedName("t", QualifiedName.of("public", "events")),
                "failed",
                List.of(Duration.ofMillis(40), Duration.ofSeconds(2))));

        assertThat(value("partwarden_maintenance_runs_total{outcome=\"failed\"} "))
                .isEqualTo(failed + 1);
        assertThat(value("partwarden_lock_wait_seconds_count ")).isEqualTo(waits + 2);
    }

    @Test
    void everyMetricOfTheAlertsAndTheDashboardIsThere() throws IOException {
        everythingAtOnce();
        Set<String> there = scraped()
                .lines()
                .filter(line -> !line.startsWith("#"))
                .map(line -> line.split("[{ ]", 2)[0])
                .collect(Collectors.toSet());
        Set<String> named = new TreeSet<>();
        expressions().forEach(expression -> named.addAll(PromMetrics.of(expression)));

        assertThat(named).contains("partwarden_table_writes_safe_until_seconds").hasSizeGreaterThan(8);
        assertThat(there).containsAll(named);
    }

    @Test
    void theNamesInAnExpressionAreFound() {
        assertThat(PromMetrics.of("time() - max by (target) (one_total{a=~\"b|c\"}) > 3 * on (t) group_left (x)"
                        + " rate(two[5m]) or vector(0) unless label_values(three, target) < +Inf"))
                .containsExactly("one_total", "target", "three", "two");
    }

    private static List<String> expressions() throws IOException {
        List<String> expressions = new ArrayList<>();
        Map<String, List<Map<String, List<Map<String, String>>>>> alerts =
                new Yaml().load(Files.readString(OPS.resolve("prometheus-alerts.yml")));
        alerts.getOrDefault("groups", List.of())
                .forEach(group -> group.getOrDefault("rules", List.of())
                        .forEach(rule -> expressions.add(String.valueOf(rule.get("expr")))));
        JsonNode dashboard = JsonMapper.builder().build().readTree(OPS.resolve("grafana-dashboard.json"));
        dashboard
                .get("panels")
                .forEach(panel -> panel.get("targets")
                        .forEach(target -> expressions.add(target.get("expr").asString())));
        dashboard.get("templating").get("list").forEach(variable -> {
            // label_values(metric, label): the second one is no metric.
            String query = variable.get("query").asString();
            if (query.startsWith("label_values(")) {
                expressions.add(query.substring(0, query.indexOf(',')));
            }
        });
        return expressions;
    }
}
