package io.partwarden.targets;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * What the predecessors' calls leave to the service: the login for a database that such a call names (POSTGRES_USER and
 * POSTGRES_PASSWORD), and the target of those that name none.
 */
@ConfigurationProperties("partwarden.seed-api")
record SeedApiProperties(
        @DefaultValue("") String username,
        @DefaultValue("") String password,
        @DefaultValue("local") String defaultTarget) {

    boolean hasLogin() {
        return !username.isEmpty() && !password.isEmpty();
    }

    /** Without the password: this may end up in a log. */
    @Override
    public String toString() {
        return "SeedApiProperties[username=" + username + ", defaultTarget=" + defaultTarget + "]";
    }
}
