package io.partwarden.testing;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

/** One database of a {@link PostgresServer} and the plain role that owns it. */
public record TestDatabase(PostgresServer server, String name, String username, String password) {

    public String url() {
        return server.url(name);
    }

    /** A session of the owner. */
    public Connection connect() throws SQLException {
        return DriverManager.getConnection(url(), username, password);
    }

    public Connection connectAsSuperuser() throws SQLException {
        return server.superuser(name);
    }

    /** Runs statements as the owner, each in its own transaction. */
    public void execute(String... statements) {
        try (Connection connection = connect();
                Statement statement = connection.createStatement()) {
            for (String sql : statements) {
                statement.execute(sql);
            }
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The first column of every row, as text, asked as the owner. */
    public List<String> query(String sql) {
        try (Connection connection = connect();
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            List<String> values = new ArrayList<>();
            while (rows.next()) {
                values.add(String.valueOf(rows.getString(1)));
            }
            return values;
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }
}
