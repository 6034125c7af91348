package io.partwarden.policy;

/** Numbers in ASCII digits, whatever the JVM's locale. */
final class Digits {

    private Digits() {}

    static String padded(long number, int width) {
        String digits = Long.toString(number);
        return digits.length() >= width ? digits : "0".repeat(width - digits.length()) + digits;
    }
}
