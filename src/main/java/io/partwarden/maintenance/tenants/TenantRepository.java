package io.partwarden.maintenance.tenants;

import io.partwarden.maintenance.ManagedName;
import io.partwarden.maintenance.PolicyDocument.RetentionDocument;
import io.partwarden.table.Removal;
import java.sql.Array;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;
import tools.jackson.databind.json.JsonMapper;

/** The tenants as they are stored. */
@Repository
class TenantRepository {

    private static final String OF_TABLE = """
             WHERE target = :target AND schema_name = :schema AND table_name = :table
            """;

    private static final String COLUMNS = """
            SELECT value, retention::text AS retention, number, registered_at, leaving, leaving_partitions
              FROM partwarden.tenant
            """ + OF_TABLE;

    private static final String ALL = COLUMNS + " ORDER BY number";

    private static final String PAGE = COLUMNS + " AND number > :after ORDER BY number LIMIT :limit";

    private static final String FIND = COLUMNS + " AND key = :key";

    private static final String INSERT = """
            INSERT INTO partwarden.tenant (target, schema_name, table_name, key, value, retention, registered_at)
            SELECT :target, :schema, :table, t.key, t.value, t.retention::jsonb, :now
              FROM unnest(CAST(:keys AS text[]), CAST(:tenants AS text[]), CAST(:retentions AS text[]))
                   WITH ORDINALITY AS t(key, value, retention, place)
             ORDER BY t.place
            ON CONFLICT (target, schema_name, table_name, key)
            """;

    /** A tenant that was leaving and is registered again stays. */
    private static final String REGISTER =
            INSERT + " DO UPDATE SET retention = excluded.retention, leaving = NULL, leaving_partitions = NULL";

    private static final String ADD = INSERT + " DO NOTHING";

    private static final String LEAVE = """
            UPDATE partwarden.tenant SET leaving = :leaving, leaving_partitions = CAST(:partitions AS bigint[])
            """ + OF_TABLE + " AND key = :key";

    private static final String FORGET = "DELETE FROM partwarden.tenant " + OF_TABLE + " AND key = :key";

    private final JdbcClient jdbc;
    private final JsonMapper json;

    TenantRepository(JdbcClient jdbc, JsonMapper json) {
        this.jdbc = jdbc;
        this.json = json;
    }

    /** All of a table's, in the order in which they came. */
    List<Tenant> ofTable(ManagedName name) {
        return of(ALL, name).query(this::tenant).list();
    }

    List<Tenant> page(ManagedName name, long after, int limit) {
        return of(PAGE, name)
                .param("after", after)
                .param("limit", limit)
                .query(this::tenant)
                .list();
    }

    Optional<Tenant> find(ManagedName name, String value) {
        return of(FIND, name)
                .param("key", Tenant.key(value))
                .query(this::tenant)
                .optional();
    }

    /** Those that are there get this retention, and leave no more. */
    void register(ManagedName name, Collection<Tenant> tenants) {
        insert(REGISTER, name, tenants);
    }

    /** Those that are there stay as they are; how many came. */
    int add(ManagedName name, Collection<Tenant> tenants) {
        return insert(ADD, name, tenants);
    }

    void leave(ManagedName name, Tenant tenant, Tenant.Leaving leaving) {
        of(LEAVE, name)
                .param("leaving", leaving.mode().verb())
                .param("partitions", leaving.partitions().toArray(new Long[0]))
                .param("key", tenant.key())
                .update();
    }

    void forget(ManagedName name, Tenant tenant) {
        of(FORGET, name).param("key", tenant.key()).update();
    }

    private int insert(String sql, ManagedName name, Collection<Tenant> tenants) {
        if (tenants.isEmpty()) {
            return 0;
        }
        return of(sql, name)
                .param("keys", tenants.stream().map(Tenant::key).toArray(String[]::new))
                .param("tenants", tenants.stream().map(Tenant::value).toArray(String[]::new))
                .param(
                        "retentions",
                        tenants.stream().map(t -> text(t.retention())).toArray(String[]::new))
                .param("now", tenants.iterator().next().registeredAt().atOffset(ZoneOffset.UTC))
                .update();
    }

    private @Nullable String text(@Nullable RetentionDocument retention) {
        return retention == null ? null : json.writeValueAsString(retention);
    }

    private JdbcClient.StatementSpec of(String sql, ManagedName name) {
        return jdbc.sql(sql)
                .param("target", name.target())
                .param("schema", name.table().schema().value())
                .param("table", name.table().name().value());
    }

    private Tenant tenant(ResultSet row, int number) throws SQLException {
        String retention = row.getString("retention");
        return new Tenant(
                row.getString("value"),
                retention == null ? null : json.readValue(retention, RetentionDocument.class),
                row.getLong("number"),
                row.getObject("registered_at", OffsetDateTime.class).toInstant(),
                leaving(row));
    }

    private static Tenant.@Nullable Leaving leaving(ResultSet row) throws SQLException {
        String mode = row.getString("leaving");
        return mode == null
                ? null
                : new Tenant.Leaving(
                        Removal.Mode.valueOf(mode.toUpperCase(Locale.ROOT)), oids(row.getArray("leaving_partitions")));
    }

    private static Set<Long> oids(@Nullable Array partitions) throws SQLException {
        return partitions == null
                ? Set.of()
                : Arrays.stream((Long[]) partitions.getArray()).collect(Collectors.toSet());
    }
}
