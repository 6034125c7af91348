package io.partwarden.security;

import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.security.authentication.BadCredentialsException;
import org.springframework.security.oauth2.jwt.Jwt;
import org.springframework.security.oauth2.jwt.JwtDecoder;
import org.springframework.security.oauth2.jwt.JwtException;

/**
 * Bearers of a JWT that the configured issuer signed. Its name gets the prefix {@code jwt:}, which no token of ours can have; the
 * highest role that the role claim names counts; a limit claim that is there but empty allows nothing.
 */
final class JwtCallers {

    private static final String PREFIX = "jwt:";

    /** OpenID Connect Core 1.0, section 2: {@code sub} is no longer. */
    private static final int LONGEST_NAME = 255;

    private final JwtDecoder decoder;
    private final SecurityProperties.Jwt claims;

    JwtCallers(JwtDecoder decoder, SecurityProperties.Jwt claims) {
        this.decoder = decoder;
        this.claims = claims;
    }

    /** Three parts with dots between: ours have none. */
    static boolean looksLikeOne(String secret) {
        return secret.chars().filter(character -> character == '.').count() == 2;
    }

    CallerAuthentication authenticate(PresentedToken token) {
        Jwt jwt = decode(token.getCredentials());
        String name = jwt.getClaimAsString(claims.nameClaim());
        if (name == null || name.isBlank() || name.length() > LONGEST_NAME || name.indexOf('\0') >= 0) {
            throw new BadCredentialsException("The JWT's claim " + claims.nameClaim() + " is no name");
        }
        Role role = role(jwt)
                .orElseThrow(
                        () -> new BadCredentialsException("The JWT's claim " + claims.roleClaim() + " names no role"));
        Limits limits = new Limits(
                limit(jwt, claims.targetsClaim()),
                limit(jwt, claims.sourcesClaim()),
                limit(jwt, claims.providersClaim()));
        return token.as(PREFIX + name, role, limits, PREFIX + name);
    }

    private Jwt decode(String text) {
        try {
            return decoder.decode(text);
        } catch (JwtException e) {
            throw new BadCredentialsException("The JWT is not valid", e);
        }
    }

    private Optional<Role> role(Jwt jwt) {
        return texts(jwt.getClaim(claims.roleClaim())).stream()
                .map(Role::parse)
                .flatMap(Optional::stream)
                .max(Comparator.naturalOrder());
    }

    private static @Nullable Set<String> limit(Jwt jwt, String claim) {
        return jwt.hasClaim(claim) ? new HashSet<>(texts(jwt.getClaim(claim))) : null;
    }

    private static List<String> texts(@Nullable Object claim) {
        if (claim instanceof Collection<?> many) {
            return many.stream().map(String::valueOf).toList();
        }
        return claim == null ? List.of() : List.of(claim.toString());
    }
}
