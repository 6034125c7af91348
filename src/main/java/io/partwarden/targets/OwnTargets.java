package io.partwarden.targets;

import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.springframework.stereotype.Component;

/** The targets of this installation itself, which HTTP shows but cannot change. A wrong one stops the start. */
@Component
final class OwnTargets {

    private final Map<String, Target> byName = new TreeMap<>();

    OwnTargets(TargetProperties properties, TargetDocuments documents) {
        properties.declared().forEach((name, document) -> {
            TargetReader.requireName(name);
            byName.put(name, documents.target(name, TargetReader.read(document), Target.Origin.CONFIGURATION));
        });
    }

    Optional<Target> find(String name) {
        return Optional.ofNullable(byName.get(name));
    }

    Collection<Target> list() {
        return byName.values();
    }
}
