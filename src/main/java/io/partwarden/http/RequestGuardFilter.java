package io.partwarden.http;

import io.partwarden.shared.Problem;
import io.partwarden.shared.ProblemType;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.core.annotation.Order;
import org.springframework.http.InvalidMediaTypeException;
import org.springframework.http.MediaType;
import org.springframework.stereotype.Component;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * Behind the security chain: reads JSON bodies whole, within {@link #MOST_JSON}, and refuses what no controller should meet: NUL
 * in the query or the body, text that is not UTF-8, forms.
 */
@Component
@Order(RequestGuardFilter.ORDER)
final class RequestGuardFilter extends OncePerRequestFilter {

    /** After Spring Security's chain (-100), so that strangers cannot make us read. */
    static final int ORDER = -60;

    static final int MOST_JSON = 1 << 20;

    private static final Set<String> SAFE = Set.of("GET", "HEAD", "OPTIONS", "TRACE");

    private final ProblemWriter problems;

    RequestGuardFilter(ProblemWriter problems) {
        this.problems = problems;
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        HttpServletRequest guarded;
        try {
            checkQuery(request);
            guarded = SAFE.contains(request.getMethod()) ? request : checkBody(request);
        } catch (Problem refused) {
            problems.write(request, response, refused);
            return;
        }
        chain.doFilter(guarded, response);
    }

    private static void checkQuery(HttpServletRequest request) {
        Map<String, String[]> parameters;
        try {
            parameters = request.getParameterMap();
        } catch (IllegalStateException e) {
            // Tomcat's for what is not percent-encoded UTF-8, or too many parameters.
            throw Problem.of(ProblemType.INVALID_REQUEST, "The query is not percent-encoded UTF-8.")
                    .causedBy(e);
        }
        parameters.forEach((name, values) -> {
            if (name.indexOf('\0') >= 0) {
                throw Problem.of(ProblemType.INVALID_REQUEST, "A query parameter's name contains a NUL character.");
            }
            for (String value : values) {
                if (value.indexOf('\0') >= 0) {
                    throw Problem.invalid(
                            name, "unstorable", "contains a NUL character, which PostgreSQL cannot store");
                }
            }
        });
    }

    private static HttpServletRequest checkBody(HttpServletRequest request) throws IOException {
        MediaType type = mediaType(request.getContentType());
        if (type != null && MediaType.APPLICATION_FORM_URLENCODED.includes(type)) {
            throw Problem.of(
                    HttpProblems.UNSUPPORTED_MEDIA_TYPE,
                    "Forms are not understood. Send the body as application/json.");
        }
        boolean json = type == null
                || type.getSubtype().equals("json")
                || type.getSubtype().endsWith("+json");
        if (!json) {
            return request;
        }
        if (request.getContentLengthLong() > MOST_JSON) {
            throw tooLarge();
        }
        byte[] body = request.getInputStream().readNBytes(MOST_JSON + 1);
        if (body.length > MOST_JSON) {
            throw tooLarge();
        }
        if (body.length > 0) {
            JsonText.check(body);
        }
        return new BufferedRequest(request, body);
    }

    private static @Nullable MediaType mediaType(@Nullable String header) {
        try {
            return header == null ? null : MediaType.parseMediaType(header);
        } catch (InvalidMediaTypeException e) {
            throw Problem.of(HttpProblems.UNSUPPORTED_MEDIA_TYPE, "The Content-Type header is malformed.")
                    .causedBy(e);
        }
    }

    private static Problem tooLarge() {
        return Problem.of(HttpProblems.BODY_TOO_LARGE, "A JSON body may have at most " + MOST_JSON + " bytes.");
    }
}
