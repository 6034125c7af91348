package io.partwarden.targets;

import io.partwarden.embedded.LocalDatabase;
import io.partwarden.security.Secrets;
import io.partwarden.shared.Problem;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.stereotype.Component;

/**
 * The targets of this installation itself, which HTTP shows but cannot change: those declared in its configuration, and {@code local}
 * of the embedded server. A wrong one stops the start.
 */
@Component
final class OwnTargets {

    private static final String LOCAL = "local";

    private final Map<String, Target> byName = new TreeMap<>();

    OwnTargets(
            TargetProperties properties,
            TargetDocuments documents,
            Secrets secrets,
            ObjectProvider<LocalDatabase> embedded) {
        embedded.ifAvailable(database ->
                byName.put(LOCAL, documents.target(LOCAL, settings(database, secrets), Target.Origin.EMBEDDED)));
        properties.declared().forEach((name, document) -> byName.put(name, declared(name, document, documents)));
    }

    Optional<Target> find(String name) {
        return Optional.ofNullable(byName.get(name));
    }

    Collection<Target> list() {
        return byName.values();
    }

    private static Target declared(String name, TargetDocument document, TargetDocuments documents) {
        try {
            TargetReader.requireName(name);
            return documents.target(name, TargetReader.read(document), Target.Origin.CONFIGURATION);
        } catch (Problem e) {
            String wrong = e.errors().stream()
                    .map(error -> error.field() + ": " + error.message())
                    .collect(Collectors.joining(" "));
            throw new IllegalArgumentException("partwarden.targets.declared." + name + ": " + wrong, e);
        }
    }

    private static TargetSettings settings(LocalDatabase database, Secrets secrets) {
        return new TargetSettings(
                new Endpoint(List.of(database.host()), database.port(), database.database()),
                new Login(database.username(), secrets.own(LOCAL, database.password()), null),
                Tls.of(TlsMode.PREFER),
                List.of(),
                Map.of(),
                TargetMode.OPERATE,
                false);
    }
}
