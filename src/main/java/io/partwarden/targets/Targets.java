package io.partwarden.targets;

import io.partwarden.shared.Problem;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.springframework.stereotype.Component;

/**
 * The databases that are taken care of, wherever they were set: in our configuration, by the embedded server, over HTTP. Always read
 * anew, so that a change by another replica counts at once.
 */
@Component
public final class Targets {

    private final TargetRepository repository;
    private final TargetDocuments documents;
    private final OwnTargets ownTargets;
    private final TargetCheck check;

    Targets(TargetRepository repository, TargetDocuments documents, OwnTargets ownTargets, TargetCheck check) {
        this.repository = repository;
        this.documents = documents;
        this.ownTargets = ownTargets;
        this.check = check;
    }

    public Optional<Target> find(String name) {
        return ownTargets.find(name).or(() -> repository.find(name).map(documents::target));
    }

    /** 404 {@code target-not-found} if there is none of that name. */
    public Target require(String name) {
        return find(name)
                .orElseThrow(() -> Problem.of(
                                TargetProblems.NOT_FOUND,
                                "There is no target '" + name + "'. GET /api/v1/targets lists them.")
                        .with("target", name));
    }

    /** For a change: 409 {@code target-observed} or {@code target-paused} where there must be none. */
    public Target requireOperable(String name) {
        Target target = require(name);
        requireOperable(target);
        return target;
    }

    /** As {@link #requireOperable(String)}, for a target at hand. */
    public void requireOperable(Target target) {
        if (target.mode() == TargetMode.OBSERVE) {
            throw Problem.of(
                            TargetProblems.OBSERVED,
                            "Target '" + target.name() + "' is only observed. Set its mode to operate to change it.")
                    .with("target", target.name());
        }
        if (target.paused()) {
            throw Problem.of(TargetProblems.PAUSED, "Target '" + target.name() + "' is paused. Resume it to change it.")
                    .with("target", target.name());
        }
    }

    /** All of them, by name. There are few: each costs sessions. */
    public List<Target> list() {
        Map<String, Target> byName = new TreeMap<>();
        repository.list().forEach(stored -> byName.put(stored.name(), documents.target(stored)));
        ownTargets.list().forEach(target -> byName.put(target.name(), target));
        return List.copyOf(byName.values());
    }

    /** Looks at the target as it is now, also when it is paused. Whatever is wrong with it is a finding, never an exception. */
    public TargetReport check(Target target) {
        return check.report(target);
    }
}
