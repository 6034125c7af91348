package io.partwarden.security;

import io.partwarden.http.RequestId;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.springframework.security.core.context.SecurityContext;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.web.filter.OncePerRequestFilter;

/** Open mode: everybody who reaches the loopback interface is admin. {@link OriginGuard} keeps other web pages out. */
final class OpenDoor extends OncePerRequestFilter {

    private static final String NAME = "open";

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        Caller caller = new Caller(NAME, Role.ADMIN, Limits.NONE, request.getRemoteAddr(), RequestId.of(request));
        SecurityContext context = SecurityContextHolder.createEmptyContext();
        context.setAuthentication(new CallerAuthentication(caller, NAME, true));
        SecurityContextHolder.setContext(context);
        chain.doFilter(request, response);
    }
}
