package io.partwarden.partition;

import io.partwarden.partition.DefinitionRefusedException.Violation;
import java.util.ArrayList;
import java.util.List;

/** Everything found wrong so far; the definition is refused once, at the end. */
final class Violations {

    private final List<Violation> found = new ArrayList<>();

    void add(String field, String code, String message) {
        found.add(new Violation(field, code, message));
    }

    void throwIfAny() {
        if (!found.isEmpty()) {
            throw new DefinitionRefusedException(found);
        }
    }
}
