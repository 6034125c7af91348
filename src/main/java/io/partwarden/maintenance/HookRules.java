package io.partwarden.maintenance;

import io.partwarden.maintenance.PolicyDocument.HookDocument;
import io.partwarden.partition.DefinitionRefusedException.Violation;
import io.partwarden.security.SecretReference;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Whether a policy's hooks make sense in themselves; whether they may be called is decided where they are called. */
final class HookRules {

    private static final int MAX_HOOKS = 20;
    private static final int MAX_ATTEMPTS = 10;
    private static final Duration LONGEST_TIMEOUT = Duration.ofMinutes(1);
    private static final Set<String> MOMENTS = Set.of("before_create", "before_retire", "after");
    private static final Set<String> ON_FAILURE = Set.of("veto", "defer", "approve");

    private final List<Violation> violations;

    HookRules(List<Violation> violations) {
        this.violations = violations;
    }

    void check(List<HookDocument> hooks) {
        if (hooks.size() > MAX_HOOKS) {
            violations.add(new Violation("hooks", "size", "At most " + MAX_HOOKS + " hooks."));
        }
        for (int i = 0; i < hooks.size(); i++) {
            check("hooks[" + i + "].", hooks.get(i));
        }
    }

    private void check(String path, HookDocument hook) {
        List<@Nullable String> on = Objects.requireNonNullElse(hook.on(), List.of());
        if (on.isEmpty() || !MOMENTS.containsAll(on) || new HashSet<>(on).size() < on.size()) {
            refuse(path + "on", "invalid", "Say when it is called: before_create, before_retire, after; each once.");
        }
        if ((hook.url() == null) == (hook.function() == null)) {
            refuse(path + "url", "one-of", "Give just one of url and function.");
        }
        url(path, hook.url());
        String function = hook.function();
        if (function != null && !SettingsRules.isQualified(function)) {
            refuse(path + "function", "invalid", "Name the function as schema.name.");
        }
        secret(path, hook);
        String timeout = hook.timeout();
        if (timeout != null && !isShort(SettingsRules.duration(timeout))) {
            refuse(path + "timeout", "out-of-range", "A hook is waited for above PT0S and at most PT1M.");
        }
        Integer attempts = hook.attempts();
        if (attempts != null && (attempts < 1 || attempts > MAX_ATTEMPTS)) {
            refuse(path + "attempts", "out-of-range", "A hook is tried 1 to " + MAX_ATTEMPTS + " times.");
        }
        String onFailure = hook.onFailure();
        if (onFailure != null && !ON_FAILURE.contains(onFailure)) {
            refuse(path + "on_failure", "invalid", "A hook that fails means veto, defer or approve.");
        }
    }

    private void secret(String path, HookDocument hook) {
        String secret = hook.secretRef();
        if (secret == null) {
            return;
        }
        if (hook.function() != null) {
            refuse(path + "secret_ref", "not-applicable", "Only what is sent to a url is signed; leave it out.");
        } else if (SecretReference.parse(secret).isEmpty()) {
            refuse(
                    path + "secret_ref",
                    "reference",
                    "Name the place of the secret, never the secret: env:" + SecretReference.ENV_PREFIX
                            + "SOMETHING, or file: and a path below the secrets directory.");
        }
    }

    private void url(String path, @Nullable String text) {
        if (text == null) {
            return;
        }
        try {
            URI url = new URI(text);
            boolean web = "https".equals(url.getScheme()) || "http".equals(url.getScheme());
            if (!web || url.getHost() == null || url.getRawUserInfo() != null || url.getRawFragment() != null) {
                refuse(
                        path + "url",
                        "invalid",
                        "A url is http or https, with a host, and without a login or fragment.");
            }
        } catch (URISyntaxException e) {
            refuse(path + "url", "invalid", "This is no url.");
        }
    }

    private static boolean isShort(Optional<Duration> timeout) {
        return timeout.filter(t -> !t.isNegative() && !t.isZero() && t.compareTo(LONGEST_TIMEOUT) <= 0)
                .isPresent();
    }

    private void refuse(String field, String code, String message) {
        violations.add(new Violation(field, code, message));
    }
}
