package io.partwarden.policy;

import io.partwarden.partition.Datum;
import io.partwarden.partition.KeyColumn;
import io.partwarden.partition.KeyFamily;
import io.partwarden.partition.Strategy;
import io.partwarden.policy.PolicySpec.Division;
import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Which partitions a policy can ask of a key: its strategy, and the type of the column that its periods or values lie on. */
final class SchemeRules {

    private static final int MAX_MODULUS = 10_000;
    private static final int MAX_VALUES = 10_000;
    private static final int MAX_VALUE_LENGTH = 1_000_000;
    private static final String ONE_OF = "Give just one of interval, integer_step, values and modulus";

    private final PolicyFindings findings;
    private final PolicySubject subject;
    private final Division division;
    private final PolicySpec.Encoding encoding;

    SchemeRules(PolicyFindings findings, PolicySubject subject, PolicySpec spec) {
        this.findings = findings;
        this.subject = subject;
        this.division = spec.division();
        this.encoding = spec.encoding();
    }

    /** Empty with violations noted. */
    Optional<Scheme> read(Instant inForce) {
        boolean registered = subject.tenants() && subject.key().strategy() == Strategy.LIST;
        long given = Stream.of(division.interval(), division.integerStep(), division.values(), division.modulus())
                .filter(part -> part != null)
                .count();
        if (given > 1) {
            findings.refuse(field(), "only-one", ONE_OF + ".");
            return Optional.empty();
        }
        if (given == 0 && !registered) {
            findings.refuse(field(), "required", ONE_OF + "; this table's key needs " + wanted() + ".");
            return Optional.empty();
        }
        if (given == 1 && !fits()) {
            findings.refuse(
                    field(),
                    "strategy",
                    "The table is partitioned by " + subject.key().strategy().keyword() + ", which needs " + wanted()
                            + ".");
            return Optional.empty();
        }
        return switch (subject.key().strategy()) {
            case RANGE -> periods(inForce);
            case LIST -> values(division.values() == null ? List.of() : division.values());
            case HASH -> modulus();
        };
    }

    private String wanted() {
        return switch (subject.key().strategy()) {
            case RANGE -> "interval or integer_step";
            case LIST -> "values";
            case HASH -> "modulus";
        };
    }

    private boolean fits() {
        return switch (subject.key().strategy()) {
            case RANGE -> division.interval() != null || division.integerStep() != null;
            case LIST -> division.values() != null;
            case HASH -> division.modulus() != null;
        };
    }

    /** The field that a finding about all of the division is reported at. */
    private String field() {
        if (division.interval() != null) {
            return "interval";
        }
        if (division.integerStep() != null) {
            return "integer_step";
        }
        if (division.values() != null) {
            return "values";
        }
        return division.modulus() != null ? "modulus" : "interval";
    }

    private Optional<Scheme> periods(Instant inForce) {
        Optional<KeyColumn> column = subject.column();
        if (column.isEmpty()) {
            findings.refuse(
                    field(),
                    "no-period-column",
                    "A tenant's periods need a second key column; this key has just the tenant's.");
            return Optional.empty();
        }
        BigDecimal step = division.integerStep();
        if (step != null) {
            return ids(column.get(), step);
        }
        String text = division.interval();
        Optional<Interval> interval = text == null ? Optional.empty() : new IntervalRules(findings).read(text);
        Optional<ZoneId> zone = zone();
        Optional<KeyEncoding> checked = new EncodingRules(findings, column.get()).read(encoding, inForce);
        if (interval.isEmpty() || zone.isEmpty() || checked.isEmpty()) {
            return Optional.empty();
        }
        Scheme.TimePeriods periods = new Scheme.TimePeriods(interval.get(), zone.get(), checked.get());
        return new TimeRules(findings, column.get()).check(periods, inForce) ? Optional.of(periods) : Optional.empty();
    }

    private Optional<ZoneId> zone() {
        String id = division.timeZone();
        if (id == null) {
            return Optional.of(ZoneOffset.UTC);
        }
        try {
            return Optional.of(ZoneId.of(id));
        } catch (DateTimeException e) {
            findings.refuse(
                    "time_zone", "invalid", "There is no time zone of that id; give one such as UTC or Europe/Berlin.");
            return Optional.empty();
        }
    }

    private Optional<Scheme> ids(KeyColumn column, BigDecimal step) {
        noTime("Ids are counted in numbers, without time; leave it out or give interval.");
        if (column.family() != KeyFamily.INTEGER && column.family() != KeyFamily.NUMERIC) {
            findings.refuse(
                    "integer_step",
                    "key-type",
                    Columns.name(column) + " is " + column.type().display()
                            + ", whose values are not counted in steps; give" + " interval.");
            return Optional.empty();
        }
        Optional<String> wrong = KeyLimits.of(column).wrongStep(step);
        if (wrong.isPresent()) {
            findings.refuse("integer_step", "invalid", Columns.name(column) + ": " + wrong.get());
            return Optional.empty();
        }
        return Optional.of(new Scheme.IdPeriods(new Interval.Step(step)));
    }

    private Optional<Scheme> values(List<@Nullable String> values) {
        noTime("Values are no periods; leave it out.");
        if (values.size() > MAX_VALUES) {
            findings.refuse(
                    "values", "too-many", "There are " + values.size() + " values; the most is " + MAX_VALUES + ".");
            return Optional.empty();
        }
        Set<Datum> seen = new HashSet<>();
        List<Datum> data = new ArrayList<>();
        for (int i = 0; i < values.size(); i++) {
            String value = values.get(i);
            Datum datum = value == null ? Datum.NULL : Datum.of(value);
            if (value != null && (value.indexOf('\0') >= 0 || value.length() > MAX_VALUE_LENGTH)) {
                findings.refuse("values[" + i + "]", "invalid", "A value has no NUL and at most a million characters.");
            } else if (!seen.add(datum)) {
                findings.refuse("values[" + i + "]", "duplicate", "The same value is listed before.");
            }
            data.add(datum);
        }
        return Optional.of(new Scheme.EachValue(data));
    }

    private Optional<Scheme> modulus() {
        noTime("A hash has no periods; leave it out.");
        Integer modulus = division.modulus();
        if (modulus == null || modulus < 1 || modulus > MAX_MODULUS) {
            findings.refuse("modulus", "invalid", "The modulus is 1 to " + MAX_MODULUS + ".");
            return Optional.empty();
        }
        return Optional.of(new Scheme.EveryRemainder(modulus));
    }

    private void noTime(String why) {
        findings.refuseIfGiven("time_zone", division.timeZone(), why);
        findings.refuseIfGiven("key_encoding", encoding.name(), why);
        findings.refuseIfGiven("key_epoch", encoding.epoch(), why);
        findings.refuseIfGiven("key_shift", encoding.shift(), why);
        findings.refuseIfGiven("key_pattern", encoding.pattern(), why);
    }
}
