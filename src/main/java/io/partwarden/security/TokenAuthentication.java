package io.partwarden.security;

import org.jspecify.annotations.Nullable;
import org.springframework.security.authentication.AuthenticationManager;
import org.springframework.security.authentication.BadCredentialsException;
import org.springframework.security.core.Authentication;

/** Decides who a presented token lets in: one of ours, or, where an issuer is configured, the bearer of its JWT. */
final class TokenAuthentication implements AuthenticationManager {

    private final Tokens tokens;
    private final @Nullable JwtCallers jwts;

    TokenAuthentication(Tokens tokens, @Nullable JwtCallers jwts) {
        this.tokens = tokens;
        this.jwts = jwts;
    }

    @Override
    public Authentication authenticate(Authentication presented) {
        PresentedToken token = (PresentedToken) presented;
        String secret = token.getCredentials();
        if (jwts != null && JwtCallers.looksLikeOne(secret)) {
            return jwts.authenticate(token);
        }
        Token known = tokens.find(secret).orElseThrow(() -> new BadCredentialsException("Unknown or expired token"));
        // A name can be given to another token once this one is deleted, its secret cannot.
        return token.as(
                known.name(),
                known.role(),
                known.limits(),
                "token:" + TokenSecret.hash(secret).id());
    }
}
