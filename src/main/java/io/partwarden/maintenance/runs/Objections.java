package io.partwarden.maintenance.runs;

import io.partwarden.maintenance.Archives;
import io.partwarden.maintenance.RetirementGuard;
import io.partwarden.partition.Bound;
import io.partwarden.sql.KnownTable;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.stereotype.Component;

/** What is to be asked before a partition is detached, and again before its table is dropped: its archive, and every guard. */
@Component
final class Objections {

    private final ObjectProvider<Archives> archives;
    private final ObjectProvider<RetirementGuard> guards;

    Objections(ObjectProvider<Archives> archives, ObjectProvider<RetirementGuard> guards) {
        this.archives = archives;
        this.guards = guards;
    }

    /** Empty if it may go. */
    Optional<Skip> against(Situation situation, KnownTable table, @Nullable Bound bound, boolean needsArchive) {
        if (needsArchive && !isArchived(situation, table)) {
            return Optional.of(Skip.of(
                    table.name(),
                    bound,
                    SkipReason.NO_VERIFIED_ARCHIVE,
                    "It is to be archived before it is dropped, and there is no verified archive of it."));
        }
        return guards.orderedStream()
                .flatMap(guard -> guard.objection(situation.policy().name(), table).stream())
                .findFirst()
                .map(objection ->
                        Skip.of(table.name(), bound, new Failure(objection.reason(), objection.detail(), List.of())));
    }

    private boolean isArchived(Situation situation, KnownTable table) {
        return archives.stream()
                .anyMatch(archive -> archive.verified(situation.policy().name(), table.name(), table.oid())
                        .isPresent());
    }
}
