package io.partwarden.bench;

/**
 * How big the benches of maintenance are; each part may be made smaller by a system property, to try them out.
 *
 * @param tables managed tables, {@code bench.tables}
 * @param partitions of each, {@code bench.partitions}
 * @param wide partitions of each table of a second target, {@code bench.wide}
 * @param expired partitions that retention takes out of one table, {@code bench.expired}
 * @param readerSeconds how long somebody reads all partitions, {@code bench.reader}
 * @param rounds that count, {@code bench.rounds}
 */
record Size(int tables, int partitions, int wide, int expired, int readerSeconds, int rounds) {

    static Size ofProperties() {
        return new Size(
                Integer.getInteger("bench.tables", 1_000),
                Integer.getInteger("bench.partitions", 10),
                Integer.getInteger("bench.wide", 200),
                Integer.getInteger("bench.expired", 500),
                Integer.getInteger("bench.reader", 15),
                Integer.getInteger("bench.rounds", 3));
    }
}
