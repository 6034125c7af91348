package io.partwarden.targets;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Everything that is set for one target. {@code schemas} limits what is looked at (empty: all); {@code labels} are the user's own.
 * A paused target gets no change by anyone, and no maintenance.
 */
public record TargetSettings(
        Endpoint endpoint,
        Login login,
        Tls tls,
        List<String> schemas,
        Map<String, String> labels,
        TargetMode mode,
        boolean paused) {

    public TargetSettings {
        schemas = List.copyOf(schemas);
        // Sorted, so that equal settings have one text form and with it one etag.
        labels = Collections.unmodifiableMap(new TreeMap<>(labels));
    }

    TargetSettings withPaused(boolean nowPaused) {
        return new TargetSettings(endpoint, login, tls, schemas, labels, mode, nowPaused);
    }
}
