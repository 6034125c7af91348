package io.partwarden.maintenance.imports;

import io.partwarden.maintenance.imports.PartmanConfig.Template;
import io.partwarden.partition.KeyColumn;
import io.partwarden.partition.Partition;
import io.partwarden.partition.PartitionKey;
import io.partwarden.partition.Strategy;
import io.partwarden.partition.TableSnapshot;
import io.partwarden.sql.QualifiedName;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Reads a row of part_config as a policy of the table that it is about, and says of each of its settings what becomes of it. */
final class PartmanMapping {

    private final PartmanConfig config;
    private final ConfigRow row;
    private final TableSnapshot table;
    private final Proposal proposal = new Proposal();

    private PartmanMapping(PartmanConfig config, ConfigRow row, TableSnapshot table) {
        this.config = config;
        this.row = row;
        this.table = table;
    }

    /**
     * @param columns of the table, from which a next level's key is chosen
     * @param timeZone whose days and months its periods are, null for UTC
     */
    static Proposal of(
            PartmanConfig config,
            ConfigRow row,
            TableSnapshot table,
            List<KeyColumn> columns,
            @Nullable String timeZone) {
        PartmanMapping mapping = new PartmanMapping(config, row, table);
        if (mapping.isUnderstood()) {
            KeyColumn key = table.parent().key().columns().get(0);
            new PartmanLevel(row, key, timeZone, mapping.proposal).read(row.text("datetime_string"));
            mapping.defaultPartition();
            mapping.sub(columns, timeZone);
            mapping.settings();
            mapping.template();
            mapping.proposal.put("enabled", true);
        }
        return mapping.proposal;
    }

    /** A table that is not partitioned by PostgreSQL itself. */
    static Proposal ofTriggers(String type) {
        Proposal proposal = new Proposal();
        boolean byTriggers = type.equals("partman") || type.equals("time-custom");
        proposal.refuse(
                "partition_type",
                byTriggers ? "by-triggers" : "no-table",
                byTriggers
                        ? "Rows are moved by triggers and inheritance (" + type
                                + "), not by PostgreSQL's own partitions."
                        : "There is no partitioned table of this name that the target's settings show.",
                byTriggers
                        ? "Convert the table to native partitions first, as pg_partman's own documentation tells; then import it."
                        : "Delete the row from part_config if the table is gone, or add its schema to the target's schemas.");
        return proposal;
    }

    private boolean isUnderstood() {
        PartitionKey key = table.parent().key();
        String control = row.text("control", "");
        if (row.flag("undo_in_progress", false) || row.text("async_partitioning_in_progress") != null) {
            proposal.refuse(
                    "undo_in_progress",
                    "work-in-progress",
                    "pg_partman is moving this table's rows (undo_partition or partition_data_async was begun).",
                    "Let it end, or call it off, before the table changes its keeper.");
        }
        if (key.strategy() != Strategy.RANGE) {
            proposal.refuse(
                    "partition_type",
                    "list-by-counting",
                    "Its partitions are by " + key.strategy().keyword()
                            + ": pg_partman counts the values up, and a policy here names them.",
                    "Set a policy with values by hand, or leave the table with pg_partman.");
        } else if (key.columns().size() > 1) {
            proposal.refuse(
                    "control",
                    "several-key-columns",
                    "The key has several columns, and pg_partman looks at " + control + " alone.",
                    "Set a policy by hand; one with tenants serves a key of tenant and time.");
        } else if (key.columns()
                .get(0)
                .name()
                .filter(n -> n.value().equals(control))
                .isEmpty()) {
            proposal.refuse(
                    "control",
                    "control-differs",
                    "The table is not partitioned by the column " + control + ".",
                    "Correct part_config.control: pg_partman itself will fail on this table.");
        }
        return proposal.problems().isEmpty();
    }

    private void defaultPartition() {
        proposal.put("default_partition", table.defaultPartition().isPresent() ? "keep" : "none");
        if (!row.flag("ignore_default_data", true)) {
            proposal.differs(
                    "ignore_default_data",
                    "counted-from-now",
                    "pg_partman makes partitions up to the newest row, also one in the default; here they are counted from now.",
                    "Nothing. One row of a far year makes no partitions here.");
        }
    }

