package io.partwarden.maintenance;

import io.partwarden.http.IfMatch;
import io.partwarden.partition.DefinitionRefusedException;
import io.partwarden.partition.KeyColumn;
import io.partwarden.partition.PartitionKey;
import io.partwarden.security.Change;
import io.partwarden.shared.FieldProblem;
import java.time.Clock;
import java.util.List;
import java.util.Set;
import org.springframework.stereotype.Component;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** Policies that come from elsewhere than a request's body: from what another tool has on record about a table. */
@Component
public final class PolicyIntake {

    private final Policies policies;
    private final JsonMapper json;
    private final Clock clock;

    PolicyIntake(Policies policies, JsonMapper json, Clock clock) {
        this.policies = policies;
        this.json = json;
        this.clock = clock;
    }

    /**
     * A document as it would count from now on.
     *
     * @throws DefinitionRefusedException with all that is wrong in it
     */
    public ReadPolicy read(PolicyDocument document, PartitionKey key, List<KeyColumn> columns) {
        return PolicyReader.read(document, key, columns, clock.instant());
    }

    /** What is wrong with a document, in the fields that it has. */
    public static List<FieldProblem> problems(DefinitionRefusedException refused) {
        return PolicyReader.problems(refused);
    }

    /** The same document, followed or only kept. */
    public PolicyDocument enabled(PolicyDocument document, boolean enabled) {
        ObjectNode tree = json.valueToTree(document);
        tree.put("enabled", enabled);
        return json.treeToValue(tree, PolicyDocument.class);
    }

    /** Whether the table has just this policy, whether it is followed or not. */
    public boolean isAsIs(ManagedTable there, PolicyDocument document) {
        return enabled(there.document(), true).equals(enabled(document, true));
    }

    /** Makes a checked document the policy of a table that has none; 409 or 412 if it got one meanwhile. */
    public ManagedTable add(ManagedName name, PolicyDocument document, Change change) {
        return put(name, document, new IfMatch(Set.of(), false), change);
    }

    /** Follows a policy from now on, or only keeps it; 412 if it is not the one that was seen. */
    public ManagedTable setEnabled(ManagedTable seen, boolean enabled, Change change) {
        IfMatch match = new IfMatch(Set.of(Policies.version(seen).etag()), false);
        return put(seen.name(), enabled(seen.document(), enabled), match, change);
    }

    private ManagedTable put(ManagedName name, PolicyDocument document, IfMatch match, Change change) {
        return policies.put(name, document, policies.inForceSince(name, document), match, change)
                .table();
    }
}
