package io.partwarden.execution;

import java.sql.SQLException;

/** What an SQLSTATE means for going on. Codes: PostgreSQL's appendix "Error Codes". */
final class SqlState {

    static final String QUERY_CANCELED = "57014";

    private SqlState() {}

    /** The server's own code, also where a batch has wrapped it; empty if there is none. */
    static String of(SQLException failure) {
        return failure.getSQLState() == null ? "" : failure.getSQLState();
    }

    /** Lock not available, deadlock detected, serialization failure: nothing is wrong but the moment. */
    static boolean isPassing(String state) {
        return state.equals("55P03") || state.equals("40P01") || state.equals("40001");
    }

    /** Connection exceptions, server shutdown, crash, and sessions that the server ended. */
    static boolean isLost(String state) {
        return state.startsWith("08")
                || state.equals("57P01")
                || state.equals("57P02")
                || state.equals("57P03")
                || state.equals("57P05")
                || state.equals("25P03")
                || state.equals("25P04")
                || state.equals("40003");
    }
}
