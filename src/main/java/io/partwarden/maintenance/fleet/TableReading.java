package io.partwarden.maintenance.fleet;

import io.partwarden.catalog.FleetTable;
import io.partwarden.catalog.TableHealth;
import io.partwarden.sql.QualifiedName;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One root table as its target had it.
 *
 * @param version of what {@code bounds} were read from: the tree and the policy
 * @param health null if it was made while the target was read
 * @param inDefault null without a default partition
 * @param leftovers tables that we detached from it and that still stand
 */
record TableReading(
        FleetTable table,
        String version,
        TableBounds bounds,
        @Nullable TableHealth health,
        @Nullable DefaultRows inDefault,
        List<Leftover> leftovers) {

    TableReading {
        leftovers = List.copyOf(leftovers);
    }

    QualifiedName name() {
        return table.name();
    }

    /**
     * What the default partitions of the tree hold.
     *
     * @param any null where a short look did not tell
     * @param estimate of all of them together; null where they were never analysed
     */
    record DefaultRows(
            List<QualifiedName> partitions,
            @Nullable Boolean any,
            @Nullable Long estimate) {
        DefaultRows {
            partitions = List.copyOf(partitions);
        }

        /** At least 1 where there is a row. */
        @Nullable
        Long atLeast() {
            if (any == null) {
                return estimate;
            }
            return any ? Math.max(1, estimate == null ? 1 : estimate) : 0L;
        }
    }

    /** @param detachedAt null where the end of the detach was not seen */
    record Leftover(QualifiedName name, @Nullable Instant detachedAt) {}
}
