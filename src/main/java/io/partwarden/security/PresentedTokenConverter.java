package io.partwarden.security;

import jakarta.servlet.http.HttpServletRequest;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.security.authentication.BadCredentialsException;
import org.springframework.security.authentication.UsernamePasswordAuthenticationToken;
import org.springframework.security.core.Authentication;
import org.springframework.security.web.authentication.AuthenticationConverter;
import org.springframework.security.web.authentication.www.BasicAuthenticationConverter;

/** Reads the token from the Authorization header alone, never from the query or a cookie: as a bearer, or as Basic's password. */
final class PresentedTokenConverter implements AuthenticationConverter {

    private static final String BEARER = "Bearer ";

    private final BasicAuthenticationConverter basic = new BasicAuthenticationConverter();

    PresentedTokenConverter() {
        basic.setCredentialsCharset(StandardCharsets.UTF_8);
    }

    @Override
    public @Nullable Authentication convert(HttpServletRequest request) {
        String header = request.getHeader(HttpHeaders.AUTHORIZATION);
        if (header == null) {
            return null;
        }
        if (header.regionMatches(true, 0, BEARER, 0, BEARER.length())) {
            return new PresentedToken(header.substring(BEARER.length()).strip(), false, request);
        }
        UsernamePasswordAuthenticationToken password = basic.convert(request);
        if (password == null) {
            throw new BadCredentialsException("Neither Bearer nor Basic");
        }
        return new PresentedToken(String.valueOf(password.getCredentials()), true, request);
    }
}
