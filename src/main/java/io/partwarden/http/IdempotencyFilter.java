package io.partwarden.http;

import io.partwarden.shared.Problem;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.security.Principal;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.core.annotation.Order;
import org.springframework.dao.DataAccessException;
import org.springframework.http.HttpHeaders;
import org.springframework.stereotype.Component;
import org.springframework.web.filter.OncePerRequestFilter;
import org.springframework.web.util.ContentCachingResponseWrapper;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/**
 * Answers a repeated POST with the answer that the first one got. Dry runs are run again; answers that say nothing about the work
 * (5xx, 401, 403) are not kept. Uploads, which are not JSON, see to their own repetition.
 */
@Component
@Order(RequestGuardFilter.ORDER + 10)
final class IdempotencyFilter extends OncePerRequestFilter {

    private static final Logger LOG = LoggerFactory.getLogger(IdempotencyFilter.class);
    private static final List<String> KEPT = List.of(HttpHeaders.LOCATION, HttpHeaders.ETAG, HttpHeaders.CONTENT_TYPE);

    private final Idempotency idempotency;
    private final ProblemWriter problems;
    private final JsonMapper json;

    IdempotencyFilter(Idempotency idempotency, ProblemWriter problems, JsonMapper json) {
        this.idempotency = idempotency;
        this.problems = problems;
        this.json = json;
    }

    @Override
    protected boolean shouldNotFilter(HttpServletRequest request) {
        return !request.getMethod().equals("POST")
                || request.getHeader(IdempotencyKey.HEADER) == null
                || !(request instanceof BufferedRequest)
                || request.getUserPrincipal() == null
                || DryRun.isAskedFor(request);
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        IdempotencyKey key;
        Optional<Reservation> earlier;
        try {
            key = key((BufferedRequest) request);
            earlier = idempotency.reserve(key);
        } catch (Problem refused) {
            problems.write(request, response, refused);
            return;
        }
        if (earlier.isPresent()) {
            repeat(earlier.get(), request, response);
            return;
        }
        ContentCachingResponseWrapper answer = new ContentCachingResponseWrapper(response);
        boolean answered = false;
        try {
            chain.doFilter(request, answer);
            answered = isWorthKeeping(answer.getStatus());
        } finally {
            settle(key, answered, answer);
        }
        answer.copyBodyToResponse();
    }

    private static IdempotencyKey key(BufferedRequest request) {
        if (Collections.list(request.getHeaders(IdempotencyKey.HEADER)).size() > 1) {
            throw Problem.invalid(IdempotencyKey.HEADER, "repeated", "is given more than once");
        }
        Principal caller = request.getUserPrincipal();
        String scope = caller instanceof IdempotencyScope scoped ? scoped.idempotencyScope() : caller.getName();
        return IdempotencyKey.of(scope, request.getHeader(IdempotencyKey.HEADER), request);
    }

    private static boolean isWorthKeeping(int status) {
        return status < 500 && status != 401 && status != 403 && status != 429;
    }

    /** The work is done: if its answer cannot be kept, it is given all the same, and the key is free after its lease. */
    private void settle(IdempotencyKey key, boolean answered, ContentCachingResponseWrapper answer) {
        try {
            if (answered) {
                Map<String, String> headers = new LinkedHashMap<>();
                KEPT.forEach(name -> Optional.ofNullable(answer.getHeader(name))
                        .or(() -> Optional.ofNullable(
                                name.equals(HttpHeaders.CONTENT_TYPE) ? answer.getContentType() : null))
                        .ifPresent(value -> headers.put(name, value)));
                idempotency.finish(
                        key, answer.getStatus(), json.writeValueAsString(headers), answer.getContentAsByteArray());
            } else {
                idempotency.release(key);
            }
        } catch (DataAccessException e) {
            LOG.error("The answer to an idempotent request could not be kept", e);
        }
    }

    private void repeat(Reservation earlier, HttpServletRequest request, HttpServletResponse response)
            throws IOException {
        ProblemWriter.markRepeated(request);
        Integer status = earlier.status();
        response.setStatus(status == null ? HttpServletResponse.SC_OK : status);
        if (earlier.headers() != null) {
            json.readValue(earlier.headers(), new TypeReference<Map<String, String>>() {})
                    .forEach(response::setHeader);
        }
        response.setHeader("Idempotency-Replayed", "true");
        byte[] body = earlier.body();
        if (body != null && body.length > 0) {
            response.getOutputStream().write(body);
        }
    }
}
