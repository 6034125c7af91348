package io.partwarden.bench;

/** Runs the benches that {@code -Dbench} names, else all, and prints a Markdown table for each. */
public final class Bench {

    private Bench() {}

    public static void main(String[] args) throws Exception {
        String which = System.getProperty("bench", "all");
        switch (which) {
            case "partitions" -> PartitionBench.run();
            case "maintenance" -> MaintenanceBench.run(Size.ofProperties());
            case "all" -> {
                PartitionBench.run();
                MaintenanceBench.run(Size.ofProperties());
            }
            default -> throw new IllegalArgumentException("-Dbench is partitions, maintenance or all, not " + which);
        }
    }
}
