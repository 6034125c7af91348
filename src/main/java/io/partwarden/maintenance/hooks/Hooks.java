package io.partwarden.maintenance.hooks;

import io.partwarden.maintenance.hooks.Hook.Decision;
import io.partwarden.maintenance.hooks.Hook.Moment;
import io.partwarden.targets.Target;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.springframework.stereotype.Component;

/** Asks and tells the hooks of a policy, in their order. What goes wrong with one of them is its outcome, never an exception. */
@Component
public final class Hooks {

    private final WebhookHooks webhooks;
    private final FunctionHooks functions;

    Hooks(WebhookHooks webhooks, FunctionHooks functions) {
        this.webhooks = webhooks;
        this.functions = functions;
    }

    /** Asks those of that moment until one does not approve. */
    public Verdict ask(Target target, List<Hook> hooks, Moment moment, HookEvent event) {
        List<HookOutcome> outcomes = new ArrayList<>();
        for (Hook hook : hooks) {
            if (hook.on().contains(moment)) {
                HookOutcome outcome = call(target, hook, moment, event);
                outcomes.add(outcome);
                Decision decision = Decision.valueOf(outcome.decision().toUpperCase(Locale.ROOT));
                if (decision != Decision.APPROVE) {
                    return new Verdict(decision, sentence(outcome), outcomes);
                }
            }
        }
        return new Verdict(Decision.APPROVE, "", outcomes);
    }

    /** Tells all those that want to hear of the end. */
    public List<HookOutcome> tell(Target target, List<Hook> hooks, HookEvent event) {
        return hooks.stream()
                .filter(hook -> hook.on().contains(Moment.AFTER))
                .map(hook -> call(target, hook, Moment.AFTER, event))
                .toList();
    }

    private HookOutcome call(Target target, Hook hook, Moment moment, HookEvent event) {
        return hook.receiver() instanceof Hook.Webhook webhook
                ? webhooks.call(hook, webhook, moment, event)
                : functions.call(target, hook, (Hook.Function) hook.receiver(), moment, event);
    }

    private static String sentence(HookOutcome outcome) {
        String what = "Hook " + outcome.hook() + " said " + outcome.decision();
        if (outcome.error() != null) {
            return "Hook " + outcome.hook() + " gave no answer (" + outcome.error() + "), which counts as "
                    + outcome.decision() + ".";
        }
        return outcome.reason() == null ? what + "." : what + ": " + outcome.reason();
    }
}
