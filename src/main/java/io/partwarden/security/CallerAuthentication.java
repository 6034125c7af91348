package io.partwarden.security;

import io.partwarden.http.IdempotencyScope;
import java.util.Arrays;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.security.authentication.AbstractAuthenticationToken;
import org.springframework.security.core.authority.SimpleGrantedAuthority;

/** A caller that is known. Its authorities are its role and the ones below. */
final class CallerAuthentication extends AbstractAuthenticationToken implements IdempotencyScope {

    private final transient Caller caller;
    private final String scope;
    private final boolean ambient;

    /**
     * {@code scope}: nobody else's, even after this caller is gone; {@code ambient}: a browser would send the same for any page that
     * asks it to.
     */
    CallerAuthentication(Caller caller, String scope, boolean ambient) {
        super(Arrays.stream(Role.values())
                .filter(caller::is)
                .map(role -> new SimpleGrantedAuthority(role.text()))
                .toList());
        this.caller = caller;
        this.scope = scope;
        this.ambient = ambient;
        setAuthenticated(true);
    }

    boolean isAmbient() {
        return ambient;
    }

    @Override
    public String idempotencyScope() {
        return scope;
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
        return other instanceof CallerAuthentication that
                && caller.equals(that.caller)
                && scope.equals(that.scope)
                && ambient == that.ambient;
    }

    @Override
    public int hashCode() {
        return Objects.hash(caller, scope, ambient);
    }
}
