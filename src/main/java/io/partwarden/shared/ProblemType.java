package io.partwarden.shared;

/**
 * One kind of failure that a client can tell apart: a stable slug (the answer's {@code code} and the end of its {@code type}
 * URI), the HTTP status it is answered with, and a title that never varies. Features declare theirs as constants.
 */
public record ProblemType(String slug, int status, String title) {

    public static final ProblemType INVALID_REQUEST =
            new ProblemType("invalid-request", 400, "The request is malformed or a field is invalid");
    public static final ProblemType UNAUTHENTICATED =
            new ProblemType("unauthenticated", 401, "A valid token is needed");
    public static final ProblemType FORBIDDEN = new ProblemType("forbidden", 403, "This token may not do that");
    public static final ProblemType NOT_FOUND = new ProblemType("not-found", 404, "There is nothing here");
    public static final ProblemType CONFLICT =
            new ProblemType("conflict", 409, "The request is at odds with what exists");
    public static final ProblemType ALREADY_EXISTS =
            new ProblemType("already-exists", 409, "Something of that name exists already");
    public static final ProblemType REFUSED = new ProblemType("refused", 422, "The request breaks a rule");
}
