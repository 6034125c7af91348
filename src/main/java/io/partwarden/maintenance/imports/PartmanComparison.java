package io.partwarden.maintenance.imports;

import io.partwarden.catalog.CatalogReader;
import io.partwarden.catalog.HighestKey;
import io.partwarden.maintenance.imports.SideBySide.Both;
import io.partwarden.maintenance.imports.SideBySide.Period;
import io.partwarden.partition.Bound;
import io.partwarden.partition.TableSnapshot;
import io.partwarden.policy.Lane;
import io.partwarden.policy.Lane.Placed;
import io.partwarden.policy.Needs;
import io.partwarden.policy.Policy;
import io.partwarden.policy.PolicyNames;
import io.partwarden.policy.PolicyPlanner;
import io.partwarden.policy.Retention;
import io.partwarden.policy.Standing;
import io.partwarden.sql.QualifiedName;
import io.partwarden.table.RelationName;
import io.partwarden.targets.Target;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Holds what pg_partman would do next against what the policy made from its configuration would. */
@Component
final class PartmanComparison {

    private static final int DEFAULT_PREMAKE = 4;

    private final CatalogReader catalog;

    PartmanComparison(CatalogReader catalog) {
        this.catalog = catalog;
    }

    /** Empty where it is not known how far the table's ids have got. */
    Optional<SideBySide> of(Target target, ConfigRow row, Candidate candidate, Instant at) {
        Lane lane = candidate.lane();
        BigDecimal highest = null;
        BigDecimal now = lane.line().placeOf(at).orElse(null);
        if (now == null) {
            highest = highest(target, candidate).orElse(null);
            now = highest;
        }
        return now == null
                ? Optional.empty()
                : Optional.of(compare(row, candidate, lane, new Moment(at, now, highest)));
    }

    private record Moment(
            Instant at, BigDecimal now, @Nullable BigDecimal highest) {}

    private Optional<BigDecimal> highest(Target target, Candidate candidate) {
        HighestKey key = catalog.highestKey(target, candidate.table().parent().name(), 0);
        String text = key.text();
        if (text != null) {
            return Optional.of(new BigDecimal(text));
        }
        return key.known() ? Optional.of(BigDecimal.ZERO) : Optional.empty();
    }

    private static SideBySide compare(ConfigRow row, Candidate candidate, Lane lane, Moment moment) {
        String pattern = SuffixPattern.of(row.text("datetime_string", "")).orElse(null);
        PeriodSteps steps =
                PeriodSteps.of(candidate.periods(), lane.line(), row.text("partition_interval", ""), pattern);
        String table = candidate.table().parent().name().name().value();
        TheirNext theirs = new TheirNext(lane, steps, table, moment.now());
        Integer premake = row.number("premake");
        Policy policy = unhurried(candidate.policy());
        Needs needs = PolicyPlanner.of(policy, lane, new Standing(moment.now(), null));
        PolicyNames names = names(candidate, candidate.table().takenNames());
        List<Period> made = Stream.concat(needs.missed().stream(), needs.ahead().stream())
                .map(bound -> Period.of(names.next(lane, bound).name().value(), bound))
                .toList();
        List<Period> retired =
                needs.old().stream().map(PartmanComparison::period).toList();
        Both makes = new Both(theirs.made(premake == null ? DEFAULT_PREMAKE : premake), made);
        Both retires = new Both(theirs.retired(row.text("retention")), retired);
        List<Placed> drifted = candidate.drifted();
        return new SideBySide(
                moment.at(),
                moment.highest(),
                drifted.stream()
                        .map(placed -> RelationName.of(placed.partition().name()))
                        .toList(),
                namesKept(candidate, lane, drifted),
                makes,
                retires,
                makes.areSame() && retires.areSame());
    }

    /** The same policy, as if a run could take away as much as it likes. */
    static Policy unhurried(Policy policy) {
        Retention limited = policy.retention();
        Retention retention = limited == null
                ? null
                : new Retention(
                        limited.keep(),
                        limited.action(),
                        limited.grace(),
                        limited.minPartitions(),
                        Integer.MAX_VALUE,
                        limited.leaving());
        return new Policy(
                policy.scheme(),
                policy.premake(),
                policy.base(),
                policy.names(),
                retention,
                policy.drainRows(),
                policy.sub());
    }

    static Period period(Placed placed) {
        return Period.of(
                placed.partition().name().name().value(), placed.partition().bound());
    }

    private static PolicyNames names(Candidate candidate, Set<QualifiedName> taken) {
        TableSnapshot.Parent parent = candidate.table().parent();
        return PolicyNames.of(parent.name(), parent.key(), candidate.policy().names(), taken);
    }

    /** As if no name were taken yet. */
    private static boolean namesKept(Candidate candidate, Lane lane, List<Placed> drifted) {
        PolicyNames names = names(candidate, Set.of());
        return lane.placed().stream()
                .filter(placed -> placed.span().from() != null && !drifted.contains(placed))
                .map(Placed::partition)
                .allMatch(partition -> partition.bound() instanceof Bound.Range range
                        && names.next(lane, range)
                                .name()
                                .equals(partition.name().name()));
    }
}
