package io.partwarden.targets;

import com.fasterxml.jackson.annotation.JsonProperty;

/** Whether we may change a target or only look at it; the sessions of an observed one are read-only by the server's own word. */
public enum TargetMode {
    @JsonProperty("observe")
    OBSERVE,
    @JsonProperty("operate")
    OPERATE
}
