package io.partwarden.maintenance.hooks;

import io.partwarden.maintenance.hooks.Hook.Decision;
import java.util.List;

/**
 * What all hooks together say: what the first one says that does not approve.
 *
 * @param reason a sentence for people; empty where all approve
 */
public record Verdict(Decision decision, String reason, List<HookOutcome> outcomes) {

    public static final Verdict APPROVED = new Verdict(Decision.APPROVE, "", List.of());

    public Verdict {
        outcomes = List.copyOf(outcomes);
    }
}
