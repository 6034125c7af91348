package io.partwarden.maintenance.fleet;

import io.partwarden.http.PageRequest;
import io.partwarden.shared.Page;
import io.partwarden.shared.PageToken;
import io.partwarden.shared.Problem;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Pages of lists that are made anew for each request: a page goes on behind the last key of the one before, wherever that is now. */
final class FleetOrder {

    private FleetOrder() {}

    private record Keyed<T>(T item, List<String> keys) {}

    /** @param keys texts whose order is that of the list; no two items have the same ones */
    static <T> Page<T> page(List<T> items, Function<T, List<String>> keys, int parts, PageRequest page) {
        List<String> after = page.after(parts).orElse(null);
        List<Keyed<T>> sorted = items.stream()
                .map(item -> new Keyed<>(item, keys.apply(item)))
                .filter(one -> after == null || compare(one.keys(), after) > 0)
                .sorted((one, other) -> compare(one.keys(), other.keys()))
                .limit(page.limit() + 1L)
                .toList();
        boolean more = sorted.size() > page.limit();
        List<Keyed<T>> shown = more ? sorted.subList(0, page.limit()) : sorted;
        return new Page<>(
                shown.stream().map(Keyed::item).toList(),
                more ? PageToken.of(shown.get(shown.size() - 1).keys()) : null);
    }

    /** A time whose text sorts as it does; none is the first. */
    static String text(@Nullable Instant time) {
        return time == null ? "" : String.format(Locale.ROOT, "%019d", time.toEpochMilli());
    }

    /** The keys of a table by that order. */
    static Function<FleetRow, List<String>> tables(@Nullable String sort) {
        if (sort != null && !sort.equals("name") && !sort.equals("writes_safe_until")) {
            throw Problem.invalid("sort", "invalid", "Tables are sorted by name or by writes_safe_until.");
        }
        boolean byUrgency = "writes_safe_until".equals(sort);
        return row -> {
            List<String> keys = new ArrayList<>();
            WritesSafe safe = row.writesSafe();
            keys.add(byUrgency ? safe.kind().rank() + text(safe.until()) : "");
            keys.add(row.target().name());
            keys.add(row.name().schema().value());
            keys.add(row.name().name().value());
            return keys;
        };
    }

    /** The worst first, and of those the oldest. */
    static List<String> finding(FleetFinding finding) {
        return List.of(
                finding.severity().rank(),
                text(finding.since()),
                finding.subject().target(),
                finding.subject().schema() + "." + finding.subject().table(),
                finding.id().toString());
    }

    private static int compare(List<String> a, List<String> b) {
        for (int i = 0; i < a.size(); i++) {
            int order = a.get(i).compareTo(b.get(i));
            if (order != 0) {
                return order;
            }
        }
        return 0;
    }
}
