package io.partwarden.maintenance;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import io.partwarden.http.Documents;
import io.partwarden.http.IfMatch;
import io.partwarden.partition.DefinedKey;
import io.partwarden.partition.DefinitionRefusedException;
import io.partwarden.security.Access;
import io.partwarden.security.AuditTrail;
import io.partwarden.security.Change;
import io.partwarden.shared.FieldProblem;
import io.partwarden.shared.Problem;
import io.partwarden.shared.ProblemType;
import io.partwarden.sql.QualifiedName;
import io.partwarden.table.TableUpkeep;
import io.partwarden.targets.Target;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The policies that come along with the definition of a table, and are shown with it. */
@Component
final class DefinedPolicies implements TableUpkeep {

    private static final ProblemType DIFFERS =
            new ProblemType("policy-differs", 409, "The table has another policy already");

    private final Policies policies;
    private final Documents documents;
    private final Access access;
    private final AuditTrail audit;
    private final JsonMapper json;
    private final Clock clock;

    DefinedPolicies(
            Policies policies, Documents documents, Access access, AuditTrail audit, JsonMapper json, Clock clock) {
        this.policies = policies;
        this.documents = documents;
        this.access = access;
        this.audit = audit;
        this.json = json;
        this.clock = clock;
    }

    /** A policy as it stands beside its table. */
    record Shown(@JsonUnwrapped PolicyDocument policy, Instant inForceSince, boolean paused, String etag) {}

    /** A member in which two policies differ; null where a policy leaves it out. */
    record Difference(
            String field,
            @Nullable JsonNode wanted,
            @Nullable JsonNode found) {}

    @Override
    public Wish read(Target target, QualifiedName table, Optional<DefinedKey> key, JsonNode policy) {
        ManagedName name = new ManagedName(target.name(), table);
        Instant since = clock.instant().truncatedTo(ChronoUnit.MICROS);
        try {
            PolicyDocument document = documents.read(policy, PolicyDocument.class);
            key.ifPresent(defined -> PolicyReader.read(document, defined.key(), defined.columns(), since));
            return new Read(name, document, since);
        } catch (DefinitionRefusedException e) {
            return new Wrong(within(PolicyReader.problems(e)));
        } catch (Problem e) {
            return new Wrong(within(e.errors()));
        }
    }

    @Override
    public @Nullable Object policy(Target target, QualifiedName table) {
        return policies.find(new ManagedName(target.name(), table))
                .map(managed -> new Shown(
                        managed.document(),
                        managed.inForceSince(),
                        managed.paused(),
                        Policies.version(managed).etag()))
                .orElse(null);
    }

    private static List<FieldProblem> within(List<FieldProblem> problems) {
        return problems.stream()
                .map(problem -> new FieldProblem("policy." + problem.field(), problem.code(), problem.message()))
                .toList();
    }

    private record Wrong(List<FieldProblem> problems) implements Wish {

        @Override
        public void requireNoOther() {
            throw Problem.invalid(problems);
        }

        @Override
        public void store() {
            throw Problem.invalid(problems);
        }
    }

    private final class Read implements Wish {

        private final ManagedName name;
        private final PolicyDocument document;
        private final Instant since;

        Read(ManagedName name, PolicyDocument document, Instant since) {
            this.name = name;
            this.document = document;
            this.since = since;
        }

        @Override
        public List<FieldProblem> problems() {
            return List.of();
        }

        @Override
        public void requireNoOther() {
            policies.find(name)
                    .map(there -> differences(there.document()))
                    .filter(differences -> !differences.isEmpty())
                    .ifPresent(differences -> {
                        throw Problem.of(
                                        DIFFERS,
                                        "Table " + name.table()
                                                + " has another policy; see differences. Change it with PUT, or leave"
                                                + " policy out here.")
                                .with("differences", differences);
                    });
        }

        @Override
        public void store() {
            if (policies.find(name).isPresent()) {
                return;
            }
            Change change = audit.begin(access.caller().name(), "policy.put")
                    .target(name.target())
                    .table(name.table().toString());
            try {
                policies.put(name, document, since, new IfMatch(Set.of(), false), change);
                change.succeeded();
            } catch (Problem e) {
                change.failed(e);
                throw e;
            }
        }

        private List<Difference> differences(PolicyDocument found) {
            JsonNode wanted = json.valueToTree(document);
            JsonNode there = json.valueToTree(found);
            Set<String> fields = new TreeSet<>();
            wanted.propertyNames().forEach(fields::add);
            there.propertyNames().forEach(fields::add);
            return fields.stream()
                    .map(field -> new Difference(field, wanted.get(field), there.get(field)))
                    .filter(difference ->
                            difference.wanted() == null || !difference.wanted().equals(difference.found()))
                    .toList();
        }
    }
}
