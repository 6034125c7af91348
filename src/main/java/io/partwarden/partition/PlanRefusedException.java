package io.partwarden.partition;

import io.partwarden.sql.QualifiedName;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A plan that must not be made: what the request asks for breaks a rule or is at odds with the catalog. Nothing was touched.
 * The message is written for the user and names the other partition where there is one.
 */
public final class PlanRefusedException extends RuntimeException {

    /** Why; each becomes one problem type of the HTTP contract. */
    public enum Reason {
        /** The request itself is wrong: arity, order of bounds, kind of bound for the strategy, a step that does not fit. */
        INVALID,
        /** Another partition takes some of the same rows. */
        OVERLAP,
        /** A relation of that name is there already. */
        NAME_TAKEN,
        /** A partition with the very same bound is there already. */
        ALREADY_EXISTS,
        /** The default partition holds rows that the new partition would take. */
        DEFAULT_HOLDS_ROWS,
        /** The catalog is in a state that must be mended first, such as a pending detach. */
        STATE
    }

    private final Reason reason;
    private final @Nullable String field;
    private final @Nullable QualifiedName other;

    private PlanRefusedException(Reason reason, @Nullable String field, @Nullable QualifiedName other, String message) {
        super(message);
        this.reason = reason;
        this.field = field;
        this.other = other;
    }

    /** @param field the request's field in the contract's spelling, such as {@code range.from} */
    public static PlanRefusedException invalid(String field, String message) {
        return new PlanRefusedException(Reason.INVALID, field, null, message);
    }

    public static PlanRefusedException because(Reason reason, @Nullable QualifiedName other, String message) {
        return new PlanRefusedException(reason, null, other, message);
    }

    public Reason reason() {
        return reason;
    }

    public Optional<String> field() {
        return Optional.ofNullable(field);
    }

    public Optional<QualifiedName> other() {
        return Optional.ofNullable(other);
    }

    public String detail() {
        return String.valueOf(getMessage());
    }
}
