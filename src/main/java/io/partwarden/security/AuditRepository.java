package io.partwarden.security;

import io.partwarden.shared.Problem;
import java.time.ZoneOffset;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.support.TransactionTemplate;
import tools.jackson.databind.json.JsonMapper;

/** The audit table. Rows are only ever added; the table itself refuses anything else. */
@Repository
class AuditRepository {

    private static final String APPEND = """
            INSERT INTO partwarden.audit (change_id, at, actor, role, remote_address, request_id, method, path, action, target,
                                          table_name, object, plan, sql, outcome, code, detail, duration_ms)
            VALUES (:change_id, :at, :actor, :role, :remote_address, :request_id, :method, :path, :action, :target,
                    :table_name, :object, CAST(:plan AS jsonb), :sql, :outcome, :code, :detail, :duration_ms)
            """;

    // A change that has ended is shown once, by its end.
    private static final String FIND = """
            SELECT id, change_id, at, actor, role, remote_address, request_id, method, path, action, target, table_name, object,
                   plan, sql, outcome, code, detail, duration_ms
            FROM partwarden.audit a
            WHERE id < :before
              AND (CAST(:actor AS text) IS NULL OR actor = :actor)
              AND (CAST(:target AS text) IS NULL OR target = :target)
              AND (CAST(:table AS text) IS NULL OR table_name = :table)
              AND (CAST(:since AS timestamptz) IS NULL OR at >= :since)
              AND (outcome <> 'started'
                   OR NOT EXISTS (SELECT FROM partwarden.audit e WHERE e.change_id = a.change_id AND e.outcome <> 'started'))
            ORDER BY id DESC
            LIMIT :limit
            """;

    private static final int LONGEST_INDEXED = 300;

    private final JdbcClient jdbc;
    private final TransactionTemplate ownTransaction;
    private final JsonMapper json;

    AuditRepository(JdbcClient jdbc, PlatformTransactionManager transactions, JsonMapper json) {
        this.jdbc = jdbc;
        this.json = json;
        this.ownTransaction = new TransactionTemplate(transactions);
        // A change that is rolled back must still leave its trace.
        this.ownTransaction.setPropagationBehavior(TransactionDefinition.PROPAGATION_REQUIRES_NEW);
    }

    void append(AuditEntry entry) {
        Origin origin = entry.origin();
        AuditEntry.Subject subject = entry.subject();
        Problem problem = entry.end().problem();
        ownTransaction.executeWithoutResult(status -> jdbc.sql(APPEND)
                .param("change_id", entry.changeId())
                .param("at", entry.at().atOffset(ZoneOffset.UTC))
                .param("actor", indexed(origin.actor()))
                .param("role", origin.role())
                .param("remote_address", origin.remoteAddress())
                .param("request_id", origin.requestId())
                .param("method", origin.method())
                .param("path", origin.path())
                .param("action", subject.action())
                .param("target", indexed(subject.target()))
                .param("table_name", indexed(subject.table()))
                .param("object", subject.object() == null ? null : storable(subject.object()))
                .param("plan", plan(entry.plan()))
                .param("sql", entry.statements().toArray(String[]::new))
                .param("outcome", entry.end().outcome().text())
                .param("code", problem == null ? null : problem.type().slug())
                .param("detail", problem == null ? null : storable(problem.detail()))
                .param("duration_ms", entry.end().duration().toMillis())
                .update());
    }

    /** Newest first, of rows older than that id. */
    List<AuditResponse> find(AuditQuery query, long before, int limit) {
        return jdbc.sql(FIND)
                .param("before", before)
                .param("actor", query.actor())
                .param("target", query.target())
                .param("table", query.table())
                .param("since", query.since() == null ? null : query.since().atOffset(ZoneOffset.UTC))
                .param("limit", limit)
                .query((row, n) -> AuditResponse.of(row, json))
                .list();
    }

    /** An index entry takes 2,704 bytes at most, and a refused change is recorded however long what its path names. */
    private static @Nullable String indexed(@Nullable String text) {
        return text == null
                ? null
                : storable(text.codePoints()
                        .limit(LONGEST_INDEXED)
                        .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                        .toString());
    }

    /** PostgreSQL's text cannot hold NUL, which a detail may quote from a request. */
    private static String storable(String text) {
        return text.replace('\0', '\ufffd');
    }

    private @Nullable String plan(@Nullable Object plan) {
        return plan == null ? null : json.writeValueAsString(plan);
    }
}
