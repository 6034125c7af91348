package io.partwarden.maintenance.runs;

import io.partwarden.catalog.FleetReader;
import io.partwarden.catalog.RelationReader.Size;
import io.partwarden.maintenance.runs.ForecastResponse.ForecastItem;
import io.partwarden.maintenance.runs.ForecastResponse.ForecastTotals;
import io.partwarden.partition.Bound;
import io.partwarden.partition.Partition;
import io.partwarden.partition.TableSnapshot;
import io.partwarden.policy.Forecast;
import io.partwarden.policy.Lane;
import io.partwarden.policy.NameTemplate;
import io.partwarden.policy.PolicyNames;
import io.partwarden.policy.Scheme;
import io.partwarden.policy.Standing;
import io.partwarden.sql.QualifiedName;
import io.partwarden.table.BoundResponse;
import io.partwarden.table.RelationName;
import io.partwarden.targets.Target;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Looks ahead: everything that maintenance will do to a table if its policy stays as it is and nobody else changes it. */
@Component
final class TableForecast {

    private final RequestedRuns requested;
    private final IdLook ids;
    private final FleetReader fleet;

    TableForecast(RequestedRuns requested, IdLook ids, FleetReader fleet) {
        this.requested = requested;
        this.ids = ids;
        this.fleet = fleet;
    }

    /** @param now null for the clock's */
    ForecastResponse of(Target target, TableSnapshot table, @Nullable Instant now, Duration span) {
        Situation situation = requested.situation(target, table, now);
        Map<Long, Size> sizes = fleet.leafSizes(target, table.parent().oid());
        Map<QualifiedName, Long> rows = rows(table, sizes);
        Map<String, IdUse> uses = ids.of(situation);
        List<ForecastItem> items = new ArrayList<>();
        boolean complete = !situation.policy().lanes().isEmpty();
        for (LanePolicy lane : situation.policy().lanes()) {
            if (lane.policy().scheme() instanceof Scheme.Periods periods) {
                Forecast forecast = lane(situation, lane, periods, uses.get(lane.key()), span, sizes);
                forecast.events().forEach(event -> items.add(item(event, rows)));
                complete &= forecast.complete();
            } else {
                items.addAll(now(situation, lane));
            }
        }
        items.sort(Comparator.comparing(ForecastItem::at));
        return new ForecastResponse(situation.now(), situation.now().plus(span), items, totals(items), complete);
    }

    private static Forecast lane(
            Situation situation,
            LanePolicy lane,
            Scheme.Periods periods,
            @Nullable IdUse use,
            Duration span,
            Map<Long, Size> sizes) {
        TableSnapshot table = situation.snapshot();
        Lane there = Lane.of(table.parent().key(), table.partitions(), periods, lane.prefix());
        BigDecimal served = situation.state().lane(lane.key()).servedUntil();
        BigDecimal rate = use == null ? BigDecimal.ZERO : use.rate();
        Standing standing = use == null
                ? Standing.at(situation.now(), there, served)
                : Standing.ofIds(lane.policy(), use.highest(), rate, served);
        PolicyNames names = names(table, lane.policy().names());
        return Forecast.of(
                new Forecast.Question(lane.policy(), there, standing, situation.now(), span, rate),
                bound -> names.next(there, bound),
                partition -> bytes(sizes, partition));
    }

    private static PolicyNames names(TableSnapshot table, NameTemplate template) {
        return PolicyNames.of(table.parent().name(), table.parent().key(), template, table.takenNames());
    }

    /** Values and remainders are all made at once. */
    private static List<ForecastItem> now(Situation situation, LanePolicy lane) {
        PolicyNames names = names(situation.snapshot(), lane.policy().names());
        return Outlook.of(situation, Map.of()).ahead().stream()
                .filter(wanted -> wanted.policy().equals(lane))
                .map(wanted -> new ForecastItem(
                        situation.now(),
                        "create",
                        RelationName.of(names.next(wanted.bound())),
                        BoundResponse.of(wanted.bound()),
                        null,
                        null))
                .toList();
    }

    private static long bytes(Map<Long, Size> sizes, Partition partition) {
        Size size = sizes.get(partition.oid());
        return size == null ? 0 : size.bytes();
    }

    private static Map<QualifiedName, Long> rows(TableSnapshot table, Map<Long, Size> sizes) {
        Map<QualifiedName, Long> rows = new HashMap<>();
        for (Partition partition : table.partitions()) {
            Size size = sizes.get(partition.oid());
            if (size != null && size.rowsEstimate() != null) {
                rows.put(partition.name(), size.rowsEstimate());
            }
        }
        return rows;
    }

    private static ForecastItem item(Forecast.Event event, Map<QualifiedName, Long> rows) {
        Bound bound = event.bound();
        return new ForecastItem(
                event.at(),
                event.kind().name().toLowerCase(Locale.ROOT),
                RelationName.of(event.name()),
                BoundResponse.of(bound),
                event.bytes(),
                event.kind() == Forecast.Kind.CREATE ? null : rows.get(event.name()));
    }

    private static ForecastTotals totals(List<ForecastItem> items) {
        return new ForecastTotals(
                count(items, "create"),
                count(items, "detach"),
                count(items, "drop"),
                items.stream()
                        .filter(item -> item.action().equals("drop"))
                        .map(ForecastItem::bytes)
                        .mapToLong(bytes -> bytes == null ? 0 : bytes)
                        .sum());
    }

    private static int count(List<ForecastItem> items, String action) {
        return (int) items.stream().filter(item -> item.action().equals(action)).count();
    }
}
