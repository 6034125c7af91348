package io.partwarden.security;

import java.util.Arrays;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.security.authentication.AbstractAuthenticationToken;
import org.springframework.security.core.authority.SimpleGrantedAuthority;

/** A caller that is known. Its authorities are its role and the ones below. */
final class CallerAuthentication extends AbstractAuthenticationToken {

    private final transient Caller caller;
    private final boolean ambient;

    /** {@code ambient}: a browser would send the same for any page that asks it to. */
    CallerAuthentication(Caller caller, boolean ambient) {
        super(Arrays.stream(Role.values())
                .filter(caller::is)
                .map(role -> new SimpleGrantedAuthority(role.text()))
                .toList());
        this.caller = caller;
        this.ambient = ambient;
        setAuthenticated(true);
    }

    boolean isAmbient() {
        return ambient;
    }

    @Override
    public Caller getPrincipal() {
        return caller;
    }

    @Override
    public Object getCredentials() {
        return "";
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof CallerAuthentication that && caller.equals(that.caller) && ambient == that.ambient;
    }

    @Override
    public int hashCode() {
        return Objects.hash(caller, ambient);
    }
}
