package io.partwarden.maintenance.adopt;

import io.partwarden.maintenance.PolicyDocument;
import io.partwarden.maintenance.PolicyReader;
import io.partwarden.maintenance.adopt.GridCheck.Verdict;
import io.partwarden.partition.Bound;
import io.partwarden.partition.Datum;
import io.partwarden.partition.DefinitionRefusedException;
import io.partwarden.partition.KeyFamily;
import io.partwarden.partition.Partition;
import io.partwarden.partition.PartitionKey;
import io.partwarden.partition.TableSnapshot;
import io.partwarden.policy.KeyLine;
import io.partwarden.policy.Policy;
import io.partwarden.policy.Scheme;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Reads a pattern out of a table's partitions: the grid that most of them are on. It is a proposal; what does not follow it is reported
 * beside it, and nothing is ever to go by it.
 */
final class PolicyProposal {

    /** The newest ones tell how the table is kept now. */
    private static final int SAMPLE = 200;

    private static final int MAX_PREMAKE = 200;
    private static final int MAX_VALUES = 10_000;
    private static final List<String> INTERVALS = List.of(
            "P1Y", "P6M", "P3M", "P1M", "P2W", "P1W", "P1D", "PT12H", "PT8H", "PT6H", "PT4H", "PT3H", "PT2H", "PT1H",
            "PT30M", "PT20M", "PT15M", "PT10M", "PT5M", "PT1M");

    private final TableSnapshot table;
    private final PartitionKey key;
    private final List<ZoneId> zones;
    private final Instant now;

    /** @param zones whose midnights the periods may begin at, likeliest first */
    PolicyProposal(TableSnapshot table, List<ZoneId> zones, Instant now) {
        this.table = table;
        this.key = table.parent().key();
        this.zones = List.copyOf(zones);
        this.now = now;
    }

    /** A grid that partitions may be on. */
    private record Candidate(
            @Nullable String interval,
            @Nullable String step,
            @Nullable String encoding,
            @Nullable String pattern,
            @Nullable String zone) {

        PolicyDocument document(@Nullable Integer premake, @Nullable String defaultPartition) {
            return new PolicyDocument(
                    interval,
                    step,
                    null,
                    null,
                    encoding,
                    null,
                    null,
                    pattern,
                    zone,
                    premake,
                    null,
                    null,
                    null,
                    defaultPartition,
                    null,
                    null,
                    null,
                    null,
                    null,
                    null,
                    null);
        }
    }

    Optional<PolicyDocument> find() {
        List<Partition> partitions = table.partitions().stream()
                .filter(partition -> GridCheck.beside(partition) == null)
                .toList();
        if (partitions.isEmpty()) {
            return Optional.empty();
        }
        return switch (key.strategy()) {
            case HASH -> modulus(partitions);
            case LIST -> values(partitions);
            case RANGE -> periods(partitions);
        };
    }

    private @Nullable String defaultPartition() {
        return table.defaultPartition().isPresent() ? "keep" : null;
    }

    private Optional<PolicyDocument> modulus(List<Partition> partitions) {
        Set<Integer> moduli = new TreeSet<>();
        partitions.forEach(partition -> moduli.add(((Bound.Hash) partition.bound()).modulus()));
        return moduli.size() == 1 ? Optional.of(fixed(null, moduli.iterator().next())) : Optional.empty();
    }

    private Optional<PolicyDocument> values(List<Partition> partitions) {
        List<@Nullable String> values = new ArrayList<>();
        for (Partition partition : partitions) {
            for (Datum datum : ((Bound.Values) partition.bound()).values()) {
                values.add(datum instanceof Datum.Value value ? value.text() : null);
            }
        }
        return values.size() > MAX_VALUES ? Optional.empty() : Optional.of(fixed(values, null));
    }

    private PolicyDocument fixed(@Nullable List<@Nullable String> values, @Nullable Integer modulus) {
        return new PolicyDocument(
                null,
                null,
                values,
                modulus,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                defaultPartition(),
                null,
                null,
                null,
                null,
                null,
                null,
                null);
    }

    private Optional<PolicyDocument> periods(List<Partition> partitions) {
        List<Partition> newest = partitions.subList(Math.max(0, partitions.size() - SAMPLE), partitions.size());
        Candidate best = null;
        long most = 0;
        for (Candidate candidate : candidates(newest)) {
            long fitting = read(candidate.document(null, null))
                    .filter(policy -> isPlausible(candidate, policy, newest))
                    .map(policy -> fitting(policy, newest))
                    .orElse(0L);
            if (fitting > most) {
                best = candidate;
                most = fitting;
            }
        }
        if (best == null) {
            return Optional.empty();
        }
        return Optional.of(best.document(premake(best, partitions), defaultPartition()));
    }

