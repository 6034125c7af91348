package io.partwarden.maintenance.imports;

import io.partwarden.partition.KeyColumn;
import io.partwarden.partition.PartitionKey;
import io.partwarden.partition.Strategy;
import io.partwarden.partition.TableSnapshot;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Reads a row of go_partman's registry as a policy. Its partitions are of UTC, and its tenants are the key's first column. */
final class GoPartmanMapping {

    private static final int DEFAULT_COUNT = 10;

    private final ConfigRow row;
    private final TableSnapshot table;
    private final Proposal proposal = new Proposal();

    private GoPartmanMapping(ConfigRow row, TableSnapshot table) {
        this.row = row;
        this.table = table;
    }

    static Proposal of(ConfigRow row, TableSnapshot table) {
        GoPartmanMapping mapping = new GoPartmanMapping(row, table);
        mapping.key();
        if (mapping.proposal.problems().isEmpty()) {
            mapping.interval();
            mapping.premake();
            mapping.retention();
            mapping.rest();
        }
        return mapping.proposal;
    }

    private boolean hasTenants() {
        return !row.text("tenant_column", "").isEmpty();
    }

    private void key() {
        PartitionKey key = table.parent().key();
        List<String> wanted = hasTenants()
                ? List.of(row.text("tenant_column", ""), row.text("partition_by", ""))
                : List.of(row.text("partition_by", ""));
        List<String> columns = key.columns().stream()
                .map(KeyColumn::name)
                .map(name -> name.map(n -> n.value()).orElse("(expression)"))
                .toList();
        if (key.strategy() != Strategy.RANGE || !columns.equals(wanted)) {
            proposal.refuse(
                    "partition_by",
                    "key-differs",
                    "The table is partitioned by " + key.strategy().keyword() + " (" + String.join(", ", columns)
                            + "), and go_partman counts on range (" + String.join(", ", wanted) + ").",
                    "Correct the registry, or set a policy by hand.");
        }
    }

    /** Words are those of its later versions. */
    private void interval() {
        String text = row.text("partition_interval", "");
        Optional<IntervalText> interval =
                IntervalText.ofGo(text).or(() -> IntervalText.read(text)).map(IntervalText::wholeDays);
        if (interval.isEmpty()) {
            proposal.refuse(
                    "partition_interval",
                    "interval-unknown",
                    "The interval '" + text + "' is none that is understood here.",
                    "Set a policy by hand.");
            return;
        }
        proposal.put("interval", interval.get().iso());
        if (interval.get().time().isZero()) {
            proposal.put(
                    "name_template", hasTenants() ? "{table}_{tenant}_{from:yyyyMMdd}" : "{table}_{from:yyyyMMdd}");
        }
        if (!interval.get().iso().equals("P1D")) {
            proposal.differs(
                    "partition_interval",
                    "only-days",
                    "go_partman makes partitions of whole days only: with " + text
                            + " its own are empty, overlap or leave gaps.",
                    "Look at drifted and at the table's coverage before you follow the policy.");
        }
    }

    /** Its count includes the current period. */
    private void premake() {
        Integer premake = row.number("premake");
        Integer count = row.number("partition_count");
        int periods = count == null ? DEFAULT_COUNT : count;
        proposal.put("premake", premake == null ? Math.max(0, periods - 1) : premake);
    }

    private void retention() {
        String text = row.text("retention_period", "");
        Optional<IntervalText> keep = IntervalText.ofGo(text).or(() -> IntervalText.read(text));
        if (keep.isEmpty()) {
            proposal.refuse(
                    "retention_period",
                    "retention-unknown",
                    "The retention '" + text + "' is none that is understood here.",
                    "Set a policy by hand.");
            return;
        }
        Map<String, Object> retention = new LinkedHashMap<>();
        retention.put("keep", keep.get().wholeDays().iso());
        String schema = row.text("retention_schema");
        if (schema != null && !schema.isEmpty()) {
            retention.put("action", "move_to_schema");
            retention.put("schema", schema);
        } else if (row.flag("retention_keep_table", false)) {
            retention.put("action", "detach");
        } else {
            retention.put("action", "drop");
            retention.put("grace", "P7D");
        }
        proposal.put("retention", retention);
        proposal.differs(
                "retention_period",
                "upper-bound",
                "go_partman drops a partition when its beginning is older than that, with rows that are not; here its end"
                        + " counts, and it is dropped a grace (P7D) after it was detached.",
                "Nothing; partitions stay one interval longer.");
    }

    private void rest() {
        if (hasTenants()) {
            proposal.put("tenants", true);
        }
        proposal.put("default_partition", table.defaultPartition().isPresent() ? "keep" : "none");
        proposal.put("enabled", true);
        proposal.lost(
                "hook",
                "hook",
                "A function of your program that is asked before a drop is not on record in the database.",
                "Give the policy a hook (on before_retire) if there is one.");
    }
}
