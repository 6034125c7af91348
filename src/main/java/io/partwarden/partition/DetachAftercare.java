package io.partwarden.partition;

import io.partwarden.sql.Ddl;
import io.partwarden.sql.Identifier;
import io.partwarden.sql.LockMode;
import io.partwarden.sql.PartitionDdl;
import io.partwarden.sql.Plan.Warning;
import io.partwarden.sql.PlannedTransaction;
import io.partwarden.sql.PlannedTransaction.Mode;
import io.partwarden.sql.QualifiedName;
import io.partwarden.sql.RemovalDdl;
import io.partwarden.sql.Step;
import io.partwarden.sql.TableLock;
import java.util.ArrayList;
import java.util.List;

/** What is still to be done for the options of a detach, each in a transaction of its own that locks nothing but the detached table. */
final class DetachAftercare {

    private final DetachedTable detached;
    private final QualifiedName name;
    private final List<PlannedTransaction> transactions = new ArrayList<>();
    private final List<Warning> warnings = new ArrayList<>();

    DetachAftercare(DetachedTable detached, DetachOptions options) {
        this.detached = detached;
        this.name = detached.table().name();
        if (options.leavePublication()) {
            leavePublications();
        }
        if (!options.keepIndexes()) {
            dropIndexes();
        }
        Identifier schema = options.moveToSchema();
        // Last, since it changes the name.
        if (schema != null && !schema.equals(name.schema())) {
            add(LockMode.ACCESS_EXCLUSIVE, List.of(RemovalDdl.setSchema(name, schema)));
        }
    }

    List<PlannedTransaction> transactions() {
        return transactions;
    }

    List<Warning> warnings() {
        return warnings;
    }

    private void leavePublications() {
        List<Ddl> ddl = new ArrayList<>();
        for (DetachedTable.Publication publication : detached.publications()) {
            if (publication.ours()) {
                ddl.add(RemovalDdl.leavePublication(publication.name(), name));
            } else {
                warnings.add(new Warning(
                        "publication-not-ours",
                        name + " stays in publication " + publication.name()
                                + ", which only its owner may alter: ALTER PUBLICATION .. DROP TABLE."));
            }
        }
        add(LockMode.SHARE_UPDATE_EXCLUSIVE, ddl);
    }

    private void dropIndexes() {
        if (detached.partitioned()) {
            warnings.add(new Warning(
                    "indexes-kept", name + " is partitioned itself: it and its partitions keep their indexes."));
            return;
        }
        add(
                LockMode.ACCESS_EXCLUSIVE,
                detached.indexes().stream().map(this::drop).toList());
    }

    private Ddl drop(DetachedTable.Index index) {
        return index.constraint() == null
                ? RemovalDdl.dropIndex(new QualifiedName(name.schema(), index.name()))
                : PartitionDdl.dropConstraint(name, index.constraint());
    }

    private void add(LockMode mode, List<Ddl> ddl) {
        if (ddl.isEmpty()) {
            return;
        }
        TableLock lock = new TableLock(name, mode);
        List<Step> steps = new ArrayList<>();
        steps.add(new Step(PartitionDdl.lock(name, mode), true, List.of(lock), 0));
        steps.add(Step.of(PartitionDdl.requireDetached(name, detached.table().oid())));
        ddl.forEach(statement -> steps.add(Step.of(statement, lock)));
        transactions.add(new PlannedTransaction(Mode.ATOMIC, steps));
    }
}
