package io.partwarden.targets;

import io.partwarden.shared.Problem;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.sql.Connection;
import java.util.List;
import java.util.Set;
import org.postgresql.ds.PGSimpleDataSource;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Repository;

/**
 * Knows our own metadata database: by its address before connecting, and for certain by the mark that a migration gave it, which any
 * role can read there. No session on it is given out, since whoever changes it changes the audit trail.
 */
@Repository
class OwnMetadata {

    /** Reads the mark of whatever database it is run on; see V4__targets.sql. */
    static final String MARK = """
            SELECT d.description
            FROM pg_catalog.pg_namespace n
            JOIN pg_catalog.pg_class c ON c.relnamespace = n.oid AND c.relname = 'target'
            JOIN pg_catalog.pg_description d
              ON d.objoid = c.oid AND d.classoid = 'pg_catalog.pg_class'::pg_catalog.regclass AND d.objsubid = 0
            WHERE n.nspname = 'partwarden'
            """;

    private final JdbcTemplate jdbc;
    private volatile String mark = "";

    OwnMetadata(JdbcTemplate jdbc) {
        this.jdbc = jdbc;
    }

    void requireOther(String target, String foundMark) {
        if (mark.isEmpty()) {
            mark = String.valueOf(jdbc.queryForObject(MARK, String.class));
        }
        if (mark.equals(foundMark)) {
            throw refused(target);
        }
    }

    /** Before anything is connected to; another name for the same server is found out later, by the mark. */
    void requireOther(String target, Endpoint endpoint) {
        String url =
                jdbc.execute((Connection connection) -> connection.getMetaData().getURL());
        PGSimpleDataSource own = new PGSimpleDataSource();
        own.setUrl(String.valueOf(url));
        if (endpoint.port() == own.getPortNumbers()[0]
                && endpoint.database().equals(own.getDatabaseName())
                && endpoint.hosts().stream().anyMatch(host -> isSame(host, own.getServerNames()[0]))) {
            throw refused(target);
        }
    }

    private static boolean isSame(String host, String own) {
        try {
            List<InetAddress> ours = List.of(InetAddress.getAllByName(own));
            Set<InetAddress> theirs = Set.copyOf(List.of(InetAddress.getAllByName(host)));
            return ours.stream().anyMatch(theirs::contains)
                    || (ours.get(0).isLoopbackAddress()
                            && theirs.iterator().next().isLoopbackAddress());
        } catch (UnknownHostException e) {
            return false;
        }
    }

    private static Problem refused(String target) {
        return Problem.of(
                        TargetProblems.IS_METADATA,
                        "Target '" + target + "' is the database in which this service keeps its own data, by this or"
                                + " another host name. Keep the tables to be looked after in a database of their own.")
                .with("target", target);
    }
}
