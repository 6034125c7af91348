package io.partwarden.targets;

import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** The mark that our own metadata database carries and no other one does; read once, since a migration sets it for good. */
@Repository
class InstanceMark {

    private final JdbcClient jdbc;
    private volatile String known = "";

    InstanceMark(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    boolean isOurs(String mark) {
        if (known.isEmpty()) {
            known = jdbc.sql(SessionSetup.MARK).query(String.class).single();
        }
        return known.equals(mark);
    }
}
