package io.partwarden.execution;

import io.partwarden.shared.Problem;
import io.partwarden.shared.ProblemType;
import io.partwarden.sql.MoveDdl;
import io.partwarden.sql.PartitionDdl;
import io.partwarden.sql.QualifiedName;
import io.partwarden.sql.Step;
import io.partwarden.sql.TableLock;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * What a statement's failure means for the user: one table from SQLSTATE, whole codes before classes. Message texts are translated
 * and may hold rows, so they are neither read nor shown.
 */
final class Failures {

    /** A kind of failure and what to tell and advise about it. */
    private record Meaning(ProblemType type, String advice) {}

    private static final Meaning UNKNOWN = new Meaning(
            ExecutionProblem.STATEMENT_FAILED,
            "The target refused it for the reason that its SQLSTATE names; the server's log has the whole message.");

    private static final Map<String, Meaning> MEANINGS = Map.ofEntries(
            changed("42P07", "A relation of that name has been made meanwhile. Ask for the plan again."),
            changed("42710", "An object of that name has been made meanwhile. Ask for the plan again."),
            changed(
                    "42P17",
                    "The definition does not fit what the table is now: most likely another partition took"
                            + " some of the same rows meanwhile. Ask for the plan again."),
            changed("42P01", "A table that the plan needs is gone. Ask for the plan again."),
            changed("42703", "A column that the plan needs is gone. Ask for the plan again."),
            changed(
                    "42704",
                    "An object that the plan needs (a role, tablespace, type or index) is gone. Ask for the plan again."),
            changed("3F000", "The schema is gone. Ask for the plan again."),
            changed("42809", "A relation is not of the kind that the plan was made for. Ask for the plan again."),
            changed(
                    "55000",
                    "A table is not in the state that the plan was made for; another partition of the same table may be"
                            + " waiting for its detach to be finalized. Ask for the plan again."),
            changed(
                    PartitionDdl.CHANGED_MEANWHILE,
                    "The table is not the one that the plan was made for. Ask for the plan again."),
            meaning(
                    MoveDdl.TOO_MANY_ROWS,
                    ExecutionProblem.DEFAULT_TOO_FULL,
                    "The default partition holds more rows of the new partition than may be moved in one statement. Nothing was"
                            + " changed; move them in batches, or allow more at once."),
            meaning(
                    "23514",
                    ExecutionProblem.ROWS_IN_THE_WAY,
                    "Rows that are there break the bound or the CHECK, such as rows in the default partition that the new"
                            + " partition would take. Move or correct them first."),
            meaning("23502", ExecutionProblem.ROWS_IN_THE_WAY, "Rows that are there hold NULL where none may be."),
            meaning(
                    "23503",
                    ExecutionProblem.ROWS_IN_THE_WAY,
                    "A foreign key is in the way: rows elsewhere refer to rows of this partition, or rows of it to none."),
            meaning("23505", ExecutionProblem.ROWS_IN_THE_WAY, "Rows that are there are not unique."),
            meaning(
                    "2BP01",
                    ExecutionProblem.IN_USE,
                    "Other objects, such as views or foreign keys, depend on it. Drop or change them first; nothing is dropped by cascade."),
            meaning(
                    "55006",
                    ExecutionProblem.IN_USE,
                    "The object is in use by the session or by a pending trigger event."),
            meaning(
                    "42501",
                    ExecutionProblem.NOT_PERMITTED,
                    "Creating, attaching and detaching need the ownership of the tables and CREATE on the schema and tablespace;"
                            + " docs/grants/operate.sql makes such a role."),
            meaning(
                    "0A",
                    ExecutionProblem.NOT_SUPPORTED,
                    "This server version does not do that, or not for this kind of table."),
            meaning(
                    "57014",
                    ExecutionProblem.TIMEOUT,
                    "It ran into its time limit or was cancelled on the server. Try again when the target is less busy."),
            meaning("53100", ExecutionProblem.OUT_OF_RESOURCES, "Its disk is full. Free space first."),
            meaning(
                    "53200",
                    ExecutionProblem.OUT_OF_RESOURCES,
                    "It is out of (shared) memory; if that is the lock table, raise max_locks_per_transaction, which needs a restart."),
            meaning(
                    "53300",
                    ExecutionProblem.OUT_OF_RESOURCES,
                    "It has no session left. Raise max_connections or close some."),
            meaning("53", ExecutionProblem.OUT_OF_RESOURCES, "It lacks a resource; the server's log says which."),
            meaning("54", ExecutionProblem.OUT_OF_RESOURCES, "A limit of the server is reached; its log says which."));

    private Failures() {}

    /**
     * @param steps of which one has failed
     */
    static Problem of(String state, QualifiedName table, List<Step> steps) {
        Meaning meaning = MEANINGS.getOrDefault(
                state, MEANINGS.getOrDefault(state.length() == 5 ? state.substring(0, 2) : "", UNKNOWN));
        String on = steps.stream()
                .flatMap(step -> step.locks().stream())
                .map(TableLock::relation)
                .distinct()
                .map(QualifiedName::toString)
                .collect(Collectors.joining(", "));
        String detail = "The target refused a statement on " + (on.isEmpty() ? table : on) + ". " + meaning.advice();
        Problem problem = Problem.of(meaning.type(), detail);
        return state.isEmpty() ? problem : problem.with("sqlstate", state);
    }

    private static Map.Entry<String, Meaning> changed(String state, String advice) {
        return meaning(state, ExecutionProblem.CHANGED_MEANWHILE, advice);
    }

    private static Map.Entry<String, Meaning> meaning(String state, ProblemType type, String advice) {
        return Map.entry(state, new Meaning(type, advice));
    }
}
