package io.partwarden.targets;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

/**
 * Gives every new session the same settings, whatever its role, database or server has as defaults: names are always schema-qualified,
 * bounds are read in UTC and ISO, nothing waits for long. Refuses a session on our own metadata.
 */
final class SessionSetup {

    private static final String SETTINGS = """
            SET search_path = pg_catalog;
            SET TimeZone = 'UTC';
            SET DateStyle = 'ISO, YMD';
            SET IntervalStyle = 'iso_8601';
            SET bytea_output = 'hex';
            SET standard_conforming_strings = on;
            SET extra_float_digits = 1;
            SET default_transaction_isolation = 'read committed';
            SET default_transaction_read_only = %s;
            SET row_security = on;
            SET jit = off;
            SET application_name = 'partwarden';
            SET statement_timeout = %d;
            SET lock_timeout = %d;
            SET idle_in_transaction_session_timeout = %d""";

    private final TargetProperties.Sessions limits;
    private final OwnMetadata metadata;

    SessionSetup(TargetProperties.Sessions limits, OwnMetadata metadata) {
        this.limits = limits;
        this.metadata = metadata;
    }

    /** The time limits and the search path alone, for a look before the session is one of ours. */
    void limit(Connection connection, Target target) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            settle(statement, target);
        }
    }

    void apply(Connection connection, Target target) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            settle(statement, target);
            requireForeign(statement, target);
            if (target.settings().login().ownerRole() != null) {
                statement.execute(
                        "SET ROLE " + target.settings().login().ownerRole().quoted());
            }
        }
    }

    private void settle(Statement statement, Target target) throws SQLException {
        statement.execute(SETTINGS.formatted(
                target.mode() == TargetMode.OBSERVE ? "on" : "off",
                limits.statementTimeout().toMillis(),
                limits.lockTimeout().toMillis(),
                limits.idleInTransactionTimeout().toMillis()));
    }

    private void requireForeign(Statement statement, Target target) throws SQLException {
        try (ResultSet mark = statement.executeQuery(OwnMetadata.MARK)) {
            if (mark.next()) {
                metadata.requireOther(target.name(), mark.getString(1));
            }
        }
    }
}
