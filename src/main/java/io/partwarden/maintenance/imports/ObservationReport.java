package io.partwarden.maintenance.imports;

import io.partwarden.maintenance.imports.SideBySide.Both;
import io.partwarden.maintenance.imports.SideBySide.Period;
import io.partwarden.table.RelationName;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What another tool did since its tables were imported, beside what their policies would have done. */
record ObservationReport(Instant now, List<Observed> tables) {

    ObservationReport {
        tables = List.copyOf(tables);
    }

    /**
     * @param policyFollowed false while the policy is only kept, so that all that was done is the other tool's
     * @param made partitions made since
     * @param retired partitions that left since
     * @param same whether both came to the same; null where that cannot be told
     * @param note why it cannot be told
     */
    record Observed(
            RelationName table,
            Instant since,
            boolean policyFollowed,
            Both made,
            Both retired,
            @Nullable Boolean same,
            @Nullable String note) {

        /** Where nothing can be said. */
        static Observed unknown(RelationName table, Instant since, boolean followed, String note) {
            Both nothing = new Both(List.<Period>of(), List.<Period>of());
            return new Observed(table, since, followed, nothing, nothing, null, note);
        }
    }
}
