package io.partwarden.table;

import io.partwarden.catalog.RelationReader;
import io.partwarden.catalog.RelationReader.Relation;
import io.partwarden.shared.Problem;
import io.partwarden.targets.Target;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/**
 * Writes down the ends of our detaches, with what tells later whether anybody has changed the table since. Where that cannot be read, the
 * end counts as one that nobody saw: the table stays.
 */
@Component
final class DetachEnds {

    private static final Logger LOG = LoggerFactory.getLogger(DetachEnds.class);

    private final RelationReader relations;
    private final PartitionRecordRepository records;

    DetachEnds(RelationReader relations, PartitionRecordRepository records) {
        this.relations = relations;
        this.records = records;
    }

    /** Our own statement has ended it. */
    void seen(Target target, long oid) {
        Optional<String> xmin = xmin(target, oid);
        Committed.record(() -> xmin.ifPresentOrElse(
                now -> records.detached(target.name(), oid, now), () -> records.detachedUnseen(target.name(), oid)));
    }

    /** Somebody has ended it: another replica, or nobody knows who. */
    void unseen(Target target, long oid) {
        Committed.record(() -> records.detachedUnseen(target.name(), oid));
    }

    /** We have changed the table. Nothing follows from it if somebody had changed it before. */
    void rewritten(Target target, long oid, Optional<String> before) {
        before.ifPresent(was -> xmin(target, oid)
                .ifPresent(now -> Committed.record(() -> records.rewritten(target.name(), oid, was, now))));
    }

    /** Of the table's row of pg_class; empty for what is gone or a partition, and where the target cannot be asked. */
    Optional<String> xmin(Target target, long oid) {
        try {
            return relations
                    .find(target, oid)
                    .filter(found -> found.parent() == null)
                    .map(Relation::xmin);
        } catch (Problem away) {
            LOG.warn("A detached table could not be read, so that it will not be dropped by itself", away);
            return Optional.empty();
        }
    }
}
