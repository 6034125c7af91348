package io.partwarden.http;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.stereotype.Component;
import org.springframework.web.filter.OncePerRequestFilter;

/** Answers what the other filters throw, which no advice sees. */
@Component
@Order(Ordered.HIGHEST_PRECEDENCE + 10)
final class ProblemFilter extends OncePerRequestFilter {

    private final ProblemTranslation translation;
    private final ProblemWriter writer;

    ProblemFilter(ProblemTranslation translation, ProblemWriter writer) {
        this.translation = translation;
        this.writer = writer;
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws IOException {
        try {
            chain.doFilter(request, response);
        } catch (ServletException | IOException | RuntimeException e) {
            writer.write(request, response, translation.translate(e));
        }
    }
}
