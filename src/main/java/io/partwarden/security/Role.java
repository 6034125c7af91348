package io.partwarden.security;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** What a token may do; each role may also do what the ones before it may. */
public enum Role {
    /** Reads everything but tokens and the audit trail. */
    @JsonProperty("viewer")
    VIEWER,
    /** Also reports readiness. */
    @JsonProperty("producer")
    PRODUCER,
    /** Also changes tables and runs operations, drops included. */
    @JsonProperty("operator")
    OPERATOR,
    /** Also manages targets and tokens, and reads the audit trail. */
    @JsonProperty("admin")
    ADMIN;

    /** The name in requests, answers and claims. */
    public String text() {
        return name().toLowerCase(Locale.ROOT);
    }

    public boolean includes(Role other) {
        return compareTo(other) >= 0;
    }

    static Optional<Role> parse(String text) {
        return Arrays.stream(values()).filter(role -> role.text().equals(text)).findAny();
    }
}
