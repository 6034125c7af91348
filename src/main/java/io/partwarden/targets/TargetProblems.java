package io.partwarden.targets;

import io.partwarden.shared.Problem;
import io.partwarden.shared.ProblemType;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Map;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/**
 * What can be wrong with a target, and the one table from SQLSTATE to it. The state decides, never the message, which is
 * translated and may hold data. States: PostgreSQL's appendix "Error Codes".
 */
public final class TargetProblems {

    public static final ProblemType NOT_FOUND =
            new ProblemType("target-not-found", 404, "There is no target of that name");
    public static final ProblemType OBSERVED =
            new ProblemType("target-observed", 409, "The target is only observed, not operated");
    public static final ProblemType PAUSED = new ProblemType("target-paused", 409, "The target is paused");
    public static final ProblemType READ_ONLY =
            new ProblemType("target-read-only", 409, "The target takes no changes just now");
    public static final ProblemType DECLARED =
            new ProblemType("target-declared", 409, "The target is set in the service's own configuration");
    public static final ProblemType NOT_ALLOWED =
            new ProblemType("target-not-allowed", 403, "That server may not be a target");
    public static final ProblemType IS_METADATA =
            new ProblemType("target-is-metadata", 422, "The target is the service's own database");
    public static final ProblemType SECRET_MISSING =
            new ProblemType("target-secret-missing", 422, "A secret of the target cannot be read");
    public static final ProblemType PERMISSION_DENIED =
            new ProblemType("target-permission-denied", 422, "The target's role lacks a privilege");
    public static final ProblemType DATABASE_MISSING =
            new ProblemType("target-database-missing", 422, "The target's database does not exist");
    public static final ProblemType UNAVAILABLE =
            new ProblemType("target-unavailable", 503, "The target cannot be reached");
    public static final ProblemType LOGIN_REFUSED =
            new ProblemType("target-login-refused", 503, "The target refuses the login");
    public static final ProblemType TLS_REFUSED =
            new ProblemType("target-tls-refused", 503, "No trusted connection to the target");
    public static final ProblemType TIMEOUT = new ProblemType("target-timeout", 503, "The target took too long");
    public static final ProblemType BUSY = new ProblemType("target-busy", 503, "The target has no session left");
    public static final ProblemType FAILED = new ProblemType("target-failed", 503, "The target reported a failure");

    private static final Outcome AWAY = new Outcome(
            UNAVAILABLE,
            5,
            "No session with target '%1$s': its server cannot be reached or is not taking sessions. Ask"
                    + " /targets/%1$s/check for what is wrong.");
    private static final Outcome LOGIN = new Outcome(
            LOGIN_REFUSED,
            30,
            "The server of target '%1$s' refuses the login '%2$s'. See that the password behind password_ref is"
                    + " the present one, that pg_hba.conf lets the login in, and that the server has TLS where ssl_mode"
                    + " asks for it.");
    private static final Outcome UNTRUSTED = new Outcome(
            TLS_REFUSED,
            30,
            "No TLS connection to target '%1$s' as its ssl_mode asks for. See that ssl_root_cert_ref names the"
                    + " authority that signed the server's certificate, and that the host is named in it.");
    private static final Outcome NO_DATABASE = new Outcome(
            DATABASE_MISSING,
            0,
            "The database of target '%1$s' does not exist on its server; create it or correct 'database'.");
    private static final Outcome DENIED = new Outcome(
            PERMISSION_DENIED,
            0,
            "The role of target '%1$s' (login '%2$s') lacks a privilege for this. Grant it what"
                    + " docs/grants/operate.sql lists: ownership of the tables, CREATE on their schema.");
    private static final Outcome SLOW = new Outcome(
            TIMEOUT,
            5,
            "Target '%1$s' did not answer within its time limit, and the statement was given up. Try again when it"
                    + " is less busy.");
    private static final Outcome FULL = new Outcome(
            BUSY,
            5,
            "Target '%1$s' has no free session for the login '%2$s' (max_connections or the role's connection limit)."
                    + " Try again shortly.");
    private static final Outcome STANDING_BY = new Outcome(
            READ_ONLY,
            0,
            "Target '%1$s' takes no changes: it is a standby, or read-only by its own setting or because its mode"
                    + " is observe.");
    private static final Outcome OTHER = new Outcome(
            FAILED,
            5,
            "Target '%1$s' reported a failure that has no better name here; 'sqlstate' says which. Its server log"
                    + " has the whole message.");

    private static final Map<String, Outcome> BY_STATE = Map.ofEntries(
            Map.entry("08", AWAY),
            Map.entry("57P", AWAY),
            // What the driver itself says where the server wants a password and it has none, or has no TLS and it must.
            Map.entry("08004", LOGIN),
            Map.entry("28", LOGIN),
            Map.entry("3D000", NO_DATABASE),
            Map.entry("42501", DENIED),
            Map.entry("57014", SLOW),
            Map.entry("25P03", SLOW),
            Map.entry("53300", FULL),
            Map.entry("25006", STANDING_BY));

    private TargetProblems() {}

    /** Never null and always with a documented status; the cause is for the log only. */
    public static Problem of(Target target, SQLException failure) {
        for (@Nullable Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof Problem problem) {
                return problem;
            }
            if (cause instanceof SSLException) {
                return problem(target, UNTRUSTED).causedBy(failure);
            }
        }
        String state = state(failure);
        Problem problem = problem(target, outcome(state)).causedBy(failure);
        return state.isEmpty() ? problem : problem.with("sqlstate", state);
    }

    /** For a failure that has no SQLSTATE. */
    static Problem failed(Target target) {
        return problem(target, OTHER);
    }

    /** The state of the failure itself, also where a pool has wrapped it; empty where there is none. */
    public static String state(SQLException failure) {
        String found = "";
        for (@Nullable Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof SQLException sql && sql.getSQLState() != null) {
                found = sql.getSQLState();
            }
        }
        return found;
    }

    private static Outcome outcome(String state) {
        for (int length : new int[] {5, 3, 2}) {
            Outcome found = state.length() < length ? null : BY_STATE.get(state.substring(0, length));
            if (found != null) {
                return found;
            }
        }
        return state.isEmpty() ? AWAY : OTHER;
    }

    private static Problem problem(Target target, Outcome outcome) {
        Problem problem = Problem.of(
                        outcome.type(),
                        outcome.detail()
                                .formatted(
                                        target.name(), target.settings().login().username()))
                .with("target", target.name());
        return outcome.type().status() == 503
                ? problem.retryAfter(Duration.ofSeconds(outcome.retrySeconds()))
                : problem;
    }

    private record Outcome(ProblemType type, int retrySeconds, String detail) {}
}
