package io.partwarden.maintenance.imports;

import io.partwarden.maintenance.PolicyDocument;
import io.partwarden.table.RelationName;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What another tool has on record about a target's tables, as policies.
 *
 * @param tables in the order of their names
 */
record ImportAnswer(ImportSource source, List<ImportedTable> tables) {

    ImportAnswer {
        tables = List.copyOf(tables);
    }

    /**
     * @param tool pg_partman or go_partman
     * @param version null where it does not say
     * @param runs by what it is seen to be run in this database: {@code background-worker}, commands of pg_cron
     */
    record ImportSource(
            String tool, String schema, @Nullable String version, List<String> runs) {
        ImportSource {
            runs = List.copyOf(runs);
        }
    }

    /**
     * @param state proposed, stored, observed, unchanged, other-policy or refused
     * @param policy null where there can be none
     * @param noCounterpart settings that nothing here stands for
     * @param differences settings that work otherwise here
     * @param problems what keeps the table from being imported
     * @param sideBySide null where there is no policy, or where it is not known how far ids have got
     * @param tenants that the other tool knows of the table
     */
    record ImportedTable(
            RelationName table,
            String state,
            @Nullable PolicyDocument policy,
            List<Remark> noCounterpart,
            List<Remark> differences,
            List<Remark> problems,
            OtherUpkeep upkeep,
            @Nullable SideBySide sideBySide,
            List<String> tenants) {}

    /**
     * Whether the other tool looks after the table.
     *
     * @param maintainedByItself null where that cannot be seen in the database
     * @param lastRun null where it does not say
     * @param switchOff the statement that makes it stop; null where there is none or none is needed
     */
    record OtherUpkeep(
            @Nullable Boolean maintainedByItself,
            @Nullable Instant lastRun,
            @Nullable String switchOff) {}
}
