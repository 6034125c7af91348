package io.partwarden.maintenance.imports;

import io.partwarden.shared.Problem;
import io.partwarden.targets.Target;
import io.partwarden.targets.TargetSessions;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;
import tools.jackson.databind.json.JsonMapper;

/** Reads go_partman's registry, which always is in the schema partman: its tables and their tenants. */
@Repository
class GoPartmanRepository {

    private static final String READABLE = """
            SELECT pg_catalog.has_schema_privilege(n.oid, 'USAGE')
                       AND pg_catalog.bool_and(pg_catalog.has_table_privilege(c.oid, 'SELECT'))
              FROM pg_catalog.pg_namespace n
              JOIN pg_catalog.pg_class c ON c.relnamespace = n.oid AND c.relname IN ('parent_tables', 'tenants')
             WHERE n.nspname = 'partman'
             GROUP BY n.oid
            HAVING count(*) = 2
            """;

    private static final String TABLES = """
            SELECT pg_catalog.to_jsonb(t)::text FROM partman.parent_tables t ORDER BY t.schema_name, t.table_name
            """;

    private static final String TENANTS = """
            SELECT pg_catalog.to_jsonb(t)::text FROM partman.tenants t ORDER BY t.parent_table_id, t.id
            """;

    private final TargetSessions sessions;
    private final JsonMapper json;

    GoPartmanRepository(TargetSessions sessions, JsonMapper json) {
        this.sessions = sessions;
        this.json = json;
    }

    /** @param tenants in their order; none where the table has no tenant column */
    record Parent(ConfigRow row, List<String> tenants) {
        Parent {
            tenants = List.copyOf(tenants);
        }
    }

    /** 404 if the registry is not there, 422 if it may not be read. */
    List<Parent> read(Target target) {
        return sessions.read(target, session -> {
            session.sql("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ").update();
            boolean readable = session.sql(READABLE)
                    .query(Boolean.class)
                    .optional()
                    .orElseThrow(() -> Problem.of(
                            ImportProblems.NOT_INSTALLED,
                            "The database of target '" + target.name()
                                    + "' has no tables partman.parent_tables and partman.tenants."));
            if (!readable) {
                throw Problem.of(
                        ImportProblems.UNREADABLE,
                        "The login of target '" + target.name()
                                + "' may not read go_partman's registry. Grant USAGE on schema"
                                + " partman and SELECT on parent_tables and tenants in it.");
            }
            Map<String, List<String>> tenants = new HashMap<>();
            rows(session, TENANTS)
                    .forEach(row -> tenants.computeIfAbsent(row.text("parent_table_id", ""), id -> new ArrayList<>())
                            .add(row.text("id", "")));
            return rows(session, TABLES).stream()
                    .map(row -> new Parent(row, tenants.getOrDefault(row.text("id", ""), List.of())))
                    .toList();
        });
    }

    private List<ConfigRow> rows(JdbcClient session, String sql) {
        return session.sql(sql).query(String.class).list().stream()
                .map(text -> new ConfigRow(json.readTree(text), ""))
                .toList();
    }
}
