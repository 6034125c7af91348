package io.partwarden.security;

import io.partwarden.http.DryRun;
import io.partwarden.http.ProblemWriter;
import io.partwarden.shared.Problem;
import io.partwarden.shared.ProblemType;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Arrays;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.transaction.TransactionException;
import org.springframework.web.filter.OncePerRequestFilter;
import org.springframework.web.util.ContentCachingResponseWrapper;

/**
 * Opens a change for every request that may change something, and records how it ended before the answer leaves. Dry runs and
 * repeated answers change nothing and leave no row, unless the feature said that it had started.
 */
final class AuditFilter extends OncePerRequestFilter {

    private static final Logger LOG = LoggerFactory.getLogger(AuditFilter.class);
    private static final Set<String> SAFE = Set.of("GET", "HEAD", "OPTIONS", "TRACE");
    private static final int LONGEST_PATH = 2_000;

    private final AuditTrail audit;

    AuditFilter(AuditTrail audit) {
        this.audit = audit;
    }

    @Override
    protected boolean shouldNotFilter(HttpServletRequest request) {
        return SAFE.contains(request.getMethod()) || caller() == null;
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        Caller caller = caller();
        if (caller == null) {
            chain.doFilter(request, response);
            return;
        }
        Change change = audit.open(Origin.of(caller, request.getMethod(), path(request)));
        ContentCachingResponseWrapper answer = new ContentCachingResponseWrapper(response);
        try {
            chain.doFilter(request, answer);
            end(change, request, answer.getStatus());
        } catch (ServletException | IOException | RuntimeException e) {
            close(change, e instanceof Problem problem ? problem : crashed());
            throw e;
        } finally {
            audit.close();
        }
        answer.copyBodyToResponse();
    }

    private static void end(Change change, HttpServletRequest request, int status) {
        if (!change.hasStarted()
                && (DryRun.isAskedFor(request) || ProblemWriter.isRepeated(request) || status == 401)) {
            return;
        }
        if (status < 400) {
            close(change, null);
            return;
        }
        close(
                change,
                ProblemWriter.writtenTo(request)
                        .orElseGet(() -> Problem.of(new ProblemType("http-" + status, status, "Refused"), "Refused.")));
    }

    /** The change has happened or been refused by now, so a trail that fails here cannot undo it: it is logged loudly. */
    private static void close(Change change, @Nullable Problem problem) {
        try {
            if (problem == null) {
                change.succeeded();
            } else {
                change.failed(problem);
            }
        } catch (DataAccessException | TransactionException e) {
            LOG.error("The audit trail could not take the end of a change", e);
        }
    }

    private static Problem crashed() {
        return Problem.of(
                new ProblemType("internal-error", 500, "Something went wrong on our side"),
                "An unexpected error; the log has it under the request id.");
    }

    private static String path(HttpServletRequest request) {
        String query = request.getQueryString();
        String kept = query == null
                ? ""
                : Arrays.stream(query.split("&", -1))
                        .filter(parameter -> !parameter.toLowerCase(Locale.ROOT).startsWith("access_token"))
                        .collect(Collectors.joining("&"));
        String path = request.getRequestURI() + (kept.isEmpty() ? "" : "?" + kept);
        return path.length() <= LONGEST_PATH ? path : path.substring(0, LONGEST_PATH);
    }

    private static @Nullable Caller caller() {
        return SecurityContextHolder.getContext().getAuthentication() instanceof CallerAuthentication known
                ? known.getPrincipal()
                : null;
    }
}
