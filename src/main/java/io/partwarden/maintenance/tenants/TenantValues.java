package io.partwarden.maintenance.tenants;

import io.partwarden.catalog.CatalogReader;
import io.partwarden.catalog.InvalidKeyValueException;
import io.partwarden.partition.Bound;
import io.partwarden.partition.Datum;
import io.partwarden.partition.KeySpace;
import io.partwarden.partition.TableSnapshot;
import io.partwarden.targets.Target;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.springframework.stereotype.Component;

/**
 * The server's own text of tenants' values. Of values that the server takes for equal there is one text: the registered tenant's, else that
 * in the bounds of a partition.
 */
@Component
final class TenantValues {

    private final CatalogReader catalog;

    TenantValues(CatalogReader catalog) {
        this.catalog = catalog;
    }

    /** By the text that was asked for; those that the key's type does not read are missing. */
    Map<String, String> read(
            Target target, TableSnapshot table, Collection<Tenant> registered, Collection<String> asked) {
        List<String> known = Stream.concat(registered.stream().map(Tenant::value), inBounds(table))
                .toList();
        Set<String> texts = new LinkedHashSet<>(asked);
        texts.addAll(known);
        KeySpace keys = keys(target, table, texts);
        Map<Integer, String> spelling = new HashMap<>();
        known.stream()
                .filter(texts::contains)
                .forEach(text -> spelling.putIfAbsent(
                        keys.of(0, text).rank(), keys.of(0, text).canonical()));
        Map<String, String> read = new HashMap<>();
        for (String text : asked) {
            if (texts.contains(text)) {
                KeySpace.KeyValue value = keys.of(0, text);
                read.put(text, spelling.computeIfAbsent(value.rank(), rank -> value.canonical()));
            }
        }
        return read;
    }

    /** What cannot be read is taken out of {@code texts}. */
    private KeySpace keys(Target target, TableSnapshot table, Set<String> texts) {
        while (true) {
            List<Set<String>> extra = new ArrayList<>();
            for (int column = 0; column < table.parent().key().columns().size(); column++) {
                extra.add(column == 0 ? texts : Set.of());
            }
            try {
                return catalog.keySpace(target, table, extra);
            } catch (InvalidKeyValueException e) {
                texts.remove(e.text());
            }
        }
    }

    private static Stream<String> inBounds(TableSnapshot table) {
        return table.partitions().stream()
                .flatMap(partition -> first(partition.bound()))
                .filter(Datum.Value.class::isInstance)
                .map(datum -> ((Datum.Value) datum).text());
    }

    private static Stream<Datum> first(Bound bound) {
        if (bound instanceof Bound.Range range) {
            return Stream.of(range.from().get(0), range.to().get(0));
        }
        return bound instanceof Bound.Values list ? list.values().stream() : Stream.empty();
    }
}
