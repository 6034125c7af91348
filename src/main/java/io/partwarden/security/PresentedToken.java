package io.partwarden.security;

import io.partwarden.http.RequestId;
import jakarta.servlet.http.HttpServletRequest;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.security.authentication.AbstractAuthenticationToken;

/** A secret that a request presents, not yet looked at. */
final class PresentedToken extends AbstractAuthenticationToken {

    private final transient String secret;
    private final boolean basic;
    private final String remoteAddress;
    private final String requestId;

    PresentedToken(String secret, boolean basic, HttpServletRequest request) {
        super(List.of());
        this.secret = secret;
        this.basic = basic;
        this.remoteAddress = request.getRemoteAddr();
        this.requestId = RequestId.of(request);
    }

    @Override
    public String getCredentials() {
        return secret;
    }

    @Override
    public String getPrincipal() {
        return "";
    }

    /** Lets this request's sender in under that name; the scope is as in {@link CallerAuthentication}. */
    CallerAuthentication as(String name, Role role, Limits limits, String scope) {
        return new CallerAuthentication(new Caller(name, role, limits, remoteAddress, requestId), scope, basic);
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return this == other;
    }

    @Override
    public int hashCode() {
        return System.identityHashCode(this);
    }
}
