package io.partwarden.http;

/** A sentence for a status that a library chose and said nothing useful about. */
final class StatusDetails {

    private StatusDetails() {}

    static String of(int status) {
        return switch (status) {
            case 400 -> "The request line, a header or a parameter is malformed.";
            case 401 -> "Send a token: 'Authorization: Bearer <token>', or Basic with the token as password.";
            case 403 -> "This token may not do that.";
            case 404 -> "Nothing is served under this path; see /v3/api-docs for what is.";
            case 405 -> "This path does not answer that method; see the Allow header.";
            case 406 -> "The answer has no representation that the Accept header asks for.";
            case 413 -> "The body is larger than is allowed here.";
            case 414 -> "The request's URL is too long.";
            case 415 -> "Send the body as application/json.";
            case 431 -> "The request's headers are too large.";
            case 501 -> "The service does not know that method or transfer encoding.";
            case 503 -> "The service cannot answer at the moment; try again.";
            case 505 -> "The service speaks HTTP/1.1.";
            default ->
                status < 500
                        ? "The request was refused."
                        : "The request could not be finished. Its request_id is in the service's log.";
        };
    }
}
