package io.partwarden.http;

import io.partwarden.shared.Problem;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.stereotype.Component;
import tools.jackson.databind.json.JsonMapper;

/**
 * Writes a problem as {@code application/problem+json}, whatever the request accepts. {@code instance} is the path alone: a query
 * may carry secrets. Filters use it where no controller is involved.
 */
@Component
public final class ProblemWriter {

    private static final String WRITTEN = ProblemWriter.class.getName();
    private static final String REPEATED = WRITTEN + ".repeated";
    private static final int LONGEST_INSTANCE = 1_000;

    private final JsonMapper json;

    ProblemWriter(JsonMapper json) {
        this.json = json;
    }

    /** Answers with the problem; does nothing if the answer is on its way already. */
    public void write(HttpServletRequest request, HttpServletResponse response, Problem problem) throws IOException {
        request.setAttribute(WRITTEN, problem);
        if (response.isCommitted()) {
            return;
        }
        response.resetBuffer();
        response.setStatus(problem.type().status());
        problem.retryAfter()
                .ifPresent(wait ->
                        response.setHeader(HttpHeaders.RETRY_AFTER, String.valueOf(Math.max(1, wait.toSeconds()))));
        response.setHeader(RequestId.HEADER, RequestId.of(request));
        response.setHeader(HttpHeaders.CACHE_CONTROL, "no-store");
        response.setContentType(MediaType.APPLICATION_PROBLEM_JSON_VALUE);
        byte[] body = json.writeValueAsBytes(members(request, problem));
        response.setContentLength(body.length);
        response.getOutputStream().write(body);
        response.flushBuffer();
    }

    /** The problem that this request was answered with. */
    public static Optional<Problem> writtenTo(HttpServletRequest request) {
        return Optional.ofNullable((Problem) request.getAttribute(WRITTEN));
    }

    /** Whether the answer is one that an earlier request with the same idempotency key got. */
    public static boolean isRepeated(HttpServletRequest request) {
        return request.getAttribute(REPEATED) != null;
    }

    static void markRepeated(HttpServletRequest request) {
        request.setAttribute(REPEATED, true);
    }

    private static Map<String, Object> members(HttpServletRequest request, Problem problem) {
        Map<String, Object> members = new LinkedHashMap<>();
        members.put("type", "urn:partwarden:problem:" + problem.type().slug());
        members.put("title", problem.type().title());
        members.put("status", problem.type().status());
        members.put("detail", problem.detail());
        members.put("instance", instance(request));
        members.put("code", problem.type().slug());
        members.put("errors", problem.errors());
        members.put("request_id", RequestId.of(request));
        problem.extras().forEach(members::putIfAbsent);
        return members;
    }

    private static String instance(HttpServletRequest request) {
        String path = request.getRequestURI();
        if (path == null) {
            return "/";
        }
        return path.length() <= LONGEST_INSTANCE ? path : path.substring(0, LONGEST_INSTANCE);
    }
}
