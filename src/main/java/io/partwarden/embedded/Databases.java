package io.partwarden.embedded;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import javax.sql.DataSource;

/**
 * The two databases of the embedded server, each with a plain role that owns it and that alone (besides the superuser) may connect
 * to it. Run at every start; the passwords are set anew to what the caller says.
 */
record Databases(DataSource superuser) {

    static final String METADATA = "partwarden";
    static final String LOCAL = "local";

    void provision(String metadataPassword, String localPassword) throws SQLException {
        try (Connection connection = superuser.getConnection();
                Statement statement = connection.createStatement()) {
            provision(connection, METADATA, metadataPassword);
            provision(connection, LOCAL, localPassword);
            for (String ours : new String[] {"postgres", "template1"}) {
                statement.execute("REVOKE ALL ON DATABASE " + ours + " FROM PUBLIC");
            }
        }
    }

    /** Both names are ours and the password is of URL-safe characters: nothing here comes from outside. */
    private static void provision(Connection connection, String name, String password) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            if (!exists(connection, "SELECT FROM pg_roles WHERE rolname = ?", name)) {
                statement.execute("CREATE ROLE \"" + name + "\"");
            }
            statement.execute("ALTER ROLE \"" + name + "\" WITH LOGIN NOSUPERUSER NOCREATEROLE NOCREATEDB NOREPLICATION"
                    + " NOBYPASSRLS PASSWORD '" + password + "'");
            if (!exists(connection, "SELECT FROM pg_database WHERE datname = ?", name)) {
                statement.execute("CREATE DATABASE \"" + name + "\" OWNER \"" + name + "\"");
            }
            statement.execute("REVOKE ALL ON DATABASE \"" + name + "\" FROM PUBLIC");
        }
    }

    private static boolean exists(Connection connection, String query, String name) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(query)) {
            statement.setString(1, name);
            try (ResultSet rows = statement.executeQuery()) {
                return rows.next();
            }
        }
    }
}
