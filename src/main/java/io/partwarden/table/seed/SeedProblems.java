package io.partwarden.table.seed;

import io.partwarden.shared.FieldProblem;
import io.partwarden.shared.Problem;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/** Problems as the clients of then read them: with {@code message}, a map of field -> [messages], nested as the body is. */
final class SeedProblems {

    /** Where a message belongs to no field in particular. */
    static final String WHOLE = "_schema";

    private SeedProblems() {}

    /** The same problem, its fields named as the old body names them. */
    static Problem translated(Problem problem, Function<String, String> fieldNames, String fieldOfConflict) {
        if (problem.extras().containsKey("message")) {
            return problem;
        }
        List<FieldProblem> errors = problem.errors().stream()
                .map(error -> new FieldProblem(fieldNames.apply(error.field()), error.code(), error.message()))
                .toList();
        return errors.isEmpty()
                ? problem.with("message", Map.of(fieldOfConflict, List.of(problem.detail())))
                : withMessage(problem.withErrors(errors));
    }

    static Problem withMessage(Problem problem) {
        Map<String, Object> message = new LinkedHashMap<>();
        problem.errors().forEach(error -> add(message, error.field(), error.message()));
        return problem.with("message", message);
    }

    @SuppressWarnings("unchecked") // only this class puts in: maps inside, lists of messages at the ends
    private static void add(Map<String, Object> message, String field, String text) {
        Map<String, Object> level = message;
        int dot = field.indexOf('.');
        if (dot > 0 && !(message.get(field.substring(0, dot)) instanceof List)) {
            level = (Map<String, Object>)
                    message.computeIfAbsent(field.substring(0, dot), f -> new LinkedHashMap<String, Object>());
        }
        String last = level == message ? field : field.substring(dot + 1);
        if (level.get(last) instanceof Map) {
            last = WHOLE;
        }
        ((List<String>) level.computeIfAbsent(last, f -> new ArrayList<String>())).add(text);
    }
}
