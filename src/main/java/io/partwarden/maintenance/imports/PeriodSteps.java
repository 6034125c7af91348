package io.partwarden.maintenance.imports;

import io.partwarden.policy.KeyLine;
import io.partwarden.policy.Scheme;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** How another tool counts on a key's line: one interval after the other from a partition that is there, whatever our grid is. */
sealed interface PeriodSteps {

    BigDecimal next(BigDecimal place);

    BigDecimal previous(BigDecimal place);

    /** What is old at {@code now} if it is kept for so long; empty for a text that says no length. */
    Optional<BigDecimal> cutoff(BigDecimal now, String keep);

    /** A period's beginning as part of a name. */
    String suffix(BigDecimal place);

    /** @param pattern of names, null where it could not be read */
    static PeriodSteps of(Scheme.Periods scheme, KeyLine line, String interval, @Nullable String pattern) {
        if (scheme instanceof Scheme.TimePeriods time) {
            IntervalText width = IntervalText.read(interval)
                    .map(IntervalText::wholeDays)
                    .orElseThrow(() -> new IllegalArgumentException("The policy was made from this interval"));
            return new OfTime(line, width, time.zone(), pattern);
        }
        return new OfIds(new BigDecimal(interval));
    }

    /** In a session of the policy's zone, as its server adds intervals. */
    record OfTime(
            KeyLine line,
            IntervalText width,
            ZoneId zone,
            @Nullable String pattern) implements PeriodSteps {

        @Override
        public BigDecimal next(BigDecimal place) {
            return place(width.after(moment(place), zone));
        }

        @Override
        public BigDecimal previous(BigDecimal place) {
            return place(width.before(moment(place), zone));
        }

        @Override
        public Optional<BigDecimal> cutoff(BigDecimal now, String keep) {
            return IntervalText.read(keep).map(length -> place(length.before(moment(now), zone)));
        }

        @Override
        public String suffix(BigDecimal place) {
            return pattern == null
                    ? ""
                    : DateTimeFormatter.ofPattern(pattern, Locale.UK)
                            .format(moment(place).atZone(zone));
        }

        private Instant moment(BigDecimal place) {
            return line.momentOf(place).orElseThrow();
        }

        private BigDecimal place(Instant moment) {
            return line.placeOf(moment).orElseThrow();
        }
    }

    /** Ids are their own places. */
    record OfIds(BigDecimal width) implements PeriodSteps {

        @Override
        public BigDecimal next(BigDecimal place) {
            return place.add(width);
        }

        @Override
        public BigDecimal previous(BigDecimal place) {
            return place.subtract(width);
        }

        @Override
        public Optional<BigDecimal> cutoff(BigDecimal now, String keep) {
            return Optional.of(now.subtract(new BigDecimal(keep)));
        }

        @Override
        public String suffix(BigDecimal place) {
            return place.toPlainString();
        }
    }
}