    private void sub(List<KeyColumn> columns, @Nullable String timeZone) {
        ConfigRow sub = config.subs().get(row.text("parent_table", ""));
        if (sub == null) {
            return;
        }
        String control = sub.text("control", "");
        Optional<KeyColumn> column = columns.stream()
                .filter(c -> c.name().filter(n -> n.value().equals(control)).isPresent())
                .findFirst();
        if (column.isEmpty()) {
            proposal.refuse(
                    "sub_control",
                    "control-differs",
                    "The table has no column " + control + ".",
                    "Correct part_config_sub.sub_control.");
            return;
        }
        Proposal below = new Proposal();
        new PartmanLevel(sub, column.get(), timeZone, below).read(suffixBelow());
        proposal.below(below);
        Map<String, Object> next = new LinkedHashMap<>();
        next.put("strategy", "range");
        next.put("columns", List.of(control));
        next.put("policy", below.document());
        proposal.put("sub", next);
    }

    /** A level below has its format in the rows of its own tables. */
    private @Nullable String suffixBelow() {
        return table.partitions().stream()
                .filter(partition -> partition.kind() == Partition.Kind.PARTITIONED)
                .map(partition -> config.rows().get(asText(partition.name())))
                .filter(Objects::nonNull)
                .map(child -> child.text("datetime_string"))
                .filter(Objects::nonNull)
                .findFirst()
                .orElse(null);
    }

    /** As pg_partman writes a table's name: without quotes. */
    static String asText(QualifiedName name) {
        return name.schema().value() + "." + name.name().value();
    }

    private void settings() {
        if (proposal.document().containsKey("interval") && !row.flag("infinite_time_partitions", false)) {
            proposal.differs(
                    "infinite_time_partitions",
                    "counted-from-now",
                    "pg_partman stops making partitions when no new rows come; here the next ones are always made.",
                    "Nothing; disable the policy of a table that is out of use.");
        }
        List<String> constrained = row.texts("constraint_cols");
        if (!constrained.isEmpty()) {
            proposal.lost(
                    "constraint_cols",
                    "constraints",
                    "pg_partman gives partitions older than optimize_constraint ("
                            + row.text("optimize_constraint", "30") + ") CHECKs of the least and greatest "
                            + String.join(", ", constrained) + ".",
                    "Those that are there stay. Add such CHECKs by hand where queries rest on them.");
        }
        if (config.environment().jobmon() && row.flag("jobmon", true)) {
            proposal.lost(
                    "jobmon",
                    "jobmon",
                    "pg_jobmon records its runs.",
                    "GET {t}/maintenance/runs and the metrics tell of ours; alert on partwarden's last success.");
        }
        publications();
        order();
    }

    private void publications() {
        if (!row.texts("publications").isEmpty()) {
            proposal.lost(
                    "publications",
                    "publications",
                    "New partitions join the publications " + String.join(", ", row.texts("publications"))
                            + " one by one.",
                    "Publish the parent instead (publish_via_partition_root or not): its partitions are then published.");
        }
        if (row.text("subscription_refresh") != null) {
            proposal.lost(
                    "subscription_refresh",
                    "subscription",
                    "A subscription is refreshed when partitions were made.",
                    "Call ALTER SUBSCRIPTION .. REFRESH PUBLICATION from a hook (on after).");
        }
    }

    private void order() {
        if (row.number("maintenance_order") != null) {
            proposal.lost(
                    "maintenance_order",
                    "order",
                    "pg_partman maintains its tables one after the other in this order.",
                    "Nothing: tables are independent here, and one that fails or waits delays no other.");
        }
        if (row.flag("inherit_privileges", false)) {
            proposal.differs(
                    "inherit_privileges",
                    "privileges",
                    "New partitions have the parent's owner and privileges here in any case.",
                    "Nothing.");
        }
        if (row.text("maintenance_role") != null) {
            proposal.lost(
                    "maintenance_role",
                    "role",
                    "pg_partman works on this table as the role " + row.text("maintenance_role") + ".",
                    "Work here is done as the target's owner_role; it must own the table.");
        }
        if (row.text("date_trunc_interval") != null) {
            proposal.differs(
                    "date_trunc_interval",
                    "grid",
                    "pg_partman's periods begin at a " + row.text("date_trunc_interval")
                            + "; ours lie on one grid for every table (weeks from Monday, months from January).",
                    "Look at drifted: where it is empty, both are the same.");
        }
    }

    private void template() {
        String name = row.text("template_table");
        Template template = name == null ? null : config.templates().get(name);
        if (template != null && !template.isPlain()) {
            proposal.lost(
                    "template_table",
                    "template",
                    "New partitions get from " + name + " what the parent does not hand down: "
                            + (template.unlogged() ? "unlogged, " : "")
                            + template.indexes() + " indexes or keys"
                            + (template.options().isEmpty() ? "" : ", " + String.join(", ", template.options()))
                            + ".",
                    "Give the policy a template (unlogged, storage_parameters, like), and make indexes on the parent; unique"
                            + " keys that lack the partition key cannot be on the parent.");
        }
    }
}
