package io.partwarden.shared;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The one exception that a user is meant to see. Its detail is written for that user: what happened, which object, what to do
 * next; never exception text and never data. Extras become members of the RFC 9457 answer.
 */
public final class Problem extends RuntimeException {

    private final ProblemType type;
    private final transient List<FieldProblem> errors;
    private final transient Map<String, Object> extras;
    private final @Nullable Duration retryAfter;

    private Problem(
            ProblemType type,
            String detail,
            List<FieldProblem> errors,
            Map<String, Object> extras,
            @Nullable Duration retryAfter,
            @Nullable Throwable cause) {
        super(detail, cause);
        this.type = type;
        this.errors = List.copyOf(errors);
        this.extras = extras;
        this.retryAfter = retryAfter;
    }

    public static Problem of(ProblemType type, String detail) {
        return new Problem(type, detail, List.of(), Map.of(), null, null);
    }

    /** A 400 for the fields named; the detail sums them up. */
    public static Problem invalid(List<FieldProblem> errors) {
        String detail = errors.size() == 1
                ? errors.get(0).field() + ": " + errors.get(0).message()
                : errors.size() + " fields are invalid; see errors.";
        return new Problem(ProblemType.INVALID_REQUEST, detail, errors, Map.of(), null, null);
    }

    public static Problem invalid(String field, String code, String message) {
        return invalid(List.of(new FieldProblem(field, code, message)));
    }

    public Problem withErrors(List<FieldProblem> fieldErrors) {
        return new Problem(type, detail(), fieldErrors, extras, retryAfter, getCause());
    }

    /** The value must be something JSON can show: text, numbers, lists, maps, records. */
    public Problem with(String extra, Object value) {
        Map<String, Object> more = new LinkedHashMap<>(extras);
        more.put(extra, value);
        return new Problem(type, detail(), errors, more, retryAfter, getCause());
    }

    public Problem retryAfter(Duration wait) {
        return new Problem(type, detail(), errors, extras, wait, getCause());
    }

    /** For the log only; the cause never reaches an answer. */
    public Problem causedBy(Throwable cause) {
        return new Problem(type, detail(), errors, extras, retryAfter, cause);
    }

    public ProblemType type() {
        return type;
    }

    public String detail() {
        return String.valueOf(getMessage());
    }

    public List<FieldProblem> errors() {
        return errors;
    }

    public Map<String, Object> extras() {
        return extras;
    }

    public Optional<Duration> retryAfter() {
        return Optional.ofNullable(retryAfter);
    }
}
