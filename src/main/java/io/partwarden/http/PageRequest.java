package io.partwarden.http;

import io.partwarden.shared.PageToken;
import io.partwarden.shared.Problem;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springdoc.core.annotations.ParameterObject;

/**
 * Which page of a list is asked for: {@code limit} (1 to 500, 100 unless given) and {@code cursor}, the {@code next} of the page
 * before. Controllers take it as an argument.
 */
@ParameterObject
@QueryNames({"limit", "cursor"})
public record PageRequest(int limit, @Nullable String cursor) {

    public static final int DEFAULT_LIMIT = 100;
    public static final int MAX_LIMIT = 500;

    public PageRequest {
        if (limit < 1 || limit > MAX_LIMIT) {
            throw Problem.invalid("limit", "range", "must be between 1 and " + MAX_LIMIT);
        }
    }

    /** The sort key of the last row shown, of {@code parts} members; empty on the first page. */
    public Optional<List<String>> after(int parts) {
        return Optional.ofNullable(cursor).map(token -> PageToken.read(token, parts));
    }
}
