package io.partwarden.policy;

import io.partwarden.policy.PolicySpec.Retiring;
import io.partwarden.policy.Retention.Action;
import io.partwarden.policy.Retention.Keep;
import io.partwarden.sql.Identifier;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Whether a retention says clearly what goes and when. */
final class RetentionRules {

    private static final int MAX_KEEP_LAST = 100_000;
    private static final Duration MAX_KEEP = Duration.ofDays(366L * 1_000);
    private static final Duration GRACE = Duration.ofDays(7);
    private static final Duration MAX_GRACE = Duration.ofDays(3_660);
    private static final int MIN_PARTITIONS = 2;
    private static final int MAX_MIN_PARTITIONS = 10_000;
    private static final int MAX_PER_RUN = 5;
    private static final int GREATEST_PER_RUN = 1_000;
    private static final int MANY_PARTITIONS = 5_000;

    private final PolicyFindings findings;
    private final PolicyFindings document;

    RetentionRules(PolicyFindings document) {
        this.document = document;
        this.findings = document.below("retention");
    }

    /** Null where nothing goes, or with violations noted. */
    @Nullable
    Retention read(@Nullable Retiring spec, Scheme scheme) {
        if (spec == null) {
            return null;
        }
        if (!(scheme instanceof Scheme.Periods periods)) {
            document.refuse("retention", "not-applicable", "Only periods grow old; leave it out.");
            return null;
        }
        Optional<Keep> keep = keep(spec, periods.interval());
        Optional<Action> action = action(spec.action());
        Retention.Leaving leaving = leaving(spec.leaving(), action.orElse(null));
        Duration grace = grace(spec.grace(), action.orElse(null));
        int least = within("min_partitions", spec.minPartitions(), MIN_PARTITIONS, 1, MAX_MIN_PARTITIONS);
        int perRun = within("max_per_run", spec.maxPerRun(), MAX_PER_RUN, 1, GREATEST_PER_RUN);
        if (keep.isEmpty() || action.isEmpty()) {
            return null;
        }
        warn(keep.get(), periods.interval(), perRun);
        return new Retention(keep.get(), action.get(), grace, least, perRun, leaving);
    }

    private Optional<Keep> keep(Retiring spec, Interval interval) {
        String text = spec.keep();
        Integer last = spec.keepLast();
        if ((text == null) == (last == null)) {
            findings.refuse("keep", text == null ? "required" : "only-one", "Give just one of keep and keep_last.");
            return Optional.empty();
        }
        if (last != null) {
            if (last < 1 || last > MAX_KEEP_LAST) {
                findings.refuse("keep_last", "out-of-range", "Between 1 and " + MAX_KEEP_LAST + " periods are kept.");
                return Optional.empty();
            }
            return Optional.of(new Retention.KeepLast(last));
        }
        return text == null ? Optional.empty() : interval instanceof Interval.Step ? ids(text) : time(text);
    }

    private Optional<Keep> ids(String text) {
        Optional<BigDecimal> ids = text.length() > 100 ? Optional.empty() : Numbers.read(text);
        if (ids.isEmpty() || ids.get().signum() <= 0 || Math.abs(ids.get().scale()) > 100) {
            findings.refuse(
                    "keep",
                    "invalid",
                    "Of ids so many below the highest are kept: a number above 0, or give keep_last.");
            return Optional.empty();
        }
        return Optional.of(new Retention.KeepIds(ids.get()));
    }

    private Optional<Keep> time(String text) {
        Optional<IsoSpan> keep = IsoSpan.read(text).filter(span -> !span.isZero());
        if (keep.isEmpty()) {
            findings.refuse(
                    "keep", "invalid", "What is kept is an ISO-8601 period above zero, such as P90D, P1Y or PT36H.");
            return Optional.empty();
        }
        if (keep.get().longest().compareTo(MAX_KEEP) > 0) {
            findings.refuse("keep", "too-long", "Nothing is that old; leave retention out to keep everything.");
            return Optional.empty();
        }
        return Optional.of(new Retention.KeepFor(keep.get().days(), keep.get().time()));
    }

