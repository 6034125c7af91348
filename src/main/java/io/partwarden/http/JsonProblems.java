package io.partwarden.http;

import io.partwarden.shared.FieldProblem;
import io.partwarden.shared.Problem;
import io.partwarden.shared.ProblemType;
import java.util.List;
import org.springframework.http.converter.HttpMessageNotReadableException;
import tools.jackson.core.JacksonException;
import tools.jackson.core.TokenStreamLocation;
import tools.jackson.core.exc.InputCoercionException;
import tools.jackson.core.exc.StreamReadException;
import tools.jackson.databind.DatabindException;
import tools.jackson.databind.exc.MismatchedInputException;
import tools.jackson.databind.exc.UnrecognizedPropertyException;

/** Says where and why a JSON body could not be read, without quoting it or Jackson. */
final class JsonProblems {

    private static final String WHOLE_BODY = "body";

    private JsonProblems() {}

    static Problem problem(HttpMessageNotReadableException unreadable) {
        for (Throwable cause = unreadable.getCause(); cause != null; cause = cause.getCause()) {
            if (cause instanceof JacksonException failure) {
                return problem(failure);
            }
        }
        return Problem.invalid(WHOLE_BODY, "required", "a JSON body is missing");
    }

    static Problem problem(JacksonException failure) {
        String field = path(failure);
        if (failure instanceof UnrecognizedPropertyException) {
            return Problem.invalid(field, "unknown-field", "is not a known field");
        }
        if (failure instanceof InputCoercionException overflow) {
            return Problem.invalid(field, "type", Expectation.of(overflow.getTargetType()));
        }
        if (failure instanceof MismatchedInputException mismatch) {
            if (failure.getPath().isEmpty()) {
                return Problem.invalid(
                        field, "type", "must be one JSON value of the kind asked for, and nothing after it");
            }
            return Problem.invalid(
                    field,
                    mismatch.getTargetType() != null && mismatch.getTargetType().isEnum() ? "value" : "type",
                    Expectation.of(mismatch.getTargetType()));
        }
        if (failure instanceof DatabindException && !(failure.getCause() instanceof StreamReadException)) {
            return Problem.invalid(field, "value", "is not a valid value");
        }
        return syntax(field, failure.getLocation());
    }

    private static Problem syntax(String field, TokenStreamLocation location) {
        String where = location == null || location.getLineNr() < 1
                ? ""
                : " (line " + location.getLineNr() + ", column " + location.getColumnNr() + ")";
        return Problem.of(
                        ProblemType.INVALID_REQUEST,
                        "The body is not valid JSON: a mistake in its syntax, a member given twice, or text after its end"
                                + where + ".")
                .withErrors(List.of(new FieldProblem(field, "json", "is not valid JSON" + where)));
    }

    private static String path(JacksonException failure) {
        StringBuilder path = new StringBuilder();
        for (JacksonException.Reference step : failure.getPath()) {
            if (step.getPropertyName() == null) {
                path.append('[').append(Math.max(0, step.getIndex())).append(']');
            } else {
                path.append(path.isEmpty() ? "" : ".").append(step.getPropertyName());
            }
        }
        return path.isEmpty() ? WHOLE_BODY : path.toString();
    }
}
