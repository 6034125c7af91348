package io.partwarden.execution;

import io.partwarden.sql.LockMode;
import io.partwarden.sql.QualifiedName;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * What stood in the way of a lock, right after it was not obtained.
 *
 * @param pid the server process, null for a prepared transaction
 * @param lock what it holds or waits for
 * @param firstSeen when this call first met it; it may be older
 * @param transactionSince when its transaction began, null where our role may not see it
 * @param session null where nothing is known of it
 */
public record Blocker(
        Kind kind,
        @Nullable Integer pid,
        BlockingLock lock,
        Instant firstSeen,
        long inTheWayMillis,
        @Nullable Instant transactionSince,
        @Nullable BlockingSession session) {

    /** What kind of holder it is, which decides how to get rid of it. */
    public enum Kind {
        SESSION,
        AUTOVACUUM,
        /** An autovacuum that protects the database from transaction id wraparound; it never gives way and must not be ended. */
        WRAPAROUND_VACUUM,
        /** Prepared for two-phase commit: no process, ends only by COMMIT or ROLLBACK PREPARED. */
        PREPARED_TRANSACTION
    }

    /**
     * @param granted false for one that waits in the queue before us
     */
    public record BlockingLock(String relation, String mode, boolean granted) {
        static BlockingLock of(QualifiedName relation, LockMode mode, boolean granted) {
            return new BlockingLock(relation.toString(), mode.json(), granted);
        }
    }

    /**
     * @param name the user's, or the identifier of a prepared transaction
     * @param query with its literals masked
     */
    public record BlockingSession(
            @Nullable String name,
            @Nullable String application,
            @Nullable String state,
            @Nullable String query) {}

    /** Whether the server kept the session's doings from our role. */
    boolean hidden() {
        return kind == Kind.SESSION && (session == null || session.state() == null);
    }

    /** A sentence for whoever is called at night. */
    String sentence(Instant now) {
        StringBuilder text = new StringBuilder(
                switch (kind) {
                    case SESSION -> "Process " + pid;
                    case AUTOVACUUM -> "Autovacuum (process " + pid + ")";
                    case WRAPAROUND_VACUUM ->
                        "An autovacuum to prevent wraparound (process " + pid + ", which must be left to finish)";
                    case PREPARED_TRANSACTION -> "A prepared transaction";
                });
        if (session != null) {
            append(text, kind == Kind.PREPARED_TRANSACTION ? " " : " of user ", session.name());
            append(text, ", application ", session.application());
            append(text, ", ", session.state());
        }
        String mode = lock.mode().toUpperCase(Locale.ROOT).replace('_', ' ');
        text.append(lock.granted() ? ", holds " : ", waits for ")
                .append(mode)
                .append(" on ")
                .append(lock.relation())
                .append(", in our way for ")
                .append(inTheWayMillis)
                .append(" ms");
        if (transactionSince != null) {
            text.append(", in a transaction open for ")
                    .append(Math.max(0, Duration.between(transactionSince, now).toSeconds()))
                    .append(" s");
        }
        if (session != null) {
            append(text, ", last query: ", session.query());
        }
        return text.append('.').toString();
    }

    private static void append(StringBuilder text, String before, @Nullable String value) {
        if (value != null && !value.isBlank()) {
            text.append(before).append(value);
        }
    }
}
