package io.partwarden.targets;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a look at a target found: whether it can be reached, what its server is (null if not reached), the schemas that it may create
 * tables in, and what is wrong or unwise, each with what to do about it.
 */
public record TargetReport(
        boolean reachable, @JsonUnwrapped @Nullable Server server, List<String> canCreate, List<Finding> problems) {

    /** The server and our role there. */
    @JsonInclude(JsonInclude.Include.ALWAYS)
    public record Server(
            @JsonProperty("server_version") String version,
            ServerFlavor flavor,
            boolean isSuperuser,
            boolean isReplica,
            boolean canSeeBlockers) {}

    /** One thing that is wrong or unwise. */
    public record Finding(String code, String message, String remedy) {}
}
