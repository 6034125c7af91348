package io.partwarden.maintenance.hooks;

import io.partwarden.security.SecretReference;
import io.partwarden.sql.QualifiedName;
import java.time.Duration;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Somebody who is asked or told about runs.
 *
 * @param timeout of one attempt
 * @param onFailure what an answer that does not come counts as; null for the moment's own: a retirement is then vetoed, a creation approved
 */
public record Hook(
        Set<Moment> on,
        Receiver receiver,
        Duration timeout,
        int attempts,
        @Nullable Decision onFailure) {

    public Hook {
        on = Set.copyOf(on);
    }

    /** Who it is. */
    public sealed interface Receiver {}

    /** @param secret that signs the calls, null for unsigned ones */
    public record Webhook(String url, @Nullable SecretReference secret) implements Receiver {}

    /** A function on the target that takes and returns jsonb. */
    public record Function(QualifiedName name) implements Receiver {}

    /** When. */
    public enum Moment {
        BEFORE_CREATE,
        BEFORE_RETIRE,
        AFTER
    }

    /** What an answer says. */
    public enum Decision {
        APPROVE,
        /** Not this time. */
        VETO,
        /** Not now; it is asked again soon. */
        DEFER
    }

    Decision onFailure(Moment moment) {
        if (onFailure != null) {
            return onFailure;
        }
        // Without new partitions writes fail one day; without a retirement nothing does.
        return moment == Moment.BEFORE_RETIRE ? Decision.VETO : Decision.APPROVE;
    }
}
