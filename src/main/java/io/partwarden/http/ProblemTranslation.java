package io.partwarden.http;

import io.partwarden.shared.Problem;
import io.partwarden.shared.ProblemType;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;
import org.apache.tomcat.util.http.InvalidParameterException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.http.converter.HttpMessageNotReadableException;
import org.springframework.security.web.firewall.RequestRejectedException;
import org.springframework.stereotype.Component;
import org.springframework.web.ErrorResponse;
import org.springframework.web.HttpMediaTypeNotAcceptableException;
import org.springframework.web.HttpMediaTypeNotSupportedException;
import org.springframework.web.HttpRequestMethodNotSupportedException;
import org.springframework.web.bind.MissingRequestHeaderException;
import org.springframework.web.bind.MissingServletRequestParameterException;
import org.springframework.web.context.request.async.AsyncRequestTimeoutException;
import org.springframework.web.method.annotation.MethodArgumentTypeMismatchException;
import org.springframework.web.multipart.MaxUploadSizeExceededException;
import org.springframework.web.multipart.MultipartException;

/** Turns any exception into the problem that its caller may see. What nobody foresaw is logged and becomes a bare 500. */
@Component
final class ProblemTranslation {

    private static final Logger LOG = LoggerFactory.getLogger(ProblemTranslation.class);

    Problem translate(Throwable failure) {
        Problem problem = problem(failure)
                .or(() -> ValidationProblems.problem(failure))
                .or(() -> protocol(failure))
                .or(() -> parameter(failure))
                .or(() -> DatabaseProblems.problem(failure))
                .orElseGet(() -> Problem.of(
                                HttpProblems.INTERNAL_ERROR,
                                "The request could not be finished. Its request_id is in the service's log.")
                        .causedBy(failure));
        if (problem.type().status() == 503) {
            // Foreseen, and the client is told to come back: only a cause that is not ours is worth its stack.
            LOG.warn("Answered 503 {}: {}", problem.type().slug(), problem.detail(), problem.getCause());
        } else if (problem.type().status() >= 500) {
            LOG.error("Answered {} {}", problem.type().status(), problem.type().slug(), failure);
        }
        return problem;
    }

    /** Headers that HTTP asks for beside the status, such as Allow. */
    static HttpHeaders headers(Throwable failure) {
        HttpHeaders headers = new HttpHeaders();
        if (failure instanceof ErrorResponse response) {
            headers.addAll(response.getHeaders());
        }
        return headers;
    }

    private static Optional<Problem> problem(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof Problem problem) {
                return Optional.of(problem);
            }
        }
        return Optional.empty();
    }

    private static Optional<Problem> protocol(Throwable failure) {
        if (failure instanceof HttpMessageNotReadableException unreadable) {
            return Optional.of(JsonProblems.problem(unreadable));
        }
        if (failure instanceof HttpRequestMethodNotSupportedException method) {
            return Optional.of(Problem.of(
                    HttpProblems.METHOD_NOT_ALLOWED,
                    "This path answers "
                            + String.join(", ", Objects.requireNonNullElse(method.getSupportedMethods(), new String[] {
                                "no method"
                            }))
                            + "."));
        }
        if (failure instanceof HttpMediaTypeNotSupportedException type) {
            return Optional.of(Problem.of(
                    HttpProblems.UNSUPPORTED_MEDIA_TYPE,
                    "Send the body as " + names(type.getSupportedMediaTypes()) + "."));
        }
        if (failure instanceof HttpMediaTypeNotAcceptableException type) {
            return Optional.of(Problem.of(
                    HttpProblems.NOT_ACCEPTABLE, "This path answers " + names(type.getSupportedMediaTypes()) + "."));
        }
        if (failure instanceof MaxUploadSizeExceededException) {
            return Optional.of(Problem.of(HttpProblems.BODY_TOO_LARGE, "The upload is larger than is allowed here."));
        }
        if (failure instanceof MultipartException) {
            return Optional.of(Problem.of(ProblemType.INVALID_REQUEST, "The multipart body cannot be read."));
        }
        if (failure instanceof InvalidParameterException) {
            return Optional.of(Problem.of(
                    ProblemType.INVALID_REQUEST, "The query, or a form in the body, cannot be read; send JSON."));
        }
        if (failure instanceof RequestRejectedException) {
            return Optional.of(rejected());
        }
        if (failure instanceof AsyncRequestTimeoutException) {
            return Optional.of(Problem.of(HttpProblems.OVERLOADED, "The answer took too long; try again."));
        }
        return Optional.empty();
    }

    private static Optional<Problem> parameter(Throwable failure) {
        if (failure instanceof MethodArgumentTypeMismatchException mismatch) {
            return Optional.of(Problem.invalid(mismatch.getName(), "type", Expectation.of(mismatch.getRequiredType())));
        }
        if (failure instanceof MissingServletRequestParameterException missing) {
            return Optional.of(Problem.invalid(missing.getParameterName(), "required", "is missing"));
        }
        if (failure instanceof MissingRequestHeaderException missing) {
            return Optional.of(Problem.invalid(missing.getHeaderName(), "required", "is missing"));
        }
        if (failure instanceof ErrorResponse response) {
            ProblemType type = HttpProblems.forStatus(response.getStatusCode().value());
            return Optional.of(Problem.of(type, StatusDetails.of(type.status())));
        }
        return Optional.empty();
    }

    /** What the firewall refuses is never said in more detail: its text quotes the request. */
    static Problem rejected() {
        return Problem.of(
                ProblemType.INVALID_REQUEST,
                "The request line or a header has characters that are not accepted. A name with '/', '\\', ';', '%' or control"
                        + " characters cannot be part of a path; use the id of the object instead.");
    }

    private static String names(List<MediaType> types) {
        String names = types.stream().map(MediaType::toString).distinct().collect(Collectors.joining(", "));
        return names.isEmpty() ? "application/json" : names;
    }
}
