package io.partwarden.partition;

import java.util.List;

/** Which rows a partition takes. */
public sealed interface Bound {

    /** {@code from} inclusive to {@code to} exclusive, one datum per key column. */
    record Range(List<Datum> from, List<Datum> to) implements Bound {
        public Range {
            from = List.copyOf(from);
            to = List.copyOf(to);
        }
    }

    /** The values listed, which may include NULL. */
    record Values(List<Datum> values) implements Bound {
        public Values {
            values = List.copyOf(values);
        }
    }

    /** Rows whose key's hash leaves {@code remainder} when divided by {@code modulus}; 0 <= remainder < modulus. */
    record Hash(int modulus, int remainder) implements Bound {}

    /** Every row that no other partition takes. */
    record Default() implements Bound {}

    Bound DEFAULT = new Default();
}
