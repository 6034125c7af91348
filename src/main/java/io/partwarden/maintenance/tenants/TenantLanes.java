package io.partwarden.maintenance.tenants;

import io.partwarden.maintenance.ManagedTable;
import io.partwarden.maintenance.PolicyDocument;
import io.partwarden.maintenance.PolicyDocument.RetentionDocument;
import io.partwarden.maintenance.PolicyReader;
import io.partwarden.maintenance.runs.LanePolicy;
import io.partwarden.partition.PartitionKey;
import io.partwarden.policy.Policy;
import io.partwarden.policy.Retention;
import io.partwarden.policy.Scheme;
import io.partwarden.shared.FieldProblem;
import io.partwarden.shared.Problem;
import io.partwarden.targets.Target;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** What each tenant of a table is to have: one lane for every one that is registered and is not leaving. */
@Component
public final class TenantLanes {

    private final TenantRepository tenants;
    private final PolicyReader reader;

    TenantLanes(TenantRepository tenants, PolicyReader reader) {
        this.tenants = tenants;
        this.reader = reader;
    }

    /** Of all tenants, and of the values that the policy itself names. */
    public List<LanePolicy> of(Target target, ManagedTable table, PartitionKey key, Policy policy) {
        List<LanePolicy> lanes = new ArrayList<>();
        if (policy.scheme() instanceof Scheme.EachValue each && !each.values().isEmpty()) {
            lanes.add(LanePolicy.only(policy));
        }
        List<Tenant> staying = tenants.ofTable(table.name()).stream()
                .filter(tenant -> tenant.leaving() == null)
                .toList();
        lanes.addAll(of(target, table, TenantLayout.of(key, policy), staying));
        return lanes;
    }

    List<LanePolicy> of(Target target, ManagedTable table, TenantLayout layout, Collection<Tenant> asked) {
        Retentions retentions = new Retentions(target, table, layout);
        boolean fromStart = start(table.document(), layout) != null;
        return asked.stream()
                .map(tenant -> layout.lane(tenant, retentions.of(tenant.retention()), fromStart))
                .toList();
    }

    /** What is wrong with a retention for that table. */
    List<FieldProblem> problems(
            Target target, ManagedTable table, TenantLayout layout, @Nullable RetentionDocument retention) {
        return new Retentions(target, table, layout).read(retention).problems();
    }

    private static @Nullable String start(PolicyDocument document, TenantLayout layout) {
        PolicyDocument.SubDocument sub = document.sub();
        return layout instanceof TenantLayout.Beside || sub == null
                ? document.start()
                : sub.policy().start();
    }

    private record Read(@Nullable Retention retention, List<FieldProblem> problems) {}

    /** Each read once, however many tenants have it. */
    private final class Retentions {

        private final Target target;
        private final ManagedTable table;
        private final TenantLayout layout;
        private final Map<RetentionDocument, Read> known = new HashMap<>();

        Retentions(Target target, ManagedTable table, TenantLayout layout) {
            this.target = target;
            this.table = table;
            this.layout = layout;
        }

        /** Where a policy was changed so that it fits a tenant's no more, nothing of that tenant goes; the others do not suffer for it. */
        @Nullable
        Retention of(@Nullable RetentionDocument retention) {
            return read(retention).retention();
        }

        Read read(@Nullable RetentionDocument retention) {
            return retention == null ? own() : known.computeIfAbsent(retention, this::check);
        }

        private Read own() {
            Policy periods = layout.periods();
            return new Read(periods == null ? null : periods.retention(), List.of());
        }

        private Read check(RetentionDocument retention) {
            if (layout.periods() == null) {
                return new Read(
                        null,
                        List.of(new FieldProblem(
                                "retention", "not-applicable", "Only periods grow old, and the policy has none.")));
            }
            PolicyDocument document = layout instanceof TenantLayout.Beside
                    ? table.document().withRetention(retention)
                    : table.document().withSubRetention(retention);
            ManagedTable asked =
                    new ManagedTable(table.name(), document, table.etag(), table.inForceSince(), table.paused());
            try {
                Policy read = reader.read(target, asked, layout.key()).policy();
                Policy periods = TenantLayout.of(layout.key(), read).periods();
                return new Read(periods == null ? null : periods.retention(), List.of());
            } catch (Problem e) {
                if (!e.type().equals(PolicyReader.DOES_NOT_FIT)) {
                    throw e;
                }
                return new Read(
                        null, e.errors().stream().map(Retentions::ofTenant).toList());
            }
        }

        private static FieldProblem ofTenant(FieldProblem problem) {
            String prefix = "sub.policy.";
            String field = problem.field();
            return new FieldProblem(
                    field.startsWith(prefix) ? field.substring(prefix.length()) : field,
                    problem.code(),
                    problem.message());
        }
    }
}
