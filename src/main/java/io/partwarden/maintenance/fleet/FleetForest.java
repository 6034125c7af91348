package io.partwarden.maintenance.fleet;

import io.partwarden.catalog.FleetTable;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** A target's partitioned tables as trees. */
final class FleetForest {

    private final List<FleetTable> roots = new ArrayList<>();
    private final Map<Long, List<FleetTable>> below = new HashMap<>();

    private FleetForest() {}

    static FleetForest of(List<FleetTable> tables) {
        FleetForest forest = new FleetForest();
        for (FleetTable table : tables) {
            Long parent = table.parentOid();
            if (parent == null) {
                forest.roots.add(table);
            } else {
                forest.below.computeIfAbsent(parent, oid -> new ArrayList<>()).add(table);
            }
        }
        return forest;
    }

    /** In the order of their names. */
    List<FleetTable> roots() {
        return roots;
    }

    /** Its partitions that are partitioned themselves. */
    List<FleetTable> below(FleetTable table) {
        return below.getOrDefault(table.oid(), List.of());
    }

    /** Moves with every change of a bound anywhere in the tree. */
    String fingerprint(FleetTable table) {
        StringBuilder all = new StringBuilder(table.oid() + ":" + table.fingerprint());
        below(table).forEach(child -> all.append('/').append(fingerprint(child)));
        return all.toString();
    }
}
