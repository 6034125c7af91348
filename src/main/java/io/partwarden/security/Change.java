package io.partwarden.security;

import io.partwarden.shared.Problem;
import io.partwarden.shared.ProblemType;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.DataAccessException;
import org.springframework.transaction.TransactionException;

/**
 * One change on its way through the audit trail. Features say what it is about, and call {@link #started} before the first effect:
 * that row stays even if the process is killed. Used by one thread at a time.
 */
public final class Change {

    private static final ProblemType UNAVAILABLE =
            new ProblemType("audit-unavailable", 503, "The audit trail cannot be written");
    private static final Duration WAIT = Duration.ofSeconds(5);

    private final UUID id = UUID.randomUUID();
    private final AuditRepository audit;
    private final Clock clock;
    private final Origin origin;
    private final Instant begun;
    private final List<String> statements = new ArrayList<>();
    private @Nullable String action;
    private @Nullable String target;
    private @Nullable String table;
    private @Nullable String object;
    private @Nullable Object plan;
    private boolean started;
    private boolean ended;

    Change(AuditRepository audit, Clock clock, Origin origin) {
        this.audit = audit;
        this.clock = clock;
        this.origin = origin;
        this.begun = clock.instant();
    }

    /** What is done, as {@code noun.verb}: {@code table.create}, {@code partition.drop}, {@code token.create}. */
    public Change action(String done) {
        this.action = done;
        return this;
    }

    public Change target(String name) {
        this.target = name;
        return this;
    }

    /** The table, as {@code schema.table}. */
    public Change table(String qualifiedName) {
        this.table = qualifiedName;
        return this;
    }

    /** What else it is about: the partition, the token, the policy. */
    public Change object(String name) {
        this.object = name;
        return this;
    }

    /** The plan as it was shown; anything JSON can show. */
    public Change plan(Object shown) {
        this.plan = shown;
        return this;
    }

    /** A statement that was sent to the target. Never with data. */
    public Change statement(String sql) {
        statements.add(sql);
        return this;
    }

    /** Records the intention, in a transaction of its own. If that fails, it throws a 503, and the change must not start. */
    public Change started() {
        try {
            audit.append(entry(AuditEntry.Outcome.STARTED, null));
        } catch (DataAccessException | TransactionException e) {
            throw Problem.of(UNAVAILABLE, "The audit trail cannot be written, so nothing was changed; try again.")
                    .retryAfter(WAIT)
                    .causedBy(e);
        }
        started = true;
        return this;
    }

    public void succeeded() {
        end(AuditEntry.Outcome.SUCCEEDED, null);
    }

    /** Refused before anything happened, or failed on the way if it had started. */
    public void failed(Problem problem) {
        boolean refused = !started && problem.type().status() < 500;
        end(refused ? AuditEntry.Outcome.REFUSED : AuditEntry.Outcome.FAILED, problem);
    }

    boolean hasStarted() {
        return started;
    }

    private void end(AuditEntry.Outcome outcome, @Nullable Problem problem) {
        if (!ended) {
            ended = true;
            audit.append(entry(outcome, problem));
        }
    }

    private AuditEntry entry(AuditEntry.Outcome outcome, @Nullable Problem problem) {
        return new AuditEntry(
                id,
                clock.instant(),
                origin,
                new AuditEntry.Subject(action == null ? "request" : action, target, table, object),
                plan,
                List.copyOf(statements),
                new AuditEntry.End(outcome, problem, Duration.between(begun, clock.instant())));
    }
}
