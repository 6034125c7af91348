package io.partwarden.maintenance.imports;

import io.partwarden.partition.KeyColumn;
import io.partwarden.partition.KeyFamily;
import java.math.BigDecimal;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What pg_partman's configuration says of one level of partitions: their periods, how many are made beforehand, their names and when they
 * go. The columns mean the same for a table and for the level below it.
 */
final class PartmanLevel {

    private static final Pattern NUMBER = Pattern.compile("\\d{1,30}");

    private static final Map<String, String> EPOCHS = Map.of(
            "seconds", "epoch_s",
            "milliseconds", "epoch_ms",
            "microseconds", "epoch_us",
            "nanoseconds", "epoch_ns");

    private final ConfigRow row;
    private final KeyColumn column;
    private final @Nullable String timeZone;
    private final Proposal proposal;

    PartmanLevel(ConfigRow row, KeyColumn column, @Nullable String timeZone, Proposal proposal) {
        this.row = row;
        this.column = column;
        this.timeZone = timeZone;
        this.proposal = proposal;
    }

    /** @param suffix to_char's format of its names, null where the row does not say */
    void read(@Nullable String suffix) {
        boolean time = isTime();
        if (time) {
            time();
        } else {
            ids();
        }
        proposal.put("premake", row.number("premake"));
        names(time, suffix);
        retention(time);
    }

    private boolean isTime() {
        boolean number = column.family() == KeyFamily.INTEGER || column.family() == KeyFamily.NUMERIC;
        return !number || !row.text("epoch", "none").equals("none");
    }

    private void time() {
        String text = row.text("partition_interval", "");
        Optional<IntervalText> interval = IntervalText.read(text).map(IntervalText::wholeDays);
        if (interval.isEmpty()) {
            proposal.refuse(
                    row.prefix() + "partition_interval",
                    "interval-unknown",
                    "The interval '" + text + "' is none that is understood here.",
                    "Set it to a text such as '1 day', or define the policy by hand.");
        }
        proposal.put("interval", interval.map(IntervalText::iso).orElse(null));
        proposal.put("time_zone", timeZone);
        encoding();
    }

    private void encoding() {
        String epoch = row.text("epoch", "none");
        String encoder = row.text("time_encoder");
        if (column.family() == KeyFamily.OTHER) {
            boolean uuid = column.type().display().equals("uuid");
            if (uuid) {
                proposal.put("key_encoding", "uuid_v7");
            }
            if (encoder != null && (!uuid || !encoder.endsWith("uuid7_time_encoder"))) {
                proposal.refuse(
                        row.prefix() + "time_encoder",
                        "encoder",
                        "The function " + encoder + " writes times into keys of type "
                                + column.type().display() + "; what it writes is not known here.",
                        "If the key is a date in digits or text, set the policy by hand with key_encoding pattern and"
                                + " key_pattern. Else leave the table with pg_partman.");
            } else if (!uuid) {
                proposal.refuse(
                        row.prefix() + "control",
                        "key-type",
                        "A key of type " + column.type().display() + " holds no time that is understood here.",
                        "Leave the table with pg_partman.");
            }
        } else if (!epoch.equals("none")) {
            proposal.put("key_encoding", EPOCHS.getOrDefault(epoch, epoch));
        }
    }

    private void ids() {
        String text = row.text("partition_interval", "");
        if (NUMBER.matcher(text).matches()) {
            proposal.put("integer_step", text);
        } else {
            proposal.refuse(
                    row.prefix() + "partition_interval",
                    "interval-unknown",
                    "'" + text + "' is no number of ids.",
                    "Set it to a whole number, or define the policy by hand.");
        }
    }

    private void names(boolean time, @Nullable String suffix) {
        if (!time) {
            proposal.put("name_template", "{table}_p{from}");
            return;
        }
        String format = suffix == null ? "" : suffix;
        Optional<String> pattern = SuffixPattern.of(format);
        if (pattern.isPresent()) {
            proposal.put("name_template", "{table}_p{from:" + pattern.get() + "}");
        } else {
            proposal.differs(
                    row.prefix() + "datetime_string",
                    "names",
                    "Its names' format '" + format
                            + "' cannot be written here, so that new partitions are called by the default"
                            + " template.",
                    "Set name_template if names matter to you; nothing here reads them.");
        }
    }

    private void retention(boolean time) {
        String text = row.text("retention");
        if (text == null) {
            return;
        }
        Map<String, Object> retention = new LinkedHashMap<>();
        Optional<String> keep = time
                ? IntervalText.read(text).map(IntervalText::iso)
                : Optional.of(text).filter(t -> NUMBER.matcher(t).matches() && new BigDecimal(t).signum() > 0);
        if (keep.isEmpty()) {
            proposal.refuse(
                    row.prefix() + "retention",
                    "retention-unknown",
                    "The retention '" + text + "' is none that is understood here.",
                    time ? "Set it to a text such as '30 days'." : "Set it to a number of ids.");
            return;
        }
        retention.put("keep", keep.get());
        action(retention);
        proposal.put("retention", retention);
        proposal.differs(
                row.prefix() + "retention",
                "min-partitions",
                "At least min_partitions (2) stay and at most max_per_run (5) go in one run; pg_partman keeps 1 and takes all at"
                        + " once.",
                "Set retention.min_partitions and retention.max_per_run where that is not what you want.");
    }

    private void action(Map<String, Object> retention) {
        String schema = row.text("retention_schema");
        boolean keepTable = row.flag("retention_keep_table", true);
        if (schema != null) {
            retention.put("action", "move_to_schema");
            retention.put("schema", schema);
        } else if (keepTable) {
            retention.put("action", "detach");
        } else {
            retention.put("action", "drop");
            retention.put("grace", "P7D");
            proposal.differs(
                    row.prefix() + "retention_keep_table",
                    "grace",
                    "pg_partman drops old partitions at once; here they are detached, and dropped after retention.grace (P7D).",
                    "Shorten the grace if the disk has no room for it.");
            return;
        }
        if (!row.flag("retention_keep_index", true)) {
            retention.put("keep_indexes", false);
        }
        if (row.has("retention_keep_publication") && !row.flag("retention_keep_publication", false)) {
            retention.put("leave_publication", true);
        }
    }
}
