package io.partwarden.maintenance.runs;

import io.partwarden.catalog.CatalogReader;
import io.partwarden.execution.Fence;
import io.partwarden.execution.Patience;
import io.partwarden.partition.TableSnapshot;
import io.partwarden.sql.QualifiedName;
import io.partwarden.table.PlannedChanges;
import io.partwarden.targets.Target;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.stereotype.Component;

/**
 * Makes fresh statistics of tables whose partitions changed, which autovacuum never does for a partitioned table. One at a time and
 * behind everything else: nothing depends on it, and what a stop leaves out comes with the table's next change.
 */
@Component
final class ParentStatistics implements DisposableBean {

    private static final Logger LOG = LoggerFactory.getLogger(ParentStatistics.class);

    private final CatalogReader catalog;
    private final PlannedChanges changes;
    private final AuditedWork audited;
    private final Set<Parent> waiting = new LinkedHashSet<>();
    private final ExecutorService thread = Executors.newSingleThreadExecutor(work -> {
        Thread made = new Thread(work, "partwarden-analyze");
        made.setDaemon(true);
        return made;
    });

    ParentStatistics(CatalogReader catalog, PlannedChanges changes, AuditedWork audited) {
        this.catalog = catalog;
        this.changes = changes;
        this.audited = audited;
    }

    private record Parent(Target target, QualifiedName table) {}

    /** Soon; once, however often it was asked for meanwhile. */
    void refreshSoon(Target target, QualifiedName table) {
        Parent parent = new Parent(target, table);
        synchronized (waiting) {
            if (waiting.add(parent)) {
                thread.execute(() -> {
                    synchronized (waiting) {
                        waiting.remove(parent);
                    }
                    refresh(target, table, new Conduct(Conduct.MAINTENANCE, Patience.SHORT, Fence.NONE));
                });
            }
        }
    }

    /** Whether it was done; what stood in the way is in the audit trail. */
    boolean refresh(Target target, QualifiedName table, Conduct conduct) {
        try {
            Optional<TableSnapshot> now = catalog.snapshot(target, table);
            now.ifPresent(snapshot ->
                    audited.run(conduct, "maintenance.analyze", work -> changes.analyze(target, snapshot, work)));
            return now.isPresent();
        } catch (RuntimeException e) {
            LOG.info(
                    "Table {} of target {} was not analyzed: {}",
                    table,
                    target.name(),
                    Failure.of(e).code());
            return false;
        }
    }

    @Override
    public void destroy() {
        thread.shutdownNow();
    }
}
