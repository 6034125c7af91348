package io.partwarden.targets;

import java.util.List;
import java.util.Map;

/**
 * One database that we take care of. {@code etag} changes when its settings do; what did not come over HTTP cannot be changed over
 * HTTP either.
 */
public record Target(String name, TargetSettings settings, Origin origin, String etag) {

    /** Where the settings come from: a request, our configuration, the embedded server, or the predecessor's call at hand. */
    public enum Origin {
        API,
        CONFIGURATION,
        EMBEDDED,
        IMPLICIT
    }

    public TargetMode mode() {
        return settings.mode();
    }

    public boolean paused() {
        return settings.paused();
    }

    public Map<String, String> labels() {
        return settings.labels();
    }

    public List<String> schemas() {
        return settings.schemas();
    }

    /** Whether the settings let that schema be looked at. */
    public boolean shows(String schema) {
        return schemas().isEmpty() || schemas().contains(schema);
    }

    /** Where, in words for people: {@code host:port/database}. */
    public String location() {
        Endpoint at = settings.endpoint();
        return String.join(",", at.hosts()) + ":" + at.port() + "/" + at.database();
    }
}
