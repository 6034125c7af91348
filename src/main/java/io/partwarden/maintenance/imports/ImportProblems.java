package io.partwarden.maintenance.imports;

import io.partwarden.shared.ProblemType;

/** What can keep another tool's configuration from being imported. */
final class ImportProblems {

    static final ProblemType NOT_INSTALLED =
            new ProblemType("import-source-missing", 404, "The other tool is not there");

    static final ProblemType UNREADABLE =
            new ProblemType("import-source-unreadable", 422, "The other tool's configuration may not be read");

    static final ProblemType NOT_CONFIGURED =
            new ProblemType("not-in-import-source", 404, "The other tool does not know the table");

    /** Two keepers at once would each undo what the other does not expect. */
    static final ProblemType STILL_MAINTAINED =
            new ProblemType("still-maintained", 409, "The table is still maintained by the other tool");

    static final ProblemType NOT_IMPORTABLE =
            new ProblemType("not-importable", 409, "The table cannot be imported as it is");

    static final ProblemType HAS_POLICY = new ProblemType("has-other-policy", 409, "The table has another policy");

    static final ProblemType NOT_IMPORTED = new ProblemType("not-imported", 409, "The table was not imported yet");

    static final ProblemType MAY_NOT_SWITCH =
            new ProblemType("may-not-switch", 422, "The other tool's configuration may not be changed");

    private ImportProblems() {}
}
