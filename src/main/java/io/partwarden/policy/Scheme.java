package io.partwarden.policy;

import io.partwarden.partition.Datum;
import io.partwarden.partition.KeyColumn;
import java.time.ZoneId;
import java.util.List;

/** Which partitions a policy wants a table to have. */
public sealed interface Scheme {

    /** A row of periods on a range key. */
    sealed interface Periods extends Scheme permits TimePeriods, IdPeriods {
        /** @param column of the key, which the periods lie on */
        KeyLine line(KeyColumn column);

        Interval interval();
    }

    /** Calendar periods and spans of time, in the zone whose wall clock they follow. */
    record TimePeriods(Interval interval, ZoneId zone, KeyEncoding encoding) implements Periods {
        @Override
        public KeyLine line(KeyColumn column) {
            return TimeLine.of(column, encoding, zone);
        }
    }

    /** Equal spans of ids. */
    record IdPeriods(Interval.Step interval) implements Periods {
        @Override
        public KeyLine line(KeyColumn column) {
            return new NumberLine(KeyLimits.of(column));
        }
    }

    /** One partition for each of these values of a list key. */
    record EachValue(List<Datum> values) implements Scheme {
        public EachValue {
            values = List.copyOf(values);
        }
    }

    /** Every remainder of that modulus. */
    record EveryRemainder(int modulus) implements Scheme {}
}
