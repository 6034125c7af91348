package io.partwarden.partition;

/** One value of a bound, in PostgreSQL's text form for the key column's type. */
public sealed interface Datum {

    /** A value; {@code text} is what the type's input function reads and, once canonical, what its output function writes. */
    record Value(String text) implements Datum {}

    /** Below every value (range bounds only). */
    record MinValue() implements Datum {}

    /** Above every value (range bounds only). */
    record MaxValue() implements Datum {}

    /** NULL (list bounds only). */
    record Null() implements Datum {}

    static Datum of(String text) {
        return new Value(text);
    }

    Datum MINVALUE = new MinValue();
    Datum MAXVALUE = new MaxValue();
    Datum NULL = new Null();
}
