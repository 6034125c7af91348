package io.partwarden.table;

import io.partwarden.catalog.DetachedTableReader;
import io.partwarden.execution.ExecutionFailedException;
import io.partwarden.partition.AnalyzePlanner;
import io.partwarden.partition.DetachOptions;
import io.partwarden.partition.DetachedTable;
import io.partwarden.partition.RemovalPlanner;
import io.partwarden.partition.TableSnapshot;
import io.partwarden.shared.Problem;
import io.partwarden.sql.Identifier;
import io.partwarden.sql.KnownTable;
import io.partwarden.sql.Plan;
import io.partwarden.sql.QualifiedName;
import io.partwarden.targets.Target;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.springframework.stereotype.Component;

/** What follows a change: the options of a detach, and fresh statistics. Neither touches a row, and neither undoes the change if it fails. */
@Component
final class Aftercare {

    private final SchemaAccess schemas;
    private final DetachedTableReader reader;
    private final AuditedExecution execution;
    private final PartitionRecordRepository records;
    private final DetachEnds ends;
    private final RemovalPlanner planner = new RemovalPlanner();
    private final AnalyzePlanner analyzer = new AnalyzePlanner();

    Aftercare(
            SchemaAccess schemas,
            DetachedTableReader reader,
            AuditedExecution execution,
            PartitionRecordRepository records,
            DetachEnds ends) {
        this.schemas = schemas;
        this.reader = reader;
        this.execution = execution;
        this.records = records;
        this.ends = ends;
    }

    /** @throws Problem if the options move the table to a schema where it cannot go */
    void requireRoom(Target target, KnownTable table, DetachOptions options) {
        Identifier schema = options.moveToSchema();
        if (schema == null || schema.equals(table.name().schema())) {
            return;
        }
        schemas.requireCreatable(target, schema);
        List<String> taken = reader.taken(target, table.oid(), schema);
        if (!taken.isEmpty()) {
            throw Problem.of(
                    TableProblems.NAME_TAKEN,
                    table.name() + " cannot move to schema " + schema
                            + ", where these names of it or its indexes are taken: " + String.join(", ", taken) + ".");
        }
    }

    /** Does what the options ask for and is not done yet; the name may be another one afterwards. */
    Removed settle(Target target, TableSnapshot parent, KnownTable table, DetachOptions options, Work work) {
        requireRoom(target, table, options);
        DetachedTable detached = reader.read(target, table.oid())
                .filter(found -> found.table().equals(table))
                .orElseThrow(() -> Problem.of(
                        TableProblems.PARTITION_NOT_FOUND, "There is no table " + table.name() + " any more."));
        Plan plan = planner.afterDetach(detached, options);
        Duration lockWait = Duration.ZERO;
        if (!plan.isEmpty()) {
            Optional<String> before = ends.xmin(target, table.oid());
            try {
                lockWait = execution
                        .run(target, parent.parent().name(), plan, work)
                        .lockWait();
            } catch (ExecutionFailedException e) {
                rememberName(target, table, e);
                throw e;
            } finally {
                ends.rewritten(target, table.oid(), before);
            }
        }
        QualifiedName name = Committed.readBack(() -> rememberName(target, table));
        return new Removed(table.oid(), name, false, lockWait, plan.warnings());
    }

    private void rememberName(Target target, KnownTable table, ExecutionFailedException failure) {
        try {
            rememberName(target, table);
        } catch (Problem away) {
            failure.problem().addSuppressed(away);
        }
    }

    private QualifiedName rememberName(Target target, KnownTable table) {
        QualifiedName now = reader.read(target, table.oid())
                .map(found -> found.table().name())
                .orElse(table.name());
        if (!now.equals(table.name())) {
            Committed.record(() -> records.moved(target.name(), table.oid(), now));
        }
        return now;
    }

    /** The time spent on asking for locks. */
    Duration analyze(Target target, TableSnapshot table, Work work) {
        return execution
                .run(target, table.parent().name(), analyzer.analyze(table), work.briefly())
                .lockWait();
    }
}
