package io.partwarden.http;

import io.partwarden.shared.ProblemType;

/** The failures that belong to HTTP itself rather than to a feature. */
final class HttpProblems {

    static final ProblemType UNKNOWN_PATH = new ProblemType("unknown-path", 404, "No such path");
    static final ProblemType METHOD_NOT_ALLOWED =
            new ProblemType("method-not-allowed", 405, "This path does not answer that method");
    static final ProblemType NOT_ACCEPTABLE =
            new ProblemType("not-acceptable", 406, "The answer has no representation that was asked for");
    static final ProblemType PRECONDITION_FAILED =
            new ProblemType("precondition-failed", 412, "The document has changed since it was read");
    static final ProblemType BODY_TOO_LARGE = new ProblemType("body-too-large", 413, "The body is too large");
    static final ProblemType UNSUPPORTED_MEDIA_TYPE =
            new ProblemType("unsupported-media-type", 415, "The body's media type is not understood here");
    static final ProblemType PRECONDITION_REQUIRED =
            new ProblemType("precondition-required", 428, "The request must say which version it replaces");
    static final ProblemType DATABASE_UNAVAILABLE =
            new ProblemType("database-unavailable", 503, "A database does not answer at the moment");
    static final ProblemType OVERLOADED = new ProblemType("overloaded", 503, "The service is busy");
    static final ProblemType IDEMPOTENCY_KEY_REUSED =
            new ProblemType("idempotency-key-reused", 422, "This idempotency key belongs to another request");
    static final ProblemType IDEMPOTENCY_KEY_IN_USE =
            new ProblemType("idempotency-key-in-use", 409, "The first request with this key is still running");
    static final ProblemType INTERNAL_ERROR =
            new ProblemType("internal-error", 500, "Something went wrong on our side");

    private HttpProblems() {}

    /** For statuses that a library sets by itself. */
    static ProblemType forStatus(int status) {
        return switch (status) {
            case 401 -> ProblemType.UNAUTHENTICATED;
            case 403 -> ProblemType.FORBIDDEN;
            case 404 -> UNKNOWN_PATH;
            case 405 -> METHOD_NOT_ALLOWED;
            case 406 -> NOT_ACCEPTABLE;
            case 413 -> BODY_TOO_LARGE;
            case 415 -> UNSUPPORTED_MEDIA_TYPE;
            case 503 -> OVERLOADED;
            default -> other(status);
        };
    }

    private static ProblemType other(int status) {
        if (status >= 400 && status < 500) {
            return status == 400 ? ProblemType.INVALID_REQUEST : new ProblemType("http-" + status, status, "Refused");
        }
        return status == 501 || status == 505
                ? new ProblemType("http-" + status, status, "Not supported")
                : INTERNAL_ERROR;
    }
}
