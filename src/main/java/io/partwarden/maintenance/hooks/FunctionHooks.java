package io.partwarden.maintenance.hooks;

import io.partwarden.maintenance.hooks.Hook.Moment;
import io.partwarden.shared.Problem;
import io.partwarden.targets.Target;
import io.partwarden.targets.TargetSessions;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;
import org.springframework.util.StopWatch;
import tools.jackson.databind.json.JsonMapper;

/** Hooks that are functions on the target, each called in a transaction of its own, as often as it says. */
@Component
final class FunctionHooks {

    private static final Logger LOG = LoggerFactory.getLogger(FunctionHooks.class);

    private static final Duration LOCK_TIMEOUT = Duration.ofSeconds(1);

    private final TargetSessions sessions;
    private final JsonMapper json;

    FunctionHooks(TargetSessions sessions, JsonMapper json) {
        this.sessions = sessions;
        this.json = json;
    }

    HookOutcome call(Target target, Hook hook, Hook.Function function, Moment moment, HookEvent event) {
        StopWatch watch = new StopWatch();
        watch.start();
        String body = json.writeValueAsString(event);
        String error = HookProblems.FUNCTION_FAILED;
        int attempt = 0;
        while (attempt < hook.attempts()) {
            attempt++;
            try {
                Optional<HookAnswer> answer = HookAnswer.read(ask(target, hook, function, body), json);
                if (answer.isPresent()) {
                    watch.stop();
                    return outcome(function, moment, answer.get(), null, attempt, watch);
                }
                error = HookProblems.UNREADABLE;
                break;
            } catch (SQLException e) {
                LOG.warn(
                        "Hook {} failed on target {} with SQLSTATE {}",
                        function.name(),
                        target.name(),
                        e.getSQLState());
            } catch (Problem e) {
                error = e.type().slug();
            }
        }
        watch.stop();
        return outcome(function, moment, new HookAnswer(hook.onFailure(moment), null), error, attempt, watch);
    }

    private @Nullable String ask(Target target, Hook hook, Hook.Function function, String body) throws SQLException {
        try (Connection connection = sessions.open(target)) {
            connection.setAutoCommit(false);
            try {
                try (Statement limits = connection.createStatement()) {
                    limits.execute("SET LOCAL statement_timeout = "
                            + Math.max(1, hook.timeout().toMillis()));
                    limits.execute("SET LOCAL lock_timeout = " + LOCK_TIMEOUT.toMillis());
                }
                String answer = answer(connection, function, body);
                connection.commit();
                return answer;
            } finally {
                connection.rollback();
                connection.setAutoCommit(true);
            }
        }
    }

    private static @Nullable String answer(Connection connection, Hook.Function function, String body)
            throws SQLException {
        try (PreparedStatement call =
                connection.prepareStatement("SELECT " + function.name().quoted() + "(CAST(? AS jsonb))::text")) {
            call.setString(1, body);
            try (ResultSet row = call.executeQuery()) {
                return row.next() ? row.getString(1) : null;
            }
        }
    }

    private static HookOutcome outcome(
            Hook.Function function,
            Moment moment,
            HookAnswer answer,
            @Nullable String error,
            int attempts,
            StopWatch watch) {
        return new HookOutcome(
                moment.name().toLowerCase(Locale.ROOT),
                function.name().toString(),
                answer.decision().name().toLowerCase(Locale.ROOT),
                answer.reason(),
                error,
                attempts,
                watch.getTotalTimeMillis());
    }
}
