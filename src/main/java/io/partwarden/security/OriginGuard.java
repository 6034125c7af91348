package io.partwarden.security;

import io.partwarden.http.ProblemWriter;
import io.partwarden.shared.Problem;
import io.partwarden.shared.ProblemType;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Collections;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.springframework.http.HttpHeaders;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * Keeps other web pages from using what a browser sends by itself. In open mode every request must name a loopback host (a
 * rebound DNS name does not) and come from no other page and no proxy; with Basic, changes must not come from another page.
 */
final class OriginGuard extends OncePerRequestFilter {

    static final ProblemType FOREIGN_ORIGIN =
            new ProblemType("foreign-origin", 403, "The request comes from another web page or through a proxy");

    private static final Set<String> SAFE = Set.of("GET", "HEAD", "OPTIONS");
    private static final Set<String> OWN_PAGES = Set.of("same-origin", "none");

    private final ProblemWriter problems;
    private final boolean open;

    OriginGuard(ProblemWriter problems, boolean open) {
        this.problems = problems;
        this.open = open;
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        Optional<String> objection = open ? inOpenMode(request) : withBasic(request);
        if (objection.isPresent()) {
            problems.write(request, response, Problem.of(FOREIGN_ORIGIN, objection.get()));
        } else {
            chain.doFilter(request, response);
        }
    }

    private static Optional<String> inOpenMode(HttpServletRequest request) {
        if (!LoopbackNames.isLoopback(hostName(request))) {
            return Optional.of("Without tokens, requests must name this host as localhost or a loopback address.");
        }
        boolean forwarded = Collections.list(request.getHeaderNames()).stream()
                .map(name -> name.toLowerCase(Locale.ROOT))
                .anyMatch(name -> name.equals("forwarded") || name.startsWith("x-forwarded-"));
        if (forwarded) {
            return Optional.of("Without tokens, the service must not be behind a proxy.");
        }
        return otherPage(request);
    }

    private static Optional<String> withBasic(HttpServletRequest request) {
        boolean ambient = SecurityContextHolder.getContext().getAuthentication() instanceof CallerAuthentication known
                && known.isAmbient();
        return ambient && !SAFE.contains(request.getMethod()) ? otherPage(request) : Optional.empty();
    }

    private static Optional<String> otherPage(HttpServletRequest request) {
        String origin = request.getHeader(HttpHeaders.ORIGIN);
        String site = request.getHeader("Sec-Fetch-Site");
        boolean foreign = (origin != null && !origin.equalsIgnoreCase(ownOrigin(request)))
                || (site != null && !OWN_PAGES.contains(site));
        return foreign
                ? Optional.of(
                        "A page of another origin sent this. Use a bearer token, or a page of the service itself.")
                : Optional.empty();
    }

    private static String ownOrigin(HttpServletRequest request) {
        int port = request.getServerPort();
        boolean standard = port == ("https".equals(request.getScheme()) ? 443 : 80);
        return request.getScheme() + "://" + request.getServerName() + (standard ? "" : ":" + port);
    }

    private static String hostName(HttpServletRequest request) {
        return request.getHeader(HttpHeaders.HOST) == null ? "" : request.getServerName();
    }
}
