package io.partwarden.http;

import jakarta.servlet.ServletRequest;
import java.util.UUID;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The name of one request in the log, in the answer's {@code X-Request-Id} and in problems: the caller's own if it is sane (1 to
 * 128 of letters, digits, {@code . _ : -}), else one that is made.
 */
public final class RequestId {

    static final String HEADER = "X-Request-Id";
    static final String MDC_KEY = "request_id";

    private static final String ATTRIBUTE = RequestId.class.getName();
    private static final Pattern SANE = Pattern.compile("[A-Za-z0-9._:-]{1,128}");

    private RequestId() {}

    /** The id of a request; the first call settles it. */
    public static String of(ServletRequest request) {
        return request.getAttribute(ATTRIBUTE) instanceof String id ? id : settle(request, null);
    }

    static String settle(ServletRequest request, @Nullable String offered) {
        String id = offered != null && SANE.matcher(offered).matches()
                ? offered
                : UUID.randomUUID().toString();
        request.setAttribute(ATTRIBUTE, id);
        return id;
    }
}