    private Optional<Action> action(@Nullable String word) {
        if (word == null) {
            return Optional.of(Action.DETACH);
        }
        Optional<Action> action =
                Arrays.stream(Action.values()).filter(a -> word(a).equals(word)).findFirst();
        if (action.isEmpty()) {
            findings.refuse(
                    "action",
                    "invalid",
                    "Actions are "
                            + Arrays.stream(Action.values())
                                    .map(RetentionRules::word)
                                    .collect(Collectors.joining(", ")) + ".");
        }
        return action;
    }

    private static String word(Action action) {
        return action.name().toLowerCase(Locale.ROOT);
    }

    private Retention.Leaving leaving(PolicySpec.Leaving spec, @Nullable Action action) {
        boolean keepIndexes = spec.keepIndexes() == null || spec.keepIndexes();
        boolean leavePublication = spec.leavePublication() != null && spec.leavePublication();
        return new Retention.Leaving(keepIndexes, leavePublication, schema(spec.schema(), action));
    }

    private @Nullable Identifier schema(@Nullable String schema, @Nullable Action action) {
        boolean moves = action == Action.MOVE_TO_SCHEMA;
        if (schema == null) {
            if (moves) {
                findings.refuse("schema", "required", "Name the schema that old partitions are moved to.");
            }
            return null;
        }
        if (!moves) {
            findings.refuse("schema", "not-applicable", "Only the action move_to_schema has a schema; leave it out.");
        } else if (!Identifier.isValid(schema)) {
            findings.refuse("schema", "invalid", "A schema's name has 1 to 63 bytes.");
        } else if (schema.startsWith("pg_") || schema.equals("information_schema")) {
            findings.refuse(
                    "schema", "system-schema", "Schema " + schema + " belongs to PostgreSQL; choose another one.");
        } else {
            return new Identifier(schema);
        }
        return null;
    }

    private Duration grace(@Nullable String text, @Nullable Action action) {
        if (text == null) {
            return GRACE;
        }
        Optional<IsoSpan> span = IsoSpan.read(text);
        if (span.isEmpty()
                || span.get().days().toTotalMonths() > 0
                || span.get().longest().compareTo(MAX_GRACE) > 0) {
            findings.refuse(
                    "grace",
                    "invalid",
                    "A grace is an ISO-8601 period of at most ten years without months, such as P7D.");
            return GRACE;
        }
        if (action == Action.DETACH || action == Action.MOVE_TO_SCHEMA) {
            findings.warn("no-drop", "Grace says when a detached partition is dropped; this action drops none.");
        }
        return span.get().longest();
    }

    private int within(String field, @Nullable Integer given, int otherwise, int least, int most) {
        if (given != null && (given < least || given > most)) {
            findings.refuse(field, "out-of-range", "It is between " + least + " and " + most + ".");
        }
        return given == null ? otherwise : given;
    }

    private void warn(Keep keep, Interval interval, int perRun) {
        Duration length = HorizonRules.shortest(interval);
        if (keep instanceof Retention.KeepFor time && !length.isZero()) {
            IsoSpan span = new IsoSpan(time.days(), time.time());
            if (span.longest().compareTo(length) < 0) {
                findings.warn(
                        "shorter-than-interval",
                        "Less than one period is kept: a partition goes soon after its period is over, never before.");
            }
            if (span.shortest().toSeconds() / length.toSeconds() > MANY_PARTITIONS) {
                findings.warn(
                        "many-partitions",
                        "That keeps more than " + MANY_PARTITIONS + " partitions; planning of queries slows down.");
            }
        }
        if (!length.isZero() && length.toSeconds() * perRun < 60) {
            findings.warn(
                    "slow-retention",
                    "More periods grow old in a minute than max_per_run lets go in a run; the table keeps growing.");
        }
    }
}
