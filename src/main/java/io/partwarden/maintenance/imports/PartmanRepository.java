package io.partwarden.maintenance.imports;

import io.partwarden.maintenance.imports.PartmanConfig.Environment;
import io.partwarden.maintenance.imports.PartmanConfig.Extension;
import io.partwarden.maintenance.imports.PartmanConfig.Template;
import io.partwarden.shared.Problem;
import io.partwarden.sql.QualifiedName;
import io.partwarden.targets.Target;
import io.partwarden.targets.TargetSessions;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;
import tools.jackson.databind.json.JsonMapper;

/**
 * Reads pg_partman's configuration of versions 4.7 and 5, wherever the extension is installed: rows are read as JSON, so that a version's
 * own columns are read and those that it lacks are not asked for.
 */
@Repository
class PartmanRepository {

    private static final String EXTENSION = """
            SELECT n.nspname, e.extversion,
                   pg_catalog.has_schema_privilege(n.oid, 'USAGE')
                       AND pg_catalog.has_table_privilege(c.oid, 'SELECT')
                       AND pg_catalog.has_table_privilege(s.oid, 'SELECT') AS readable,
                   pg_catalog.has_table_privilege(c.oid, 'UPDATE')
                       AND pg_catalog.has_table_privilege(s.oid, 'UPDATE') AS updatable
              FROM pg_catalog.pg_extension e
              JOIN pg_catalog.pg_namespace n ON n.oid = e.extnamespace
              JOIN pg_catalog.pg_class c ON c.relnamespace = n.oid AND c.relname = 'part_config'
              JOIN pg_catalog.pg_class s ON s.relnamespace = n.oid AND s.relname = 'part_config_sub'
             WHERE e.extname = 'pg_partman'
            """;

    /** The worker's own settings are there only once its library is loaded, and everybody may see them. */
    private static final String WORKER = """
            SELECT EXISTS (
                SELECT FROM pg_catalog.pg_settings g
                 WHERE g.name = 'pg_partman_bgw.dbname'
                   AND pg_catalog.current_database()::text = ANY (pg_catalog.regexp_split_to_array(g.setting, '\\s*,\\s*')))
            """;

    private static final String CRON_THERE = """
            SELECT pg_catalog.has_schema_privilege(n.oid, 'USAGE') AND pg_catalog.has_table_privilege(c.oid, 'SELECT')
              FROM pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
             WHERE n.nspname = 'cron' AND c.relname = 'job'
            """;

    private static final String CRON = """
            SELECT j.command FROM cron.job j
             WHERE j.active AND j.database = pg_catalog.current_database()::text AND j.command ILIKE '%run_maintenance%'
             ORDER BY j.jobid
             LIMIT 20
            """;

    private static final String JOBMON =
            "SELECT EXISTS (SELECT FROM pg_catalog.pg_extension WHERE extname = 'pg_jobmon')";

    private static final String TIME_ZONE = """
            SELECT pg_catalog.split_part(setting, '=', 2)
              FROM pg_catalog.pg_db_role_setting s
              JOIN pg_catalog.pg_database d ON d.oid = s.setdatabase
             CROSS JOIN unnest(s.setconfig) AS setting
             WHERE d.datname = pg_catalog.current_database() AND s.setrole = 0 AND setting ILIKE 'timezone=%'
             LIMIT 1
            """;

    private static final String TEMPLATES = """
            SELECT n.nspname || '.' || c.relname AS name, c.relpersistence = 'u' AS unlogged,
                   coalesce(c.reloptions, '{}') AS options,
                   (SELECT count(*) FROM pg_catalog.pg_index i WHERE i.indrelid = c.oid) AS indexes
              FROM pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
             WHERE n.nspname || '.' || c.relname = ANY (CAST(:names AS text[])) AND c.relkind IN ('r', 'p')
            """;

    private final TargetSessions sessions;
    private final JsonMapper json;

    PartmanRepository(TargetSessions sessions, JsonMapper json) {
        this.sessions = sessions;
        this.json = json;
    }

    /** 404 if the extension is not there, 422 if its configuration may not be read. */
    PartmanConfig read(Target target) {
        return sessions.read(target, session -> {
            session.sql("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ").update();
            Found found = session.sql(EXTENSION)
                    .query(PartmanRepository::found)
                    .optional()
                    .orElseThrow(() -> Problem.of(
                            ImportProblems.NOT_INSTALLED,
                            "The database of target '" + target.name() + "' has no extension pg_partman."));
            Extension extension = found.extension();
            if (!found.readable()) {
                throw Problem.of(
                        ImportProblems.UNREADABLE,
                        "The login of target '" + target.name()
                                + "' may not read pg_partman's configuration. Grant USAGE on" + " schema "
                                + extension.schema() + " and SELECT on part_config and part_config_sub in it.");
            }
            Map<String, ConfigRow> rows = rows(session, extension.config(), "", "parent_table");
            Map<String, ConfigRow> subs = rows(session, extension.subConfig(), "sub_", "parent");
            return new PartmanConfig(extension, rows, subs, templates(session, rows), environment(session));
        });
    }

    private Map<String, ConfigRow> rows(JdbcClient session, QualifiedName table, String prefix, String key) {
        Map<String, ConfigRow> rows = new TreeMap<>();
        session
                .sql("SELECT pg_catalog.to_jsonb(c)::text FROM " + table.quoted() + " c")
                .query(String.class)
                .list()
                .stream()
                .map(text -> new ConfigRow(json.readTree(text), prefix))
                .forEach(row -> rows.put(row.text(key, ""), row));
        return rows;
    }

    private static Map<String, Template> templates(JdbcClient session, Map<String, ConfigRow> rows) {
        String[] names = rows.values().stream()
                .map(row -> row.text("template_table"))
                .filter(Objects::nonNull)
                .distinct()
                .toArray(String[]::new);
        return session.sql(TEMPLATES).param("names", names).query(PartmanRepository::template).list().stream()
                .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
    }

    private static Environment environment(JdbcClient session) {
        boolean cron = session.sql(CRON_THERE).query(Boolean.class).optional().orElse(false);
        Optional<String> zone = session.sql(TIME_ZONE).query(String.class).optional();
        return new Environment(
                session.sql(WORKER).query(Boolean.class).single(),
                cron ? session.sql(CRON).query(String.class).list() : List.of(),
                session.sql(JOBMON).query(Boolean.class).single(),
                zone.orElse(null));
    }

    private record Found(Extension extension, boolean readable) {}

    private static Found found(ResultSet row, int number) throws SQLException {
        return new Found(
                new Extension(
                        row.getString("nspname"),
                        row.getString("extversion"),
                        row.getBoolean("readable") && row.getBoolean("updatable")),
                row.getBoolean("readable"));
    }

    private static Map.Entry<String, Template> template(ResultSet row, int number) throws SQLException {
        return Map.entry(
                row.getString("name"),
                new Template(
                        row.getBoolean("unlogged"),
                        List.of((String[]) row.getArray("options").getArray()),
                        row.getInt("indexes")));
    }
}
