package io.partwarden.http;

import io.partwarden.shared.Problem;
import java.util.HashSet;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The If-Match header of a change to a versioned document, as a controller argument: absent, {@code *} (whatever is there), or
 * strong ETags. A weak or malformed one is a 400.
 */
public record IfMatch(Set<String> etags, boolean any) {

    private static final Pattern ETAGS = Pattern.compile("\\s*\"[!#-~]*\"\\s*(,\\s*\"[!#-~]*\"\\s*)*");
    private static final Pattern ETAG = Pattern.compile("\"[!#-~]*\"");

    public IfMatch {
        etags = Set.copyOf(etags);
    }

    static IfMatch parse(@Nullable String header) {
        if (header == null) {
            return new IfMatch(Set.of(), false);
        }
        if (header.strip().equals("*")) {
            return new IfMatch(Set.of(), true);
        }
        if (!ETAGS.matcher(header).matches()) {
            throw Problem.invalid("If-Match", "value", "must be * or the document's etag in double quotes");
        }
        Set<String> etags = new HashSet<>();
        for (Matcher found = ETAG.matcher(header); found.find(); ) {
            etags.add(found.group());
        }
        return new IfMatch(etags, false);
    }

    public boolean isAbsent() {
        return !any && etags.isEmpty();
    }

    public boolean matches(DocumentVersion version) {
        return any || etags.contains(version.etag());
    }

    /** For a document that does not exist: 412 if the sender believes that it does. */
    public void requireAbsent() {
        if (!isAbsent()) {
            throw Problem.of(
                    HttpProblems.PRECONDITION_FAILED,
                    "There is no such document, so none that If-Match could name. Leave If-Match out to create it.");
        }
    }
}
