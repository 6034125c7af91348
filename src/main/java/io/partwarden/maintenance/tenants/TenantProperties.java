package io.partwarden.maintenance.tenants;

import io.partwarden.maintenance.ManagedName;
import io.partwarden.sql.Identifier;
import io.partwarden.sql.QualifiedName;
import java.util.HashSet;
import java.util.List;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Tenants that are registered when the service starts.
 *
 * @param declared by table; each table once
 */
@ConfigurationProperties("partwarden.maintenance.tenants")
record TenantProperties(@DefaultValue List<OfTable> declared) {

    /**
     * A table's.
     *
     * @param schema public unless given
     */
    record OfTable(
            String target,
            @DefaultValue("public") String schema,
            String table,
            @DefaultValue List<String> values) {

        OfTable {
            require(!target.isBlank(), "target is needed");
            require(
                    Identifier.isValid(schema) && Identifier.isValid(table),
                    "schema and table are names of 1 to 63 bytes");
            require(new HashSet<>(values).size() == values.size(), "values are listed once each");
            values = List.copyOf(values);
        }

        ManagedName name() {
            return new ManagedName(target, QualifiedName.of(schema, table));
        }

        private static void require(boolean holds, String message) {
            if (!holds) {
                throw new IllegalArgumentException("partwarden.maintenance.tenants.declared: " + message);
            }
        }
    }

    TenantProperties {
        declared = List.copyOf(declared);
        if (declared.stream().map(OfTable::name).distinct().count() < declared.size()) {
            throw new IllegalArgumentException("partwarden.maintenance.tenants.declared: each table is listed once");
        }
    }

    /** By the text in the configuration. */
    boolean declares(ManagedName name, String value) {
        return declared.stream()
                .anyMatch(table -> table.name().equals(name) && table.values().contains(value));
    }
}
