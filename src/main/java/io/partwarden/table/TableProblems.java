package io.partwarden.table;

import io.partwarden.shared.ProblemType;

/** What can be wrong with a request about tables and partitions, beyond what every request can get wrong. */
final class TableProblems {

    static final ProblemType TABLE_NOT_FOUND =
            new ProblemType("table-not-found", 404, "There is no such table on the target");
    static final ProblemType SCHEMA_NOT_FOUND =
            new ProblemType("schema-not-found", 404, "There is no such schema on the target");
    static final ProblemType PARTITION_NOT_FOUND =
            new ProblemType("partition-not-found", 404, "The table has no such partition");
    static final ProblemType NOT_PARTITIONED = new ProblemType("not-partitioned", 409, "The table is not partitioned");
    static final ProblemType DEFINITION_DIFFERS =
            new ProblemType("definition-differs", 409, "A table of that name exists with another definition");
    static final ProblemType OVERLAP = new ProblemType("overlap", 409, "Another partition takes some of the same rows");
    static final ProblemType NAME_TAKEN = new ProblemType("name-taken", 409, "A relation of that name exists already");
    static final ProblemType DEFAULT_HOLDS_ROWS =
            new ProblemType("default-holds-rows", 409, "The default partition holds rows of the new one");
    static final ProblemType NEEDS_MENDING = new ProblemType("needs-mending", 409, "The table must be mended first");
    static final ProblemType HAS_DEPENDENTS =
            new ProblemType("has-dependents", 409, "Other objects depend on the partition");
    static final ProblemType STALE_PLAN = new ProblemType("stale-plan", 409, "The plan is not the one that was shown");
    static final ProblemType NOT_READ_BACK =
            new ProblemType("not-read-back", 503, "The change was made, and its result could not be read");
    static final ProblemType POLICY_NOT_STORED =
            new ProblemType("policy-not-stored", 503, "The table was made, and its policy could not be stored");
    static final ProblemType CONFIRM_NEEDED =
            new ProblemType("confirm-needed", 422, "What goes must be confirmed by its name");

    private TableProblems() {}
}
