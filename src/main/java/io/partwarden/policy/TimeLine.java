package io.partwarden.policy;

import io.partwarden.partition.Datum;
import io.partwarden.partition.KeyColumn;
import io.partwarden.partition.KeyFamily;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.temporal.ChronoField;
import java.time.zone.ZoneOffsetTransition;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A key that holds time, as its column or its encoding says.
 *
 * @param zone whose wall clock days and months follow
 * @param limits of the column's numbers
 * @param pattern how dates are written, null unless the encoding is a pattern
 */
record TimeLine(
        KeyFamily family,
        KeyEncoding encoding,
        ZoneId zone,
        KeyLimits limits,
        @Nullable DatePattern pattern) implements KeyLine {

    private static final BigDecimal MICROS_PER_MILLI = BigDecimal.valueOf(1_000);
    private static final BigDecimal MICROS_PER_SECOND = BigDecimal.valueOf(1_000_000);

    /** Where PostgreSQL's timestamps end: the end of the year 294276 (documentation, 8.5). */
    private static final BigDecimal LAST_MICROSECOND = micros(LocalDateTime.of(294_277, 1, 1, 0, 0));

    private static final BigDecimal RANDOM_BITS_OF_UUID = new BigDecimal(BigInteger.ONE.shiftLeft(80));

    static TimeLine of(KeyColumn column, KeyEncoding encoding, ZoneId zone) {
        String pattern = encoding.pattern();
        return new TimeLine(
                column.family(),
                encoding,
                zone,
                KeyLimits.of(column),
                pattern == null ? null : DatePattern.of(pattern));
    }

    /** Whether places are wall-clock time rather than instants. */
    boolean wallClock() {
        return switch (encoding.kind()) {
            case NATIVE -> family == KeyFamily.DATE || family == KeyFamily.TIMESTAMP;
            case PATTERN -> true;
            case EPOCH_S, EPOCH_MS, EPOCH_US, EPOCH_NS, SNOWFLAKE, UUID_V7 -> false;
        };
    }

    /** A number may be a catch-all far beyond any time: it lies on no calendar, and bounds nothing. */
    @Override
    public Optional<BigDecimal> place(Datum value) {
        return value instanceof Datum.Value v
                ? read(v).filter(place -> place.abs().compareTo(LAST_MICROSECOND) <= 0)
                : Optional.empty();
    }

    private Optional<BigDecimal> read(Datum.Value v) {
        return switch (encoding.kind()) {
            case NATIVE -> ServerTime.read(v.text()).map(TimeLine::micros);
            case PATTERN -> date(v.text()).map(TimeLine::micros);
            case UUID_V7 ->
                uuid(v.text())
                        .map(bits ->
                                exact(new BigDecimal(bits), RANDOM_BITS_OF_UUID).multiply(MICROS_PER_MILLI));
            case SNOWFLAKE ->
                Numbers.read(v.text())
                        .map(id ->
                                exact(id, timeUnit()).multiply(MICROS_PER_MILLI).add(epoch()));
            case EPOCH_S, EPOCH_MS, EPOCH_US, EPOCH_NS -> Numbers.read(v.text()).map(n -> n.multiply(microsPerUnit()));
        };
    }

    /** Of text, whatever begins beyond the digits; those and the infinity below begin with signs. */
    @Override
    public boolean isAbove(Datum value) {
        return value instanceof Datum.MaxValue
                || (value instanceof Datum.Value v
                        && !v.text().isEmpty()
                        && v.text().charAt(0) >= '0');
    }

    @Override
    public BigDecimal unit() {
        return BigDecimal.ONE;
    }

    @Override
    public Datum value(BigDecimal place) {
        return switch (encoding.kind()) {
            case NATIVE ->
                ServerTime.text(family, time(place))
                        .<Datum>map(Datum.Value::new)
                        .orElse(Datum.MAXVALUE);
            case PATTERN -> date(time(place));
            case UUID_V7 -> uuid(exact(place, MICROS_PER_MILLI).multiply(RANDOM_BITS_OF_UUID));
            case SNOWFLAKE ->
                number(exact(place.subtract(epoch()), MICROS_PER_MILLI).multiply(timeUnit()));
            case EPOCH_S, EPOCH_MS, EPOCH_US, EPOCH_NS -> number(exact(place, microsPerUnit()));
        };
    }

    private Optional<LocalDateTime> date(String text) {
        DatePattern dates = Objects.requireNonNull(pattern);
        return family == KeyFamily.INTEGER ? dates.readNumber(text) : dates.read(text);
    }

    private Datum date(LocalDateTime time) {
        Optional<String> text = Objects.requireNonNull(pattern).text(time);
        if (text.isEmpty()) {
            return Datum.MAXVALUE;
        }
        return family == KeyFamily.INTEGER ? number(new BigDecimal(text.get())) : Datum.of(text.get());
    }

    @Override
    public Optional<BigDecimal> placeOf(Instant now) {
        LocalDateTime time = LocalDateTime.ofInstant(now, wallClock() ? zone : ZoneOffset.UTC);
        return Optional.of(micros(time));
    }

    /**
     * The moment at which the clock reaches that place; the earlier one where a wall clock shows it twice, and the moment of the leap where
     * it leaps over it.
     */
    Instant moment(BigDecimal place) {
        LocalDateTime time = time(place);
        if (!wallClock()) {
            return time.toInstant(ZoneOffset.UTC);
        }
        ZoneOffsetTransition leap = zone.getRules().getTransition(time);
        return leap != null && leap.isGap()
                ? leap.getInstant()
                : time.atZone(zone).toInstant();
    }

    @Override
    public Optional<Instant> momentOf(BigDecimal place) {
        return Optional.of(moment(place));
    }

    static BigDecimal micros(LocalDateTime time) {
        BigDecimal seconds = BigDecimal.valueOf(time.toEpochSecond(ZoneOffset.UTC));
        return seconds.multiply(MICROS_PER_SECOND).add(BigDecimal.valueOf(time.get(ChronoField.MICRO_OF_SECOND)));
    }

    /** Rounded up to a whole microsecond, as a border must not lie before its place. */
    static LocalDateTime time(BigDecimal place) {
        BigDecimal micros = place.setScale(0, RoundingMode.CEILING);
        BigDecimal seconds = micros.divide(MICROS_PER_SECOND, 0, RoundingMode.FLOOR);
        int rest = micros.subtract(seconds.multiply(MICROS_PER_SECOND)).intValueExact();
        return LocalDateTime.ofEpochSecond(seconds.longValueExact(), rest * 1_000, ZoneOffset.UTC);
    }

    private BigDecimal microsPerUnit() {
        return switch (encoding.kind()) {
            case EPOCH_S -> MICROS_PER_SECOND;
            case EPOCH_MS -> MICROS_PER_MILLI;
            case EPOCH_US -> BigDecimal.ONE;
            case EPOCH_NS -> new BigDecimal("0.001");
            case NATIVE, PATTERN, SNOWFLAKE, UUID_V7 -> throw new IllegalStateException("Not counted in units");
        };
    }

    private BigDecimal epoch() {
        Instant epoch = encoding.epoch();
        return epoch == null ? BigDecimal.ZERO : micros(LocalDateTime.ofInstant(epoch, ZoneOffset.UTC));
    }

    private BigDecimal timeUnit() {
        return new BigDecimal(BigInteger.ONE.shiftLeft(encoding.shift()));
    }

    /** Units are powers of two and ten, so that no digit is lost. */
    private static BigDecimal exact(BigDecimal number, BigDecimal unit) {
        return number.divide(unit);
    }

    private Datum number(BigDecimal number) {
        Integer scale = limits.scale();
        BigDecimal fitting = scale == null ? number : number.setScale(scale, RoundingMode.CEILING);
        return limits.holds(fitting) ? Datum.of(fitting.toPlainString()) : Datum.MAXVALUE;
    }

    private static Optional<BigInteger> uuid(String text) {
        try {
            UUID uuid = UUID.fromString(text);
            return Optional.of(new BigInteger(uuid.toString().replace("-", ""), 16));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    private static Datum uuid(BigDecimal bits) {
        BigInteger all = bits.setScale(0, RoundingMode.CEILING).toBigIntegerExact();
        if (all.signum() < 0) {
            return Datum.of(new UUID(0, 0).toString());
        }
        return all.bitLength() > 2 * Long.SIZE
                ? Datum.MAXVALUE
                : Datum.of(new UUID(all.shiftRight(Long.SIZE).longValue(), all.longValue()).toString());
    }
}
