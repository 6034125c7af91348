package io.partwarden.maintenance;

import io.partwarden.maintenance.PolicyDocument.HookDocument;
import io.partwarden.maintenance.PolicyDocument.SubDocument;
import io.partwarden.maintenance.PolicySettings.DefaultPartition;
import io.partwarden.partition.DefinitionRefusedException.Violation;
import io.partwarden.sql.Identifier;
import java.time.DateTimeException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Whether what a document says beside its partitions makes sense. */
final class SettingsRules {

    private static final Duration SHORTEST_EVERY = Duration.ofMinutes(1);
    private static final Duration LONGEST_EVERY = Duration.ofDays(1);

    private final List<Violation> violations = new ArrayList<>();

    List<Violation> violations() {
        return violations;
    }

    /** Empty only with violations noted. */
    Optional<PolicySettings> read(PolicyDocument document) {
        String step = document.integerStep();
        if (step != null && !PolicySpecs.isNumber(step)) {
            refuse("integer_step", "invalid", "A step is a number such as 1000000, written as text.");
        }
        Duration every = every(document.every());
        if (document.template() != null) {
            refuse("template", "not-available", "Partitions are made just as the parent hands down; leave it out.");
        }
        List<HookDocument> hooks = Objects.requireNonNullElse(document.hooks(), List.of());
        new HookRules(violations).check(hooks);
        sub("sub", document.sub());
        if (!violations.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(new PolicySettings(
                every,
                !Boolean.FALSE.equals(document.enabled()),
                defaultPartition(document.defaultPartition()),
                document.template(),
                hooks,
                Boolean.TRUE.equals(document.tenants())));
    }

    private Duration every(@Nullable String text) {
        if (text == null) {
            return PolicySettings.DEFAULT_EVERY;
        }
        Optional<Duration> every = duration(text);
        if (every.isEmpty()
                || every.get().compareTo(SHORTEST_EVERY) < 0
                || every.get().compareTo(LONGEST_EVERY) > 0) {
            refuse("every", "out-of-range", "Tables are looked at every PT1M to P1D.");
            return PolicySettings.DEFAULT_EVERY;
        }
        return every.get();
    }

    static Optional<Duration> duration(String text) {
        try {
            return Optional.of(Duration.parse(text));
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }

    /** Quoted names with dots in them are not read here: the names of our configuration have none. */
    static boolean isQualified(String text) {
        String[] parts = text.split("\\.", -1);
        return parts.length == 2 && Identifier.isValid(parts[0]) && Identifier.isValid(parts[1]);
    }

    private static @Nullable DefaultPartition defaultPartition(@Nullable String word) {
        if (word == null) {
            return null;
        }
        return word.equals("keep") ? DefaultPartition.KEEP : DefaultPartition.NONE;
    }

    /** A level below has no life of its own. */
    private void sub(String path, @Nullable SubDocument sub) {
        if (sub == null) {
            return;
        }
        PolicyDocument policy = sub.policy();
        String below = path + ".policy.";
        refuseIfGiven(below + "every", policy.every());
        refuseIfGiven(below + "enabled", policy.enabled());
        refuseIfGiven(below + "hooks", policy.hooks());
        refuseIfGiven(below + "tenants", policy.tenants());
        refuseIfGiven(below + "template", policy.template());
        String step = policy.integerStep();
        if (step != null && !PolicySpecs.isNumber(step)) {
            refuse(below + "integer_step", "invalid", "A step is a number such as 1000000, written as text.");
        }
        sub(below + "sub", policy.sub());
    }

    private void refuseIfGiven(String field, @Nullable Object given) {
        if (given != null) {
            refuse(field, "not-applicable", "It is said for the whole table, beside the highest level; leave it out.");
        }
    }

    private void refuse(String field, String code, String message) {
        violations.add(new Violation(field, code, message));
    }
}
