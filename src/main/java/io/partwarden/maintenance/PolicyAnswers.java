package io.partwarden.maintenance;

import io.partwarden.maintenance.PolicySettings.DefaultPartition;
import io.partwarden.partition.PartitionKey;
import io.partwarden.partition.TableSnapshot;
import io.partwarden.policy.Policy;
import io.partwarden.policy.Scheme;
import io.partwarden.shared.FieldProblem;
import io.partwarden.shared.Problem;
import io.partwarden.sql.Plan.Warning;
import io.partwarden.table.RequestedTables;
import io.partwarden.table.RequestedTables.Requested;
import java.math.BigDecimal;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Says of a stored policy what it means for the table as it is now. */
@Component
final class PolicyAnswers {

    private final RequestedTables tables;
    private final PolicyReader reader;
    private final Clock clock;

    PolicyAnswers(RequestedTables tables, PolicyReader reader, Clock clock) {
        this.tables = tables;
        this.reader = reader;
        this.clock = clock;
    }

    /** Also of a table that is gone or that the policy does not fit any more: a warning says so. */
    PolicyResponse of(Requested table, ManagedTable managed) {
        Optional<TableSnapshot> snapshot = tables.find(table);
        if (snapshot.isEmpty()) {
            return unread(
                    managed,
                    new Warning(
                            "table-missing",
                            "Target '" + table.target().name() + "' has no partitioned table " + table.name()
                                    + " now; the policy waits for it."));
        }
        try {
            ReadPolicy read =
                    reader.read(table.target(), managed, snapshot.get().parent().key());
            return of(snapshot.get(), managed, read);
        } catch (Problem e) {
            if (!e.type().equals(PolicyReader.DOES_NOT_FIT)) {
                throw e;
            }
            return unread(
                    managed, e.errors().stream().map(PolicyAnswers::warning).toList());
        }
    }

    PolicyResponse of(TableSnapshot table, ManagedTable managed, ReadPolicy read) {
        boolean hasDefault = table.defaultPartition().isPresent();
        List<Warning> warnings = new ArrayList<>(read.warnings());
        if (hasDefault && read.settings().defaultPartition() == DefaultPartition.NONE) {
            warnings.add(new Warning(
                    "has-default",
                    "The table has a default partition although the policy wants none: it is left as it is, and each new partition"
                            + " has to prove that none of its rows are in it. Remove it, or say keep."));
        }
        Policy policy = read.policy();
        return response(
                managed,
                new EffectivePolicy(read, managed.inForceSince(), hasDefault).of(managed.document()),
                read.settings().tenants() ? List.of() : next(table, policy),
                warnings);
    }

    private List<PolicyResponse.NextBoundary> next(TableSnapshot table, Policy policy) {
        return new NextBoundaries(table, policy).at(now(table.parent().key(), policy.scheme()), List.of());
    }

    private @Nullable BigDecimal now(PartitionKey key, Scheme scheme) {
        return scheme instanceof Scheme.Periods periods
                ? periods.line(key.columns().get(0)).placeOf(clock.instant()).orElse(null)
                : null;
    }

    private static PolicyResponse unread(ManagedTable managed, Warning warning) {
        return unread(managed, List.of(warning));
    }

    private static PolicyResponse unread(ManagedTable managed, List<Warning> warnings) {
        return response(managed, null, List.of(), warnings);
    }

    private static Warning warning(FieldProblem problem) {
        return new Warning("does-not-fit", problem.field() + ": " + problem.message());
    }

    private static PolicyResponse response(
            ManagedTable managed,
            @Nullable PolicyDocument effective,
            List<PolicyResponse.NextBoundary> next,
            List<Warning> warnings) {
        ManagedName name = managed.name();
        return new PolicyResponse(
                new PolicyResponse.Of(
                        name.target(),
                        name.table().schema().value(),
                        name.table().name().value()),
                managed.document(),
                effective,
                next,
                warnings,
                new PolicyResponse.Standing(managed.inForceSince(), managed.paused()),
                Policies.version(managed).etag());
    }
}
