package io.partwarden.targets;

import io.partwarden.http.DocumentVersion;
import io.partwarden.http.IfMatch;
import io.partwarden.security.Change;
import io.partwarden.shared.Problem;
import io.partwarden.shared.ProblemType;
import java.time.Clock;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.springframework.stereotype.Component;

/**
 * Changes to the targets that are set over HTTP, each by someone who has seen what is changed. Whatever is set may be a target's by
 * the allow-list and is not our own metadata; nothing is connected to.
 */
@Component
final class TargetRegistry {

    private final TargetRepository repository;
    private final TargetDocuments documents;
    private final Targets targets;
    private final TargetConnector connector;
    private final TargetSessions sessions;
    private final OwnMetadata metadata;
    private final Clock clock;

    TargetRegistry(
            TargetRepository repository,
            TargetDocuments documents,
            Targets targets,
            TargetConnector connector,
            TargetSessions sessions,
            OwnMetadata metadata,
            Clock clock) {
        this.repository = repository;
        this.documents = documents;
        this.targets = targets;
        this.connector = connector;
        this.sessions = sessions;
        this.metadata = metadata;
        this.clock = clock;
    }

    /** Creates or replaces; an identical document is left alone. */
    Outcome put(String name, TargetSettings settings, IfMatch ifMatch, Change change) {
        TargetReader.requireName(name);
        requireOurs(name);
        Target wanted = documents.target(name, settings, Target.Origin.API);
        Optional<Target> there = targets.find(name);
        if (there.isPresent() && there.get().etag().equals(wanted.etag())) {
            return new Outcome(wanted, false);
        }
        there.map(TargetRegistry::version)
                .ifPresentOrElse(version -> version.requireSeen(ifMatch), ifMatch::requireAbsent);
        connector.requireAllowed(wanted);
        metadata.requireOther(name, settings.endpoint());
        change.plan(TargetDocument.of(settings)).started();
        requireFirst(
                name,
                there.isEmpty()
                        ? repository.insert(documents.stored(wanted), clock.instant())
                        : repository.update(
                                documents.stored(wanted), there.get().etag(), clock.instant()));
        sessions.retire(name);
        return new Outcome(wanted, there.isEmpty());
    }

    /** Replaces what is there by what the edit makes of it. */
    Target edit(String name, IfMatch ifMatch, UnaryOperator<TargetSettings> edit, Change change) {
        requireOurs(name);
        Target there = targets.require(name);
        version(there).requireSeen(ifMatch);
        return put(name, edit.apply(there.settings()), ifMatch, change).target();
    }

    /** Whatever else the document says: this is for emergencies, and asks for no version. */
    Target pause(String name, boolean paused, Change change) {
        requireOurs(name);
        Target there = targets.require(name);
        Target wanted = documents.target(name, there.settings().withPaused(paused), Target.Origin.API);
        change.started();
        requireFirst(name, repository.update(documents.stored(wanted), there.etag(), clock.instant()));
        return wanted;
    }

    /** Forgets a target; the database itself is left as it is. */
    void delete(String name, IfMatch ifMatch, Change change) {
        requireOurs(name);
        Target there = targets.require(name);
        if (!ifMatch.isAbsent()) {
            version(there).requireSeen(ifMatch);
        }
        change.started();
        requireFirst(name, repository.delete(name, there.etag()));
        sessions.retire(name);
    }

    private static DocumentVersion version(Target target) {
        return new DocumentVersion(target.etag());
    }

    private static void requireFirst(String name, boolean changed) {
        if (!changed) {
            throw Problem.of(
                            ProblemType.CONFLICT,
                            "Target '" + name + "' was changed by another request at the same moment. Read it again.")
                    .with("target", name);
        }
    }

    private void requireOurs(String name) {
        targets.find(name)
                .filter(target -> target.origin() != Target.Origin.API)
                .ifPresent(target -> {
                    throw Problem.of(
                                    TargetProblems.DECLARED,
                                    "Target '" + name + "' belongs to this installation"
                                            + " (partwarden.targets.declared, or the embedded server) and can only be"
                                            + " changed there.")
                            .with("target", name);
                });
    }

    record Outcome(Target target, boolean created) {}
}
