package io.partwarden.targets;

import io.partwarden.shared.Problem;
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

    /** What marks our own metadata (V4__targets.sql): catalogs can be read by every role. */
    static final String MARK = """
            SELECT d.description
            FROM pg_catalog.pg_namespace n
            JOIN pg_catalog.pg_class c ON c.relnamespace = n.oid AND c.relname = 'target'
            JOIN pg_catalog.pg_description d
              ON d.objoid = c.oid AND d.classoid = 'pg_catalog.pg_class'::pg_catalog.regclass AND d.objsubid = 0
            WHERE n.nspname = 'partwarden'
            """;

    private final TargetProperties.Sessions limits;
    private final InstanceMark instance;

    SessionSetup(TargetProperties.Sessions limits, InstanceMark instance) {
        this.limits = limits;
        this.instance = instance;
    }

    void apply(Connection connection, Target target) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(SETTINGS.formatted(
                    target.mode() == TargetMode.OBSERVE ? "on" : "off",
                    limits.statementTimeout().toMillis(),
                    limits.lockTimeout().toMillis(),
                    limits.idleInTransactionTimeout().toMillis()));
            requireForeign(statement, target);
            if (target.settings().login().ownerRole() != null) {
                statement.execute(
                        "SET ROLE " + target.settings().login().ownerRole().quoted());
            }
        }
    }

    private void requireForeign(Statement statement, Target target) throws SQLException {
        try (ResultSet mark = statement.executeQuery(MARK)) {
            if (mark.next() && instance.isOurs(mark.getString(1))) {
                throw Problem.of(
                        TargetProblems.IS_METADATA,
                        "Target '" + target.name() + "' is the database in which this service keeps its own data (seen"
                                + " by its contents, so perhaps under another host name). Give the tables to be looked"
                                + " after a database of their own.");
            }
        }
    }
}
