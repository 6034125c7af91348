package io.partwarden.targets;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import io.partwarden.http.DocumentVersion;
import java.util.Locale;

/** A target as it is answered: its settings, where they were set, and the version to change them by. */
record TargetResponse(String name, @JsonUnwrapped TargetDocument settings, String origin, String etag) {

    static TargetResponse of(Target target) {
        return new TargetResponse(
                target.name(),
                TargetDocument.of(target.settings()),
                target.origin().name().toLowerCase(Locale.ROOT),
                new DocumentVersion(target.etag()).etag());
    }
}
