package io.partwarden.policy;

import io.partwarden.partition.DefinitionRefusedException;
import io.partwarden.partition.DefinitionRefusedException.Violation;
import io.partwarden.sql.Plan.Warning;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Everything found so far; the policy is refused once, at the end. */
final class PolicyFindings {

    private final List<Violation> violations;
    private final List<Warning> warnings;
    private final String path;

    PolicyFindings() {
        this(new ArrayList<>(), new ArrayList<>(), "");
    }

    private PolicyFindings(List<Violation> violations, List<Warning> warnings, String path) {
        this.violations = violations;
        this.warnings = warnings;
        this.path = path;
    }

    /** The same findings, for the fields below one of the document's. */
    PolicyFindings below(String field) {
        return new PolicyFindings(violations, warnings, path + field + ".");
    }

    void refuse(String field, String code, String message) {
        violations.add(new Violation(path + field, code, message));
    }

    void warn(String code, String message) {
        warnings.add(new Warning(
                code, path.isEmpty() ? message : path.substring(0, path.length() - 1) + ": " + message));
    }

    /** Refuses a field that is given although it says nothing here: it would be a wish that nobody fulfils. */
    void refuseIfGiven(String field, @Nullable Object given, String why) {
        if (given != null) {
            refuse(field, "not-applicable", why);
        }
    }

    DefinitionRefusedException refused() {
        return new DefinitionRefusedException(violations);
    }

    /** @throws DefinitionRefusedException with every violation, if there is any */
    List<Warning> warningsUnlessRefused() {
        if (!violations.isEmpty()) {
            throw refused();
        }
        return warnings;
    }
}
