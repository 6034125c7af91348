package io.partwarden.targets;

import io.partwarden.http.DocumentVersion;
import org.springframework.stereotype.Component;
import tools.jackson.databind.json.JsonMapper;

/** Between settings and the document that is stored and versioned; equal settings have equal documents. */
@Component
final class TargetDocuments {

    private final JsonMapper json;

    TargetDocuments(JsonMapper json) {
        this.json = json;
    }

    Target target(TargetRepository.Stored stored) {
        TargetSettings settings = TargetReader.read(json.readValue(stored.document(), TargetDocument.class));
        return new Target(stored.name(), settings, Target.Origin.API, stored.etag());
    }

    Target target(String name, TargetSettings settings, Target.Origin origin) {
        return new Target(
                name, settings, origin, DocumentVersion.of(text(settings)).value());
    }

    TargetRepository.Stored stored(Target target) {
        return new TargetRepository.Stored(target.name(), text(target.settings()), target.etag());
    }

    private String text(TargetSettings settings) {
        return json.writeValueAsString(TargetDocument.of(settings));
    }
}
