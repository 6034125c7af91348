package io.partwarden.execution;

import java.sql.SQLException;
import java.sql.Statement;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What is under way on the targets, so that a stopping service can end it: the driver does not notice that a thread was interrupted. */
final class ActiveStatements {

    private static final Logger LOG = LoggerFactory.getLogger(ActiveStatements.class);

    private final Set<Statement> active = ConcurrentHashMap.newKeySet();
    private volatile boolean stopping;

    /** To be followed by {@link #ended}, whatever happens. */
    void begun(Statement statement) {
        active.add(statement);
    }

    void ended(Statement statement) {
        active.remove(statement);
    }

    /** @throws InterruptedException if nothing more may be sent */
    void checkNotStopping() throws InterruptedException {
        if (stopping || Thread.interrupted()) {
            throw new InterruptedException();
        }
    }

    boolean stopping() {
        return stopping;
    }

    void stop() {
        stopping = true;
        for (Statement statement : active) {
            try {
                statement.cancel();
            } catch (SQLException e) {
                LOG.warn("A statement could not be cancelled; the server ends it at its timeout", e);
            }
        }
    }
}
