package io.partwarden.maintenance;

import io.partwarden.catalog.ColumnReader;
import io.partwarden.partition.DefinitionRefusedException;
import io.partwarden.partition.KeyColumn;
import io.partwarden.partition.PartitionKey;
import io.partwarden.policy.CheckedPolicy;
import io.partwarden.policy.PolicyCheck;
import io.partwarden.policy.PolicySubject;
import io.partwarden.shared.FieldProblem;
import io.partwarden.shared.Problem;
import io.partwarden.shared.ProblemType;
import io.partwarden.targets.Target;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.springframework.stereotype.Component;

/** Reads a policy's document for a table: either nothing is wrong in it, or all that is wrong is told at once. */
@Component
public final class PolicyReader {

    /** The table has changed since its policy was set. */
    public static final ProblemType DOES_NOT_FIT =
            new ProblemType("policy-does-not-fit", 409, "The policy does not fit the table any more");

    private final ColumnReader columns;

    PolicyReader(ColumnReader columns) {
        this.columns = columns;
    }

    /**
     * A stored policy, which reads the same at any moment.
     *
     * @throws Problem 409 {@link #DOES_NOT_FIT} if the table's key is another one than when the policy was set
     */
    public ReadPolicy read(Target target, ManagedTable table, PartitionKey key) {
        PolicyDocument document = table.document();
        try {
            return read(
                    document,
                    key,
                    document.sub() == null
                            ? List.of()
                            : columns.columns(target, table.name().table()),
                    table.inForceSince());
        } catch (DefinitionRefusedException e) {
            throw Problem.of(
                            DOES_NOT_FIT,
                            "The policy of table " + table.name().table()
                                    + " does not fit the table as it is now; see errors. Set the policy anew.")
                    .withErrors(problems(e))
                    .causedBy(e);
        }
    }

    /**
     * A document that is to be a policy, for a table that is there.
     *
     * @param inForce since when it is in force if it becomes one
     * @throws Problem 400 with all that is wrong in it
     */
    public ReadPolicy check(
            Target target, ManagedName name, PolicyDocument document, PartitionKey key, Instant inForce) {
        try {
            return read(
                    document, key, document.sub() == null ? List.of() : columns.columns(target, name.table()), inForce);
        } catch (DefinitionRefusedException e) {
            throw Problem.invalid(problems(e)).causedBy(e);
        }
    }

    /**
     * A document, whatever becomes of it.
     *
     * @param columns the table's, from which the next level's key is chosen
     * @throws DefinitionRefusedException with all that is wrong in it
     */
    public static ReadPolicy read(PolicyDocument document, PartitionKey key, List<KeyColumn> columns, Instant inForce) {
        SettingsRules rules = new SettingsRules();
        Optional<PolicySettings> settings = rules.read(document);
        List<DefinitionRefusedException.Violation> violations = new ArrayList<>(rules.violations());
        try {
            CheckedPolicy checked = PolicyCheck.of(
                    PolicySpecs.of(document),
                    new PolicySubject(key, columns, Boolean.TRUE.equals(document.tenants())),
                    inForce);
            if (settings.isPresent() && violations.isEmpty()) {
                return new ReadPolicy(checked.policy(), settings.get(), checked.warnings());
            }
        } catch (DefinitionRefusedException e) {
            e.violations().forEach(violation -> violations.add(PolicySpecs.ofDocument(violation)));
        }
        throw new DefinitionRefusedException(violations);
    }

    public static List<FieldProblem> problems(DefinitionRefusedException refused) {
        return refused.violations().stream()
                .map(violation -> new FieldProblem(violation.field(), violation.code(), violation.message()))
                .toList();
    }
}
