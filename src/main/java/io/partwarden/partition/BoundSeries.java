package io.partwarden.partition;

import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.Period;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.format.DateTimeParseException;
import java.time.temporal.ChronoField;
import java.time.temporal.TemporalAmount;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import java.util.function.IntFunction;

/**
 * {@code from}, {@code to} and {@code every} as a row of touching range bounds. Each border is {@code from} plus a whole number of
 * steps, so 31 January + P1M steps to 28 February and then 31 March. Steps of days and more are wall-clock time in the zone, shorter ones
 * are elapsed time. {@code to} must be one of the borders.
 */
public final class BoundSeries {

    /** More in one call is most likely a mistake in {@code every}. */
    public static final int MAX = 5_000;

    /** Sums of longer numbers, or of powers far apart, would take memory and time without bound. */
    private static final int MAX_DIGITS = 1_000;

    private static final DateTimeFormatter TIMESTAMP = new DateTimeFormatterBuilder()
            .append(DateTimeFormatter.ISO_LOCAL_DATE)
            .appendLiteral(' ')
            .appendPattern("HH:mm:ss")
            .optionalStart()
            .appendFraction(ChronoField.MICRO_OF_SECOND, 0, 6, true)
            .optionalEnd()
            .toFormatter(Locale.ROOT);

    private static final DateTimeFormatter TIMESTAMPTZ = new DateTimeFormatterBuilder()
            .append(TIMESTAMP)
            .appendOffset("+HH:mm", "+00")
            .toFormatter(Locale.ROOT);

    private BoundSeries() {}

    /**
     * The bounds of a single-column range key.
     *
     * @param from canonical text, as the server writes it under {@code TimeZone=UTC}
     * @param to as {@code from}, exclusive
     * @param every ISO-8601 ({@code P1D}, {@code PT15M}) for dates and timestamps, a number for integers and numerics
     * @throws PlanRefusedException INVALID naming {@code range.from}, {@code range.to} or {@code range.every}
     */
    public static List<Bound.Range> of(KeyColumn column, String from, String to, String every, ZoneId zone) {
        return switch (column.family()) {
            case DATE -> dates(from, to, every);
            case TIMESTAMP -> timestamps(from, to, every);
            case TIMESTAMPTZ -> instants(from, to, every, zone);
            case INTEGER, NUMERIC -> numbers(from, to, every, column.family() == KeyFamily.INTEGER);
            case OTHER ->
                throw PlanRefusedException.invalid(
                        "range.every",
                        "There are no steps for a key of type " + column.type().display()
                                + "; give each partition's from and to.");
        };
    }

    private static List<Bound.Range> dates(String from, String to, String every) {
        if (!(step(every) instanceof Period period)) {
            throw PlanRefusedException.invalid(
                    "range.every", "A date key needs steps of whole days, weeks, months or years, such as P1D.");
        }
        LocalDate start = parse("range.from", from, LocalDate::parse);
        LocalDate end = parse("range.to", to, LocalDate::parse);
        return series(n -> start.plus(period.multipliedBy(n)), end, LocalDate::toString);
    }

    private static List<Bound.Range> timestamps(String from, String to, String every) {
        TemporalAmount step = step(every);
        LocalDateTime start = parse("range.from", from, text -> LocalDateTime.parse(text, TIMESTAMP));
        LocalDateTime end = parse("range.to", to, text -> LocalDateTime.parse(text, TIMESTAMP));
        return series(n -> start.plus(times(step, n)), end, border -> TIMESTAMP.format(border));
    }

    private static List<Bound.Range> instants(String from, String to, String every, ZoneId zone) {
        TemporalAmount step = step(every);
        ZonedDateTime start = instant("range.from", from).atZoneSameInstant(zone);
        OffsetDateTime end = instant("range.to", to).withOffsetSameInstant(ZoneOffset.UTC);
        return series(
                n -> start.plus(times(step, n)).toOffsetDateTime().withOffsetSameInstant(ZoneOffset.UTC),
                end,
                border -> TIMESTAMPTZ.format(border));
    }

