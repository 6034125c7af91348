package io.partwarden.security;

import java.time.Clock;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * The record of every change and every refused change, append-only. Within a request {@link #current} is the change that it makes;
 * its end is recorded by itself. Without one, {@link #begin} opens a change that its maker ends.
 */
@Component
public final class AuditTrail {

    private static final ThreadLocal<@Nullable Change> CURRENT = new ThreadLocal<>();

    private final AuditRepository audit;
    private final Clock clock;

    AuditTrail(AuditRepository audit, Clock clock) {
        this.audit = audit;
        this.clock = clock;
    }

    /** The change that the current request makes; only on the request's own thread, and not for GET. */
    public Change current() {
        return find().orElseThrow(() -> new IllegalStateException("This thread serves no changing request"));
    }

    /** A change made in nobody's request: the actor says by what. End it with succeeded or failed. */
    public Change begin(String actor, String action) {
        return new Change(audit, clock, Origin.of(actor)).action(action);
    }

    Optional<Change> find() {
        return Optional.ofNullable(CURRENT.get());
    }

    Change open(Origin origin) {
        Change change = new Change(audit, clock, origin);
        CURRENT.set(change);
        return change;
    }

    void close() {
        CURRENT.remove();
    }
}
