package io.partwarden.maintenance.imports;

import io.partwarden.execution.ExecutionFailedException;
import io.partwarden.execution.ExecutionReport;
import io.partwarden.execution.PlanExecutor;
import io.partwarden.maintenance.ManagedName;
import io.partwarden.maintenance.ManagedTable;
import io.partwarden.maintenance.Policies;
import io.partwarden.maintenance.PolicyIntake;
import io.partwarden.security.Change;
import io.partwarden.shared.Problem;
import io.partwarden.sql.LockMode;
import io.partwarden.sql.PartmanDdl;
import io.partwarden.sql.Plan;
import io.partwarden.sql.PlannedTransaction;
import io.partwarden.sql.QualifiedName;
import io.partwarden.sql.Step;
import io.partwarden.sql.TableLock;
import io.partwarden.table.ChangeOptions;
import io.partwarden.table.PlanResponse;
import io.partwarden.targets.Target;
import java.util.ArrayList;
import java.util.List;
import org.springframework.stereotype.Component;

/**
 * Changes who looks after a table, one table at a time. It has two keepers for a moment and never none: whoever takes over begins before the
 * other is switched off. Both make the same partitions, and of two that make one at once the second finds it there.
 */
@Component
final class Keepers {

    private final PartmanRepository reader;
    private final PartmanTables tables;
    private final Policies policies;
    private final PolicyIntake intake;
    private final ImportRepository imports;
    private final PlanExecutor executor;

    Keepers(
            PartmanRepository reader,
            PartmanTables tables,
            Policies policies,
            PolicyIntake intake,
            ImportRepository imports,
            PlanExecutor executor) {
        this.reader = reader;
        this.tables = tables;
        this.policies = policies;
        this.intake = intake;
        this.imports = imports;
        this.executor = executor;
    }

    /**
     * A change of keepers as it would be done.
     *
     * @param rows of part_config that are switched
     * @param below of part_config_sub
     */
    record Handover(ManagedTable policy, Imported imported, List<String> rows, List<String> below, Plan plan) {}

    Handover takeOver(Target target, String parentTable) {
        PartmanConfig config = reader.read(target);
        PartmanTable table = table(target, config, parentTable);
        ManagedTable policy = policy(target, table);
        List<String> rows = table.maintained(config);
        List<String> below = table.family().stream()
                .filter(parent -> config.subs().containsKey(parent)
                        && config.subs()
                                .get(parent)
                                .text("automatic_maintenance", "on")
                                .equals("on"))
                .toList();
        requirePermission(config, rows, below);
        return handover(config, table, policy, new Switch(rows, below, false));
    }

    Handover handBack(Target target, String parentTable) {
        PartmanConfig config = reader.read(target);
        PartmanTable table = table(target, config, parentTable);
        ManagedTable policy = policy(target, table);
        Imported imported = imported(policy);
        List<String> off = table.left(config);
        List<String> remembered =
                off.stream().filter(imported.switchedOff()::contains).toList();
        List<String> rows = imported.switchedOff().isEmpty() ? off : remembered;
        List<String> below = imported.switchedOffBelow().stream()
                .filter(config.subs()::containsKey)
                .toList();
        requirePermission(config, rows, below);
        return handover(config, table, policy, new Switch(rows, below, true));
    }

    /** Follows the policy, and switches pg_partman's maintenance off; if that fails, the policy is as it was. */
    void applyTakeOver(Target target, Handover handover, ChangeOptions options, Change change) {
        ManagedTable before = handover.policy();
        ManagedTable followed = intake.setEnabled(before, true, change);
        try {
            run(target, handover, options, change);
        } catch (Problem e) {
            if (Boolean.FALSE.equals(before.document().enabled())) {
                intake.setEnabled(followed, false, change);
            }
            throw e;
        }
        imports.put(handover.imported().switchedOff(handover.rows(), handover.below()));
    }