    private static OffsetDateTime instant(String field, String text) {
        return parse(field, text, t -> OffsetDateTime.parse(t, TIMESTAMPTZ));
    }

    private static List<Bound.Range> numbers(String from, String to, String every, boolean whole) {
        BigDecimal step = number("range.every", every);
        if (step.signum() <= 0 || (whole && step.stripTrailingZeros().scale() > 0)) {
            throw PlanRefusedException.invalid(
                    "range.every", whole ? "The step must be a whole number above 0." : "The step must be above 0.");
        }
        BigDecimal start = number("range.from", from);
        BigDecimal end = number("range.to", to);
        return series(n -> start.add(step.multiply(BigDecimal.valueOf(n))), end, BigDecimal::toPlainString);
    }

    private static BigDecimal number(String field, String text) {
        BigDecimal number = text.length() > 2 * MAX_DIGITS ? null : parse(field, text, BigDecimal::new);
        if (number == null || number.precision() > MAX_DIGITS || Math.abs((long) number.scale()) > MAX_DIGITS) {
            throw PlanRefusedException.invalid(
                    field, "Steps can be counted only with numbers of up to " + MAX_DIGITS + " digits.");
        }
        return number;
    }

    private static TemporalAmount step(String every) {
        try {
            TemporalAmount step = every.contains("T") ? Duration.parse(every) : Period.parse(every);
            boolean forward = step instanceof Duration d
                    ? !d.isNegative() && !d.isZero() && d.toNanosPart() % 1000 == 0
                    : step instanceof Period p && !p.isNegative() && !p.isZero();
            if (forward) {
                return step;
            }
        } catch (DateTimeParseException e) {
            throw refusedStep();
        }
        throw refusedStep();
    }

    private static PlanRefusedException refusedStep() {
        return PlanRefusedException.invalid(
                "range.every",
                "A step is an ISO-8601 period such as P1D, P1W, P1M or PT15M, above zero, whole microseconds.");
    }

    private static TemporalAmount times(TemporalAmount step, int n) {
        return step instanceof Period period ? period.multipliedBy(n) : ((Duration) step).multipliedBy(n);
    }

    private interface Parser<T> {
        T parse(String text);
    }

    private static <T> T parse(String field, String text, Parser<T> parser) {
        try {
            return parser.parse(text);
        } catch (DateTimeException | NumberFormatException e) {
            throw PlanRefusedException.invalid(
                    field, "Steps cannot be counted with this value; give a finite one of the years 0001 to 9999.");
        }
    }

    private static <T extends Comparable<? super T>> List<Bound.Range> series(
            IntFunction<T> border, T end, Function<T, String> text) {
        try {
            return counted(border, end, text);
        } catch (DateTimeException | ArithmeticException e) {
            throw PlanRefusedException.invalid("range.every", "The step leads beyond what a date or time can be.");
        }
    }

    private static <T extends Comparable<? super T>> List<Bound.Range> counted(
            IntFunction<T> border, T end, Function<T, String> text) {
        if (border.apply(0).compareTo(end) >= 0) {
            throw PlanRefusedException.invalid("range.from", "from must be below to.");
        }
        List<Bound.Range> bounds = new ArrayList<>();
        T lower = border.apply(0);
        for (int n = 1; lower.compareTo(end) < 0; n++) {
            T upper = border.apply(n);
            if (upper.compareTo(end) > 0) {
                throw PlanRefusedException.invalid(
                        "range.to",
                        "to must be from plus a whole number of steps: " + text.apply(lower) + " or "
                                + text.apply(upper) + ".");
            }
            if (bounds.size() == MAX) {
                throw PlanRefusedException.invalid(
                        "range.every", "That makes more than " + MAX + " partitions; ask for fewer at once.");
            }
            bounds.add(new Bound.Range(List.of(Datum.of(text.apply(lower))), List.of(Datum.of(text.apply(upper)))));
            lower = upper;
        }
        return bounds;
    }
}
