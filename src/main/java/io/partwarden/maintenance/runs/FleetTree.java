package io.partwarden.maintenance.runs;

import io.partwarden.catalog.FleetTable;
import io.partwarden.sql.QualifiedName;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A target's partitioned tables, each with those below it. */
final class FleetTree {

    private final Map<QualifiedName, FleetTable> byName = new HashMap<>();
    private final Map<Long, List<FleetTable>> below = new HashMap<>();

    private FleetTree() {}

    static FleetTree of(List<FleetTable> tables) {
        FleetTree tree = new FleetTree();
        for (FleetTable table : tables) {
            tree.byName.put(table.name(), table);
            Long parent = table.parentOid();
            if (parent != null) {
                tree.below.computeIfAbsent(parent, oid -> new ArrayList<>()).add(table);
            }
        }
        return tree;
    }

    /** @param fingerprint of the table and of all partitioned tables below it */
    record Root(long oid, String fingerprint) {}

    Optional<Root> root(QualifiedName name) {
        return Optional.ofNullable(byName.get(name)).map(table -> new Root(table.oid(), fingerprint(table)));
    }

    private String fingerprint(FleetTable table) {
        List<FleetTable> children = below.get(table.oid());
        if (children == null) {
            return table.oid() + ":" + table.fingerprint();
        }
        StringBuilder all = new StringBuilder(table.oid() + ":" + table.fingerprint());
        int hash = 0;
        for (FleetTable child : children) {
            hash += fingerprint(child).hashCode();
        }
        return all.append('/').append(Integer.toHexString(hash)).toString();
    }
}
