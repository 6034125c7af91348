package io.partwarden.policy;

import io.partwarden.partition.KeyColumn;
import io.partwarden.partition.KeyFamily;
import io.partwarden.policy.KeyEncoding.Kind;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Whether a column's type can hold time in the way that key_encoding says. */
final class EncodingRules {

    private static final int MAX_SHIFT = 40;

    private final PolicyFindings findings;
    private final KeyColumn column;

    EncodingRules(PolicyFindings findings, KeyColumn column) {
        this.findings = findings;
        this.column = column;
    }

    /** Empty with violations noted. */
    Optional<KeyEncoding> read(PolicySpec.Encoding spec, Instant inForce) {
        Optional<Kind> kind = kind(spec.name());
        if (kind.isEmpty()) {
            findings.refuse(
                    "key_encoding",
                    "invalid",
                    "Encodings are "
                            + Arrays.stream(Kind.values())
                                    .map(EncodingRules::word)
                                    .collect(Collectors.joining(", ")) + ".");
            return Optional.empty();
        }
        boolean good = typeFits(kind.get(), spec.name());
        boolean snowflake = kind.get() == Kind.SNOWFLAKE;
        if (!snowflake) {
            String why = "Only a snowflake has it; leave it out.";
            findings.refuseIfGiven("key_epoch", spec.epoch(), why);
            findings.refuseIfGiven("key_shift", spec.shift(), why);
        }
        if (kind.get() != Kind.PATTERN) {
            findings.refuseIfGiven("key_pattern", spec.pattern(), "Only key_encoding pattern has it; leave it out.");
        }
        if (snowflake) {
            return snowflake(spec, inForce).filter(e -> good);
        }
        return (kind.get() == Kind.PATTERN ? pattern(spec.pattern()) : Optional.of(KeyEncoding.of(kind.get())))
                .filter(e -> good);
    }

    private static Optional<Kind> kind(@Nullable String name) {
        return name == null
                ? Optional.of(Kind.NATIVE)
                : Arrays.stream(Kind.values()).filter(k -> word(k).equals(name)).findFirst();
    }

    static String word(Kind kind) {
        return kind.name().toLowerCase(Locale.ROOT);
    }

    private boolean typeFits(Kind kind, @Nullable String given) {
        boolean time = holdsTime(column.family());
        boolean number = column.family() == KeyFamily.INTEGER || column.family() == KeyFamily.NUMERIC;
        boolean fits = switch (kind) {
            case NATIVE -> time;
            case EPOCH_S, EPOCH_MS, EPOCH_US, EPOCH_NS, SNOWFLAKE -> number;
            case UUID_V7 -> Columns.isUuid(column);
            case PATTERN -> column.family() == KeyFamily.INTEGER || Columns.isText(column);
        };
        if (!fits) {
            String is = Columns.name(column) + " is " + column.type().display();
            if (time) {
                refuse("encoding", is + ", which holds time by itself; leave key_encoding out.");
            } else if (kind == Kind.NATIVE) {
                refuse(given == null ? "required" : "encoding", is + "; " + remedy(number));
            } else {
                refuse("encoding", is + ", which cannot hold time as " + word(kind) + ".");
            }
        }
        return fits;
    }

    private String remedy(boolean number) {
        if (Columns.isUuid(column)) {
            return "if its ids are of version 7, say so with key_encoding uuid_v7; others hold no time.";
        }
        if (Columns.isText(column)) {
            return "say with key_encoding pattern and key_pattern how it writes dates.";
        }
        return number
                ? "say with key_encoding how it holds time, or give integer_step instead of interval."
                : "periods need a key that holds time.";
    }

    private Optional<KeyEncoding> snowflake(PolicySpec.Encoding spec, Instant inForce) {
        Integer shift = spec.shift() == null ? Integer.valueOf(KeyEncoding.SNOWFLAKE_SHIFT) : spec.shift();
        boolean good = true;
        if (shift < 0 || shift > MAX_SHIFT) {
            findings.refuse("key_shift", "invalid", "The shift is 0 to " + MAX_SHIFT + " bits.");
            good = false;
        }
        String text = spec.epoch();
        if (text == null) {
            findings.refuse(
                    "key_epoch",
                    "required",
                    "A snowflake counts from an epoch of its maker's choice; give it, such as 2010-11-04T01:42:54.657Z.");
            return Optional.empty();
        }
        Optional<Instant> epoch = moment(text);
        if (epoch.isEmpty()) {
            findings.refuse(
                    "key_epoch",
                    "invalid",
                    "An epoch is a moment such as 2015-01-01T00:00:00Z, in whole milliseconds.");
        } else if (epoch.get().isAfter(inForce)) {
            findings.refuse("key_epoch", "in-future", "No id can have been made before its epoch.");
            return Optional.empty();
        }
        return good ? epoch.map(moment -> KeyEncoding.snowflake(moment, shift)) : Optional.empty();
    }

    private static Optional<Instant> moment(String text) {
        try {
            Instant moment = Instant.parse(text);
            return moment.equals(moment.truncatedTo(ChronoUnit.MILLIS)) ? Optional.of(moment) : Optional.empty();
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }

    private Optional<KeyEncoding> pattern(@Nullable String pattern) {
        if (pattern == null) {
            findings.refuse("key_pattern", "required", "Say how the key writes dates, such as yyyyMMdd.");
            return Optional.empty();
        }
        Optional<String> wrong = DatePattern.wrong(pattern, column.family() == KeyFamily.INTEGER);
        wrong.ifPresent(message -> findings.refuse("key_pattern", "invalid", message));
        return wrong.isPresent() ? Optional.empty() : Optional.of(KeyEncoding.pattern(pattern));
    }

    static boolean holdsTime(KeyFamily family) {
        return family == KeyFamily.DATE || family == KeyFamily.TIMESTAMP || family == KeyFamily.TIMESTAMPTZ;
    }

    private void refuse(String code, String message) {
        findings.refuse("key_encoding", code, message);
    }
}
