package io.partwarden.maintenance.imports;

import io.partwarden.catalog.ColumnReader;
import io.partwarden.catalog.FleetReader;
import io.partwarden.catalog.FleetTable;
import io.partwarden.partition.KeyColumn;
import io.partwarden.partition.TableSnapshot;
import io.partwarden.table.RelationName;
import io.partwarden.targets.Target;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * Finds the tables of pg_partman's configuration in the catalog. Its names are unquoted texts with a dot, so that nothing is taken apart: a
 * table is found by writing its own name in the same way.
 */
@Component
final class PartmanTables {

    private final FleetReader fleet;
    private final ColumnReader columns;

    PartmanTables(FleetReader fleet, ColumnReader columns) {
        this.fleet = fleet;
        this.columns = columns;
    }

    /** In the order of their names. */
    List<PartmanTable> of(Target target, PartmanConfig config) {
        Map<Long, FleetTable> byOid = new HashMap<>();
        Map<String, FleetTable> byText = new HashMap<>();
        for (FleetTable table : fleet.tables(target)) {
            byOid.put(table.oid(), table);
            byText.put(PartmanMapping.asText(table.name()), table);
        }
        Map<String, List<String>> families = new TreeMap<>();
        for (String parent : config.rows().keySet().stream().sorted().toList()) {
            FleetTable table = byText.get(parent);
            String root = table == null ? parent : root(table, byOid, config);
            List<String> family = families.computeIfAbsent(root, r -> new ArrayList<>(List.of(r)));
            if (!root.equals(parent)) {
                family.add(parent);
            }
        }
        List<Long> oids = families.keySet().stream()
                .map(byText::get)
                .filter(Objects::nonNull)
                .map(FleetTable::oid)
                .toList();
        Map<Long, TableSnapshot> snapshots = fleet.snapshots(target, oids);
        return families.entrySet().stream()
                .map(entry ->
                        table(target, config, entry.getKey(), entry.getValue(), byText.get(entry.getKey()), snapshots))
                .toList();
    }

    /** The highest table above, itself included, that has a row. */
    private static String root(FleetTable table, Map<Long, FleetTable> byOid, PartmanConfig config) {
        String root = PartmanMapping.asText(table.name());
        FleetTable above = table;
        while (above != null) {
            String text = PartmanMapping.asText(above.name());
            root = config.rows().containsKey(text) ? text : root;
            above = above.parentOid() == null ? null : byOid.get(above.parentOid());
        }
        return root;
    }

    private PartmanTable table(
            Target target,
            PartmanConfig config,
            String parent,
            List<String> family,
            @Nullable FleetTable found,
            Map<Long, TableSnapshot> snapshots) {
        TableSnapshot snapshot = found == null ? null : snapshots.get(found.oid());
        List<KeyColumn> ofTable =
                found != null && config.subs().containsKey(parent) ? columns.columns(target, found.name()) : List.of();
        RelationName name = found == null ? split(parent) : RelationName.of(found.name());
        return new PartmanTable(name, Objects.requireNonNull(config.rows().get(parent)), family, snapshot, ofTable);
    }

    /** As pg_partman itself does, for a table that is not found. */
    private static RelationName split(String text) {
        int dot = text.indexOf('.');
        return new RelationName(dot < 0 ? "" : text.substring(0, dot), text.substring(dot + 1));
    }
}