    private long fitting(Policy policy, List<Partition> partitions) {
        GridCheck grid = new GridCheck(key, policy.scheme(), false);
        return partitions.stream()
                .filter(partition -> grid.of(partition) instanceof Verdict.OnGrid)
                .count();
    }

    private Optional<Policy> read(PolicyDocument document) {
        try {
            return Optional.of(PolicyReader.read(document, key, List.of(), now).policy());
        } catch (DefinitionRefusedException e) {
            return Optional.empty();
        }
    }

    private List<Candidate> candidates(List<Partition> partitions) {
        KeyFamily family = key.columns().get(0).family();
        List<Candidate> candidates = new ArrayList<>();
        switch (family) {
            case DATE, TIMESTAMP -> addPeriods(candidates, null, null, false);
            case TIMESTAMPTZ -> addPeriods(candidates, null, null, true);
            case INTEGER -> {
                List.of("epoch_ms", "epoch_s", "epoch_us")
                        .forEach(encoding -> addPeriods(candidates, encoding, null, true));
                List.of("yyyyMMdd", "yyyyMM", "yyyyMMddHH")
                        .forEach(dates -> addPeriods(candidates, "pattern", dates, false));
            }
            case NUMERIC -> {}
            case OTHER -> {
                addPeriods(candidates, "uuid_v7", null, true);
                List.of("yyyy-MM-dd", "yyyyMMdd", "yyyy-MM", "yyyyMM", "yyyy")
                        .forEach(dates -> addPeriods(candidates, "pattern", dates, false));
            }
        }
        if (family == KeyFamily.INTEGER || family == KeyFamily.NUMERIC) {
            commonWidth(partitions).ifPresent(step -> candidates.add(new Candidate(null, step, null, null, null)));
        }
        return candidates;
    }

    private void addPeriods(
            List<Candidate> candidates, @Nullable String encoding, @Nullable String pattern, boolean zoned) {
        for (ZoneId zone : zoned ? zones : zones.subList(0, 1)) {
            for (String interval : INTERVALS) {
                boolean clock = interval.startsWith("PT");
                if (!clock || zone.equals(zones.get(0))) {
                    String id = zone.equals(zones.get(0)) ? null : zone.getId();
                    candidates.add(new Candidate(interval, null, encoding, pattern, id));
                }
            }
        }
    }

    /** Numbers may be ids that are periods of time by chance alone. */
    private boolean isPlausible(Candidate candidate, Policy policy, List<Partition> partitions) {
        if (candidate.encoding() == null || !(policy.scheme() instanceof Scheme.Periods periods)) {
            return true;
        }
        KeyLine line = periods.line(key.columns().get(0));
        Bound.Range last = (Bound.Range) partitions.get(partitions.size() - 1).bound();
        return line.place(last.from().get(0))
                .flatMap(line::momentOf)
                .filter(moment -> moment.isAfter(Instant.parse("2000-01-01T00:00:00Z"))
                        && moment.isBefore(Instant.parse("2100-01-01T00:00:00Z")))
                .isPresent();
    }

    private static Optional<String> commonWidth(List<Partition> partitions) {
        Map<BigDecimal, Integer> widths = new HashMap<>();
        for (Partition partition : partitions) {
            Bound.Range range = (Bound.Range) partition.bound();
            if (range.from().get(0) instanceof Datum.Value from && range.to().get(0) instanceof Datum.Value to) {
                number(to)
                        .flatMap(end -> number(from).map(end::subtract))
                        .map(BigDecimal::stripTrailingZeros)
                        .ifPresent(width -> widths.merge(width, 1, Integer::sum));
            }
        }
        return widths.entrySet().stream()
                .max(Map.Entry.<BigDecimal, Integer>comparingByValue()
                        .thenComparing(Map.Entry.comparingByKey(Comparator.reverseOrder())))
                .map(entry -> entry.getKey().toPlainString());
    }

    private static Optional<BigDecimal> number(Datum.Value value) {
        try {
            return Optional.of(new BigDecimal(value.text()));
        } catch (NumberFormatException e) {
            return Optional.empty();
        }
    }

    /** As many as are ahead now, for time; null where none is, so that the default counts. */
    private @Nullable Integer premake(Candidate candidate, List<Partition> partitions) {
        Policy policy = read(candidate.document(null, null)).orElseThrow();
        KeyLine line = ((Scheme.Periods) policy.scheme()).line(key.columns().get(0));
        Optional<BigDecimal> place = line.placeOf(now);
        if (place.isEmpty()) {
            return null;
        }
        long ahead = partitions.stream()
                .map(partition -> line.place(
                                ((Bound.Range) partition.bound()).from().get(0))
                        .orElse(null))
                .filter(Objects::nonNull)
                .filter(from -> from.compareTo(place.get()) > 0)
                .count();
        return ahead == 0 ? null : (int) Math.min(MAX_PREMAKE, ahead);
    }
}
