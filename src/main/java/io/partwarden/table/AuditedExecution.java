package io.partwarden.table;

import io.partwarden.execution.ExecutionFailedException;
import io.partwarden.execution.ExecutionReport;
import io.partwarden.execution.PlanExecutor;
import io.partwarden.security.Change;
import io.partwarden.sql.Plan;
import io.partwarden.sql.QualifiedName;
import io.partwarden.targets.Target;
import java.util.List;
import java.util.stream.Stream;
import org.springframework.stereotype.Component;

/** Runs a plan as one change of the audit trail: its plan and beginning are on record before the first statement is sent. */
@Component
final class AuditedExecution {

    private final PlanExecutor executor;

    AuditedExecution(PlanExecutor executor) {
        this.executor = executor;
    }

    /** @throws ExecutionFailedException if the plan did not run to its end; what was sent is on record all the same */
    ExecutionReport run(Target target, QualifiedName table, Plan plan, Work work) {
        Change change = work.change().plan(PlanResponse.of(plan)).started();
        try {
            ExecutionReport report = executor.execute(target, table, plan, work.patience(), work.fence());
            record(change, report);
            return report;
        } catch (ExecutionFailedException e) {
            record(change, e.report());
            throw e;
        }
    }

    private static void record(Change change, ExecutionReport report) {
        Stream.of(report.transactions(), report.cleanup())
                .flatMap(List::stream)
                .flatMap(transaction -> transaction.steps().stream())
                .forEach(step -> change.statement(step.sql()));
    }
}
