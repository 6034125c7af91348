package io.partwarden.partition;

import java.util.List;
import java.util.stream.Collectors;

/** A definition that cannot become a table: everything that is wrong with it, told together. Nothing was touched. */
public final class DefinitionRefusedException extends RuntimeException {

    /**
     * @param field its path in the request, {@code columns[1].type}
     * @param code stable, for programs
     * @param message for the user: what is wrong and what to do
     */
    public record Violation(String field, String code, String message) {}

    private final transient List<Violation> violations;

    public DefinitionRefusedException(List<Violation> violations) {
        super(violations.stream().map(v -> v.field() + ": " + v.message()).collect(Collectors.joining("; ")));
        this.violations = List.copyOf(violations);
    }

    public List<Violation> violations() {
        return violations;
    }
}
