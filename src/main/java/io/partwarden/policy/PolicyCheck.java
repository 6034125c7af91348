package io.partwarden.policy;

import io.partwarden.partition.DefinitionRefusedException;
import io.partwarden.partition.KeyColumn;
import io.partwarden.partition.PartitionKey;
import io.partwarden.partition.Strategy;
import io.partwarden.policy.PolicySpec.Overflow;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One look at a whole policy: either everything in it is right, or everything that is wrong is told, with the fields of its document. The
 * answer depends on nothing but the arguments, so that a stored policy reads the same for ever.
 */
public final class PolicyCheck {

    private static final long DRAIN_ROWS = 10_000;
    private static final long MAX_DRAIN_ROWS = 1_000_000;
    private static final int MAX_LEVELS = 3;
    private static final Set<String> DEFAULT_PARTITIONS = Set.of("none", "keep");

    private final PolicyFindings findings;
    private final PolicySubject subject;
    private final Instant inForce;
    private final int level;

    private PolicyCheck(PolicyFindings findings, PolicySubject subject, Instant inForce, int level) {
        this.findings = findings;
        this.subject = subject;
        this.inForce = inForce;
        this.level = level;
    }

    /**
     * @param inForce when the policy came into force: now for a new one
     * @throws DefinitionRefusedException with everything that is wrong in it
     */
    public static CheckedPolicy of(PolicySpec spec, PolicySubject subject, Instant inForce) {
        PolicyFindings findings = new PolicyFindings();
        Optional<Policy> policy = new PolicyCheck(findings, subject, inForce, 1).read(spec);
        return new CheckedPolicy(policy.orElseThrow(findings::refused), findings.warningsUnlessRefused());
    }

    /** Empty only with violations noted. */
    private Optional<Policy> read(PolicySpec spec) {
        Optional<Scheme> scheme = new SchemeRules(findings, subject, spec).read(inForce);
        long drainRows = drainRows(spec.overflow());
        SubPolicy sub = sub(spec.sub(), scheme.orElse(null)).orElse(null);
        HorizonRules horizon = new HorizonRules(findings);
        Scheme kind = scheme.orElseGet(() -> standIn(spec.division()));
        int premake = horizon.premake(spec.horizon().premake(), kind);
        Retention retention = new RetentionRules(findings).read(spec.retention(), kind);
        if (scheme.isEmpty()) {
            return Optional.empty();
        }
        BigDecimal base = horizon.base(
                spec.horizon().start(), scheme.get(), subject.column().orElseThrow(), inForce);
        NameTemplate names = new TemplateRules(findings, subject, scheme.get()).read(spec.nameTemplate(), inForce);
        return Optional.of(new Policy(scheme.get(), premake, base, names, retention, drainRows, sub));
    }

    /** Stands in for a scheme that was refused, so that the rest of the document is looked at all the same. */
    private Scheme standIn(PolicySpec.Division division) {
        return switch (subject.key().strategy()) {
            case RANGE ->
                division.integerStep() == null
                        ? new Scheme.TimePeriods(new Interval.Days(1), ZoneOffset.UTC, KeyEncoding.NATIVE)
                        : new Scheme.IdPeriods(new Interval.Step(BigDecimal.ONE));
            case LIST -> new Scheme.EachValue(List.of());
            case HASH -> new Scheme.EveryRemainder(1);
        };
    }

    private long drainRows(Overflow overflow) {
        String word = overflow.defaultPartition();
        if (word != null && !DEFAULT_PARTITIONS.contains(word)) {
            findings.refuse(
                    "default_partition", "invalid", "A default partition is kept (keep) or there is none (none).");
        }
        Long rows = overflow.drainRows();
        if (rows != null && (rows < 0 || rows > MAX_DRAIN_ROWS)) {
            findings.refuse(
                    "drain_rows",
                    "out-of-range",
                    "Between 0 and " + MAX_DRAIN_ROWS + " rows are moved at once; an operation moves more.");
        }
        return rows == null ? DRAIN_ROWS : rows;
    }

    private Optional<SubPolicy> sub(PolicySpec.@Nullable Sub sub, @Nullable Scheme above) {
        if (sub == null) {
            return Optional.empty();
        }
        if (level == MAX_LEVELS) {
            findings.refuse("sub", "too-deep", "There are at most " + MAX_LEVELS + " levels of partitions.");
            return Optional.empty();
        }
        PolicyFindings below = findings.below("sub");
        Optional<Strategy> strategy = strategy(below, sub.strategy());
        List<KeyColumn> columns = columns(below, sub.columns());
        if (strategy.isEmpty() || columns.size() < sub.columns().size() || columns.isEmpty()) {
            return Optional.empty();
        }
        if (strategy.get() == Strategy.LIST && columns.size() > 1) {
            below.refuse("partition_by.columns", "list-takes-one", "A list key has just one column.");
            return Optional.empty();
        }
        PartitionKey key = new PartitionKey(strategy.get(), columns);
        PolicySubject next = new PolicySubject(key, subject.columns(), false);
        Optional<Policy> policy = new PolicyCheck(below, next, inForce, level + 1).read(sub.policy());
        policy.ifPresent(p -> finer(below, p.scheme(), above, columns.get(0)));
        return policy.map(p -> new SubPolicy(key, p));
    }

    /** Within one period of a column the same column has no whole periods of that length or longer. */
    private void finer(PolicyFindings below, Scheme scheme, @Nullable Scheme above, KeyColumn column) {
        if (scheme instanceof Scheme.TimePeriods inner
                && above instanceof Scheme.TimePeriods outer
                && subject.column().filter(column::equals).isPresent()
                && HorizonRules.shortest(inner.interval()).compareTo(HorizonRules.shortest(outer.interval())) >= 0) {
            below.refuse(
                    "interval",
                    "not-finer",
                    Columns.name(column) + " divides the level above already; periods below it must be shorter.");
        }
    }

    private static Optional<Strategy> strategy(PolicyFindings below, @Nullable String word) {
        Optional<Strategy> strategy = Arrays.stream(Strategy.values())
                .filter(s -> s.name().toLowerCase(Locale.ROOT).equals(word))
                .findFirst();
        if (strategy.isEmpty()) {
            below.refuse(
                    "partition_by.strategy",
                    word == null ? "required" : "invalid",
                    "Partitions are made by range, list or hash.");
        }
        return strategy;
    }

    private List<KeyColumn> columns(PolicyFindings below, List<String> names) {
        if (names.isEmpty()) {
            below.refuse("partition_by.columns", "required", "At least one column is needed.");
        }
        List<KeyColumn> columns = new ArrayList<>();
        Set<String> seen = new HashSet<>();
        for (int i = 0; i < names.size(); i++) {
            String name = names.get(i);
            Optional<KeyColumn> column = subject.columns().stream()
                    .filter(c -> c.name().filter(n -> n.value().equals(name)).isPresent())
                    .findFirst();
            if (column.isEmpty()) {
                below.refuse(
                        "partition_by.columns[" + i + "]", "unknown-column", "The table has no column " + name + ".");
            } else if (!seen.add(name)) {
                below.refuse("partition_by.columns[" + i + "]", "duplicate", "Column " + name + " is named twice.");
            } else {
                columns.add(column.get());
            }
        }
        return columns;
    }
}
