package io.partwarden.catalog;

import io.partwarden.partition.TableSnapshot;
import io.partwarden.targets.Target;
import io.partwarden.targets.TargetSessions;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.springframework.stereotype.Component;

/**
 * Reads many tables of one target at once: a handful of queries, however many tables there are. Every answer is one consistent state of
 * the catalog; temporary tables and schemas that the target's settings leave out do not exist here.
 */
@Component
public final class FleetReader {

    private final TargetSessions sessions;

    FleetReader(TargetSessions sessions) {
        this.sessions = sessions;
    }

    /** Every partitioned table, roots and partitioned partitions alike, in the order of their names; one query, cheap enough for each pass. */
    public List<FleetTable> tables(Target target) {
        return sessions.read(target, session -> new FleetTableReader(session).read(target.schemas()));
    }

    /**
     * What {@link CatalogReader#snapshot} says of each table, by oid. Missing are those that are gone or not shown, and any that cannot be
     * read, for which {@link CatalogReader#snapshot} tells the reason: one such table does not keep the others from being read.
     */
    public Map<Long, TableSnapshot> snapshots(Target target, Collection<Long> oids) {
        return sessions.read(target, session -> {
            session.sql("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ").update();
            return new FleetSnapshots(session).read(oids, target.schemas());
        });
    }

    /** Every root table, in the order of their names; costs one pass over the leaves' rows in the catalog. */
    public List<TableHealth> health(Target target) {
        return sessions.read(target, session -> {
            session.sql("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ").update();
            return new HealthReader(session).read(target.schemas());
        });
    }

    /** How big each direct child is with its indexes, by oid, measured; what is partitioned counts with all below it. */
    public Map<Long, RelationReader.Size> leafSizes(Target target, long parentOid) {
        return sessions.read(target, session -> RelationReader.childSizes(session, parentOid));
    }
}
