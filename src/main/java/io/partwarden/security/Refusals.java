package io.partwarden.security;

import io.micrometer.core.instrument.MeterRegistry;
import io.partwarden.http.ProblemWriter;
import io.partwarden.shared.Problem;
import io.partwarden.shared.ProblemType;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.springframework.http.HttpHeaders;
import org.springframework.security.access.AccessDeniedException;
import org.springframework.security.core.AuthenticationException;
import org.springframework.security.web.AuthenticationEntryPoint;
import org.springframework.security.web.access.AccessDeniedHandler;
import org.springframework.stereotype.Component;

/** The filter chain's 401 and 403. A 401 is counted, not audited: anybody could fill the trail. */
@Component
final class Refusals implements AuthenticationEntryPoint, AccessDeniedHandler {

    private final ProblemWriter problems;
    private final MeterRegistry meters;

    Refusals(ProblemWriter problems, MeterRegistry meters) {
        this.problems = problems;
        this.meters = meters;
    }

    @Override
    public void commence(HttpServletRequest request, HttpServletResponse response, AuthenticationException failure)
            throws IOException {
        boolean presented = request.getHeader(HttpHeaders.AUTHORIZATION) != null;
        meters.counter("partwarden.authentication.failures", "token", presented ? "invalid" : "missing")
                .increment();
        response.addHeader(HttpHeaders.WWW_AUTHENTICATE, "Bearer realm=\"partwarden\"");
        response.addHeader(HttpHeaders.WWW_AUTHENTICATE, "Basic realm=\"partwarden\", charset=\"UTF-8\"");
        problems.write(
                request,
                response,
                Problem.of(
                        ProblemType.UNAUTHENTICATED,
                        presented
                                ? "The token is unknown, revoked or expired."
                                : "Send a token: 'Authorization: Bearer <token>', or Basic with any user name and the token as"
                                        + " password."));
    }

    @Override
    public void handle(HttpServletRequest request, HttpServletResponse response, AccessDeniedException denied)
            throws IOException {
        String role = request.getUserPrincipal() instanceof CallerAuthentication known
                ? "The token's role " + known.getPrincipal().role().text() + " may not do that."
                : "This token may not do that.";
        problems.write(request, response, Problem.of(ProblemType.FORBIDDEN, role));
    }
}
