package io.partwarden.targets;

import io.partwarden.shared.Problem;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.datasource.AbstractDataSource;
import org.springframework.jdbc.support.JdbcUtils;

/**
 * Where a target's pool gets its sessions, each set up before it is handed out. The first one is made by whoever opens the pool, so
 * that a failure is known at once and as it was.
 */
final class SessionSource extends AbstractDataSource {

    private final Target target;
    private final TargetConnector connector;
    private final SessionSetup setup;
    private final AtomicReference<@Nullable Connection> first = new AtomicReference<>();

    SessionSource(Target target, TargetConnector connector, SessionSetup setup) {
        this.target = target;
        this.connector = connector;
        this.setup = setup;
    }

    void prime() throws SQLException {
        JdbcUtils.closeConnection(first.getAndSet(open()));
    }

    void close() {
        JdbcUtils.closeConnection(first.getAndSet(null));
    }

    @Override
    public Connection getConnection() throws SQLException {
        Connection primed = first.getAndSet(null);
        return primed == null ? open() : primed;
    }

    @Override
    public Connection getConnection(String username, String password) {
        throw new UnsupportedOperationException("The target's own login is the only one");
    }

    /** The connector has its own limits, and a pool asks for another one. */
    @Override
    public void setLoginTimeout(int seconds) {}

    /** A failure of ours is wrapped, since a pool passes on nothing but SQL's. */
    private Connection open() throws SQLException {
        Connection connection = null;
        try {
            connection = connector.connect(
                    target, target.settings().endpoint().hosts().size() == 1 ? "any" : primary());
            setup.apply(connection, target);
            return connection;
        } catch (Problem e) {
            JdbcUtils.closeConnection(connection);
            throw new SQLException(e);
        } catch (SQLException e) {
            JdbcUtils.closeConnection(connection);
            throw e;
        }
    }

    private String primary() {
        return target.mode() == TargetMode.OBSERVE ? "preferPrimary" : "primary";
    }
}
