package io.partwarden.execution;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;

/** A fence's name on a session of the target, as {@code application_name}. */
record SessionName(String value) {

    private static final int MOST_CHARACTERS = 63;

    SessionName {
        if (value.length() > MOST_CHARACTERS || !value.chars().allMatch(c -> c >= ' ' && c <= '~')) {
            throw new IllegalArgumentException("A session cannot be named " + value);
        }
    }

    static SessionName of(Fence fence) {
        return new SessionName(fence.sessionName());
    }

    /** Until the end of the transaction: a pooled session needs no cleaning up, and when it is idle there is nothing of ours to end. */
    void giveForTransaction(Connection connection) throws SQLException {
        give(connection, "SELECT pg_catalog.set_config('application_name', ?, true)");
    }

    /** Until the end of a session of its own. */
    void giveForGood(Connection connection) throws SQLException {
        give(connection, "SELECT pg_catalog.set_config('application_name', ?, false)");
    }

    private void give(Connection connection, String sql) throws SQLException {
        if (!value.isEmpty()) {
            try (PreparedStatement statement = connection.prepareStatement(sql)) {
                statement.setString(1, value);
                statement.execute();
            }
        }
    }
}
