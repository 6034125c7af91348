package io.partwarden.maintenance;

import io.partwarden.maintenance.PolicyDocument.HookDocument;
import io.partwarden.maintenance.hooks.Hook;
import io.partwarden.maintenance.hooks.Hook.Decision;
import io.partwarden.maintenance.hooks.Hook.Moment;
import io.partwarden.maintenance.runs.LanePolicy;
import io.partwarden.maintenance.runs.TablePolicy;
import io.partwarden.maintenance.tenants.TenantLanes;
import io.partwarden.partition.PartitionKey;
import io.partwarden.security.SecretReference;
import io.partwarden.shared.Problem;
import io.partwarden.shared.ProblemType;
import io.partwarden.sql.QualifiedName;
import io.partwarden.targets.Target;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Policies for those who carry them out: which are to be followed now, and what each asks for. */
@Component
public final class PolicyOrders {

    /** Extra {@code reason}: what keeps maintenance from the table. */
    public static final ProblemType HELD_BACK =
            new ProblemType("maintenance-held-back", 409, "Maintenance is kept from this table");

    private static final Duration HOOK_TIMEOUT = Duration.ofSeconds(10);
    private static final int HOOK_ATTEMPTS = 3;

    private final Policies policies;
    private final PolicyReader reader;
    private final Pauses pauses;
    private final TenantLanes tenants;

    PolicyOrders(Policies policies, PolicyReader reader, Pauses pauses, TenantLanes tenants) {
        this.policies = policies;
        this.reader = reader;
        this.pauses = pauses;
        this.tenants = tenants;
    }

    /** Those of a target that maintenance may follow; none while all of the target is kept from it. */
    public List<ManagedTable> toFollow(Target target) {
        if (pauses.againstTarget(target.name()).isPresent()) {
            return List.of();
        }
        return policies.ofTarget(target.name()).stream()
                .filter(table -> Pauses.againstTable(table).isEmpty())
                .toList();
    }

    /** 404 if the table has no policy. */
    public ManagedTable require(ManagedName name) {
        return policies.require(name);
    }

    /** Has the table looked at in the next pass, whatever it found in the last one. */
    public void lookAgain(ManagedName name) {
        policies.lookAgain(name);
    }

    /** 409 if maintenance is kept from the table, by whatever. */
    public void requireFree(ManagedName name) {
        Optional<Pauses.Reason> reason = pauses.against(name);
        if (reason.isPresent()) {
            String code = reason.get().name().toLowerCase(Locale.ROOT).replace('_', '-');
            throw Problem.of(
                            HELD_BACK,
                            "Maintenance does nothing on table " + name.table() + " of target '" + name.target() + "': "
                                    + code + ". A dry run shows what it would do.")
                    .with("reason", code);
        }
    }

    /** 409 unless the policy that a run follows is still the table's, and nobody has paused or frozen it since. */
    public void requireStill(TablePolicy policy) {
        if (!policies.isInForce(policy.name(), policy.etag())) {
            throw Problem.of(
                            HELD_BACK,
                            "The policy of table " + policy.name().table()
                                    + " was changed, paused or frozen while maintenance was at work; what was left is"
                                    + " decided anew by the next run.")
                    .with("reason", "changed-meanwhile");
        }
    }

    /** What the policy asks for, of a table with that key; 409 if it does not fit. */
    public TablePolicy read(Target target, ManagedTable table, PartitionKey key) {
        ReadPolicy read = reader.read(target, table, key);
        return new TablePolicy(
                table.name(),
                table.etag(),
                read.settings().tenants()
                        ? tenants.of(target, table, key, read.policy())
                        : List.of(LanePolicy.only(read.policy())),
                read.settings().every(),
                read.settings().hooks().stream().map(PolicyOrders::hook).toList());
    }

    /** The same for some lanes in place of all. */
    public static TablePolicy of(ManagedTable table, List<LanePolicy> lanes) {
        List<HookDocument> hooks = Objects.requireNonNullElse(table.document().hooks(), List.of());
        return new TablePolicy(
                table.name(),
                table.etag(),
                lanes,
                PolicySettings.DEFAULT_EVERY,
                hooks.stream().map(PolicyOrders::hook).toList());
    }

    private static Hook hook(HookDocument document) {
        String timeout = document.timeout();
        return new Hook(
                document.on().stream()
                        .map(on -> Moment.valueOf(on.toUpperCase(Locale.ROOT)))
                        .collect(Collectors.toSet()),
                receiver(document),
                timeout == null ? HOOK_TIMEOUT : Duration.parse(timeout),
                Objects.requireNonNullElse(document.attempts(), HOOK_ATTEMPTS),
                decision(document.onFailure()));
    }

    private static @Nullable Decision decision(@Nullable String word) {
        return word == null ? null : Decision.valueOf(word.toUpperCase(Locale.ROOT));
    }

    private static Hook.Receiver receiver(HookDocument document) {
        String function = document.function();
        if (function != null) {
            String[] parts = function.split("\\.", 2);
            return new Hook.Function(QualifiedName.of(parts[0], parts[1]));
        }
        String secret = document.secretRef();
        return new Hook.Webhook(
                Objects.requireNonNull(document.url()),
                secret == null ? null : SecretReference.parse(secret).orElseThrow());
    }
}
