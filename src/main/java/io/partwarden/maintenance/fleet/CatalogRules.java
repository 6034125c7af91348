package io.partwarden.maintenance.fleet;

import io.partwarden.catalog.TableHealth;
import io.partwarden.maintenance.ReadPolicy;
import io.partwarden.maintenance.fleet.FleetFinding.Advice;
import io.partwarden.maintenance.fleet.TableReading.DefaultRows;
import io.partwarden.maintenance.fleet.TableReading.Leftover;
import io.partwarden.policy.Retention;
import io.partwarden.sql.QualifiedName;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** What a target's catalog says of a table beside its bounds. */
final class CatalogRules {

    private static final int MOST_EXAMPLES = 20;

    private CatalogRules() {}

    static void note(FleetRow row, FindingSheet sheet) {
        TableReading reading = row.reading();
        if (reading == null) {
            return;
        }
        filledDefault(reading, sheet);
        drift(reading, sheet);
        leftovers(row, reading, sheet);
        TableHealth health = reading.health();
        if (health != null) {
            health.pendingDetaches().forEach(partition -> pending(reading, partition, sheet));
            health.invalidIndexes().forEach(index -> invalid(index, sheet));
            analysed(reading, health, sheet);
        }
    }

    private static void filledDefault(TableReading reading, FindingSheet sheet) {
        DefaultRows rows = reading.inDefault();
        if (rows == null || !Boolean.TRUE.equals(rows.any())) {
            return;
        }
        Map<String, Object> details = new LinkedHashMap<>();
        details.put("partitions", texts(rows.partitions()));
        Long estimate = rows.atLeast();
        if (estimate != null) {
            details.put("rows_estimate", estimate);
        }
        sheet.note(
                FindingKind.DEFAULT_FILLED,
                Severity.HIGH,
                "",
                new Advice(
                        "The default partition holds rows; a partition for them cannot be made while they are there.",
                        "See what they are: SELECT * FROM "
                                + rows.partitions().get(0).quoted() + " LIMIT 20. Maintenance moves them with the"
                                + " partition that it makes for them, up to the policy's drain_rows: POST "
                                + sheet.path() + "/maintenance?dry_run=true."),
                null,
                details);
    }

    private static void pending(TableReading reading, QualifiedName partition, FindingSheet sheet) {
        sheet.note(
                FindingKind.PENDING_DETACH,
                Severity.HIGH,
                partition.toString(),
                new Advice(
                        "The detach of " + partition + " was begun and did not end; its rows are not seen through the"
                                + " table, and nothing else can be detached.",
                        "Maintenance ends those that it began. Else, once no transaction older than the detach is left: ALTER TABLE "
                                + reading.name().quoted() + " DETACH PARTITION " + partition.quoted() + " FINALIZE"),
                null,
                Map.of("partition", partition.toString()));
    }

    private static void invalid(QualifiedName index, FindingSheet sheet) {
        sheet.note(
                FindingKind.INVALID_INDEX,
                Severity.MEDIUM,
                index.toString(),
                new Advice(
                        "Index " + index + " is invalid: queries do not use it, and writes may still pay for it.",
                        "Of a partition: REINDEX INDEX CONCURRENTLY " + index.quoted()
                                + ". Of the table itself: it lacks the index of a partition; CREATE INDEX there, then ALTER INDEX "
                                + index.quoted() + " ATTACH PARTITION it."),
                null,
                Map.of("index", index.toString()));
    }

    private static void analysed(TableReading reading, TableHealth health, FindingSheet sheet) {
        TableHealth.Analysed analysed = health.analysed();
        Long rows = health.size().rowsEstimate();
        boolean parentMissed = !analysed.parent() && rows != null && rows > 0;
        if (!parentMissed && analysed.missing() == 0) {
            return;
        }
        Map<String, Object> details = new LinkedHashMap<>();
        details.put("table_analysed", analysed.parent());
        details.put("partitions_missing", analysed.missing());
        details.put("examples", texts(analysed.examples()));
        sheet.note(
                FindingKind.NOT_ANALYSED,
                Severity.LOW,
                "",
                new Advice(
                        parentMissed
                                ? "The table itself was never analysed, which autovacuum never does: plans over many"
                                        + " partitions are guesses."
                                : analysed.missing() + " partitions hold rows and were never analysed.",
                        "ANALYZE " + reading.name().quoted()
                                + " (with ONLY from PostgreSQL 18 on, for the table alone)"),
                null,
                details);
    }

    private static void drift(TableReading reading, FindingSheet sheet) {
        String unfit = reading.bounds().unfit();
        List<QualifiedName> drifted = reading.bounds().drifted();
        if (unfit != null) {
            sheet.note(
                    FindingKind.DRIFT,
                    Severity.MEDIUM,
                    "policy",
                    new Advice(unfit, "GET " + sheet.path() + "/policy, correct it and PUT it again."),
                    null,
                    Map.of());
        } else if (!drifted.isEmpty()) {
            sheet.note(
                    FindingKind.DRIFT,
                    Severity.MEDIUM,
                    "",
                    new Advice(
                            "Partitions lie beside the policy's periods, such as " + drifted.get(0)
                                    + "; new ones are cut to fit beside them.",
                            "POST " + sheet.path() + "/adopt lists them. They may stay; set the policy's interval,"
                                    + " time_zone or key_encoding if it is the policy that is wrong."),
                    null,
                    Map.of("partitions", texts(drifted)));
        }
    }

    /** A policy that only detaches wants them to stay. */
    private static void leftovers(FleetRow row, TableReading reading, FindingSheet sheet) {
        ReadPolicy policy = reading.bounds().policy();
        Retention retention = policy == null ? null : policy.policy().retention();
        if (retention != null
                && (retention.action() == Retention.Action.DETACH
                        || retention.action() == Retention.Action.MOVE_TO_SCHEMA)) {
            return;
        }
        Instant over = row.now().minus(retention == null ? Duration.ZERO : retention.grace());
        List<Leftover> left = reading.leftovers().stream()
                .filter(one -> retention == null
                        || (one.detachedAt() != null && one.detachedAt().isBefore(over)))
                .toList();
        if (left.isEmpty()) {
            return;
        }
        sheet.note(
                FindingKind.ORPHAN,
                Severity.MEDIUM,
                "",
                new Advice(
                        left.size() + " tables were detached here and still stand, such as "
                                + left.get(0).name() + ".",
                        "Drop what is not needed any more: DELETE " + sheet.path() + "/partitions/"
                                + FindingSheet.encoded(left.get(0).name().name().value())
                                + "?mode=drop&confirm=<name>, or ATTACH it again."),
                left.stream()
                        .map(Leftover::detachedAt)
                        .filter(Objects::nonNull)
                        .min(Instant::compareTo)
                        .orElse(null),
                Map.of(
                        "count",
                        left.size(),
                        "tables",
                        texts(left.stream().map(Leftover::name).toList())));
    }

    private static List<String> texts(List<QualifiedName> names) {
        return names.stream().limit(MOST_EXAMPLES).map(QualifiedName::toString).toList();
    }
}
