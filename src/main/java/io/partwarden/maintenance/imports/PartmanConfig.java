package io.partwarden.maintenance.imports;

import io.partwarden.sql.QualifiedName;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What pg_partman has on record in one database.
 *
 * @param rows of part_config, by parent_table
 * @param subs of part_config_sub, by sub_parent
 * @param templates what its template tables have that partitions would not have of themselves, by name
 * @param environment what is around it
 */
record PartmanConfig(
        Extension extension,
        Map<String, ConfigRow> rows,
        Map<String, ConfigRow> subs,
        Map<String, Template> templates,
        Environment environment) {

    PartmanConfig {
        rows = Map.copyOf(rows);
        subs = Map.copyOf(subs);
        templates = Map.copyOf(templates);
    }

    /** @param mayUpdate whether our login may change its configuration */
    record Extension(String schema, String version, boolean mayUpdate) {
        QualifiedName config() {
            return QualifiedName.of(schema, "part_config");
        }

        QualifiedName subConfig() {
            return QualifiedName.of(schema, "part_config_sub");
        }
    }

    /** @param options storage parameters, as {@code name=value} */
    record Template(boolean unlogged, List<String> options, int indexes) {
        Template {
            options = List.copyOf(options);
        }

        boolean isPlain() {
            return !unlogged && options.isEmpty() && indexes == 0;
        }
    }

    /**
     * @param backgroundWorker whether pg_partman's worker is loaded for this database
     * @param cronJobs commands of pg_cron that run its maintenance here
     * @param jobmon whether pg_jobmon is installed
     * @param timeZone that the database gives to its sessions, null where it says none
     */
    record Environment(
            boolean backgroundWorker,
            List<String> cronJobs,
            boolean jobmon,
            @Nullable String timeZone) {
        Environment {
            cronJobs = List.copyOf(cronJobs);
        }
    }
}
