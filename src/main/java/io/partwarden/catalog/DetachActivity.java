package io.partwarden.catalog;

import io.partwarden.sql.QualifiedName;
import io.partwarden.targets.Target;
import io.partwarden.targets.TargetSessions;
import org.springframework.stereotype.Component;

/**
 * Sessions that are at a concurrent detach just now. While it waits for the table's readers such a session holds no lock that pg_locks
 * would show, so its statement is what tells it; those of other roles are told only to members of pg_read_all_stats.
 */
@Component
public final class DetachActivity {

    /** Rather one too many: a name that is part of a longer one only makes a finalization wait. */
    private static final String DETACHING = """
            SELECT EXISTS (
                SELECT FROM pg_catalog.pg_stat_activity a
                 WHERE a.datname = pg_catalog.current_database() AND a.pid <> pg_catalog.pg_backend_pid()
                   AND a.state = 'active' AND a.query ~* '\\mDETACH\\s+PARTITION\\M.*\\mCONCURRENTLY\\M'
                   AND strpos(lower(replace(a.query, '""', '"')), lower(:name)) > 0)
            """;

    private final TargetSessions sessions;

    DetachActivity(TargetSessions sessions) {
        this.sessions = sessions;
    }

    public boolean isDetaching(Target target, QualifiedName partition) {
        return sessions.read(
                target,
                session -> session.sql(DETACHING)
                        .param("name", partition.name().value())
                        .query(Boolean.class)
                        .single());
    }
}
