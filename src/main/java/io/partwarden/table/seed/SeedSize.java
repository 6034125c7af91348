package io.partwarden.table.seed;

import java.util.List;

/** Bytes as pg_size_pretty writes them, which go_partman's page shows. */
final class SeedSize {

    private static final List<String> UNITS = List.of("bytes", "kB", "MB", "GB", "TB", "PB");

    /** From here on the next unit is taken, so that two digits are left at least. */
    private static final long LIMIT = 10 * 1024;

    private SeedSize() {}

    static String of(long bytes) {
        int unit = 0;
        // Twice the size, so that the last step can round half up.
        long doubled = bytes * 2;
        while (unit < UNITS.size() - 1 && doubled >= 2 * LIMIT - (unit == 0 ? 0 : 1)) {
            doubled /= 1024;
            unit++;
        }
        return (unit == 0 ? bytes : (doubled + 1) / 2) + " " + UNITS.get(unit);
    }
}