    /** Switches pg_partman's maintenance on, and keeps the policy without following it. */
    void applyHandBack(Target target, Handover handover, ChangeOptions options, Change change) {
        run(target, handover, options, change);
        intake.setEnabled(handover.policy(), false, change);
        imports.put(handover.imported().switchedOff(List.of(), List.of()));
    }

    private void run(Target target, Handover handover, ChangeOptions options, Change change) {
        if (handover.plan().isEmpty()) {
            return;
        }
        QualifiedName table = handover.policy().name().table();
        change.plan(PlanResponse.of(handover.plan())).started();
        try {
            record(change, executor.execute(target, table, handover.plan(), options.patience()));
        } catch (ExecutionFailedException e) {
            record(change, e.report());
            throw e.problem();
        }
    }

    private static void record(Change change, ExecutionReport report) {
        report.transactions().forEach(t -> t.steps().forEach(step -> change.statement(step.sql())));
    }

    private record Switch(List<String> rows, List<String> below, boolean on) {}

    private Handover handover(PartmanConfig config, PartmanTable table, ManagedTable policy, Switch turn) {
        List<Step> steps = new ArrayList<>();
        QualifiedName rows = config.extension().config();
        QualifiedName below = config.extension().subConfig();
        if (!turn.rows().isEmpty()) {
            steps.add(Step.of(
                    PartmanDdl.automaticMaintenance(rows, turn.rows(), turn.on()),
                    new TableLock(rows, LockMode.ROW_EXCLUSIVE)));
        }
        if (!turn.below().isEmpty()) {
            steps.add(Step.of(
                    PartmanDdl.automaticMaintenanceBelow(below, turn.below(), turn.on()),
                    new TableLock(below, LockMode.ROW_EXCLUSIVE)));
        }
        String name = table.parentTable();
        Plan plan = new Plan(
                turn.on()
                        ? "Hand " + name
                                + " back: pg_partman's automatic maintenance goes on, then the policy is kept without being"
                                + " followed."
                        : "Take " + name
                                + " over: the policy is followed, then pg_partman's automatic maintenance is switched off.",
                steps.isEmpty() ? List.of() : List.of(new PlannedTransaction(PlannedTransaction.Mode.ATOMIC, steps)),
                List.of(),
                policy.etag() + turn);
        return new Handover(policy, imported(policy), turn.rows(), turn.below(), plan);
    }

    private PartmanTable table(Target target, PartmanConfig config, String parentTable) {
        return tables.of(target, config).stream()
                .filter(table -> table.parentTable().equals(parentTable))
                .findFirst()
                .orElseThrow(() -> Problem.of(
                        ImportProblems.NOT_CONFIGURED,
                        "pg_partman has no table " + parentTable + " on record, or only as a part of another one."));
    }

    private ManagedTable policy(Target target, PartmanTable table) {
        QualifiedName name =
                QualifiedName.of(table.name().schema(), table.name().name());
        return policies.find(new ManagedName(target.name(), name)).orElseThrow(() -> notImported(table.parentTable()));
    }

    private Imported imported(ManagedTable policy) {
        return imports.find(policy.name())
                .filter(imported -> imported.tool().equals(PartmanImports.TOOL))
                .orElseThrow(() -> notImported(policy.name().table().toString()));
    }

    private static Problem notImported(String table) {
        return Problem.of(
                ImportProblems.NOT_IMPORTED,
                "Table " + table
                        + " has no policy that was imported from pg_partman. Import it first, with mode observe.");
    }

    private static void requirePermission(PartmanConfig config, List<String> rows, List<String> below) {
        if (!config.extension().mayUpdate() && !(rows.isEmpty() && below.isEmpty())) {
            throw Problem.of(
                    ImportProblems.MAY_NOT_SWITCH,
                    "The target's login may not change pg_partman's configuration. Grant it UPDATE on part_config and"
                            + " part_config_sub in schema " + config.extension().schema()
                            + ", or change automatic_maintenance there by hand.");
        }
    }
}
