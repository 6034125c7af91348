package io.partwarden.sql;

import java.util.Collection;
import java.util.stream.Collectors;

/** Changes of pg_partman's configuration: whether it maintains tables by itself. */
public final class PartmanDdl {

    private PartmanDdl() {}

    /**
     * @param config the table part_config of the extension's schema
     * @param parents as its column parent_table has them
     */
    public static Ddl automaticMaintenance(QualifiedName config, Collection<String> parents, boolean on) {
        return update(config, "automatic_maintenance", "parent_table", parents, on);
    }

    /**
     * What partitions that are made later inherit.
     *
     * @param config the table part_config_sub of the extension's schema
     */
    public static Ddl automaticMaintenanceBelow(QualifiedName config, Collection<String> parents, boolean on) {
        return update(config, "sub_automatic_maintenance", "sub_parent", parents, on);
    }

    private static Ddl update(QualifiedName config, String column, String key, Collection<String> parents, boolean on) {
        return new Ddl(
                "UPDATE " + config.quoted() + " SET " + column + " = " + Literal.of(on ? "on" : "off") + " WHERE " + key
                        + " IN (" + parents.stream().map(Literal::of).collect(Collectors.joining(", ")) + ")");
    }
}
