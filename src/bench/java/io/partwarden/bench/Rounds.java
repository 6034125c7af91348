package io.partwarden.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** The same work done in two ways, turn by turn, so that both see the same machine; the ratio is that of the medians. */
final class Rounds {

    /** One way of doing the work; returns seconds. */
    interface Way {
        double run(int round) throws Exception;
    }

    private final String title;
    private final int rounds;

    Rounds(String title, int rounds) {
        this.title = title;
        this.rounds = rounds;
    }

    /** One Markdown table row; the first round of each way warms up and is not counted. */
    String compare(Way raw, Way ours, double goal) throws Exception {
        List<Double> rawSeconds = new ArrayList<>();
        List<Double> ourSeconds = new ArrayList<>();
        for (int round = 0; round <= rounds; round++) {
            double a = raw.run(round);
            double b = ours.run(round);
            if (round > 0) {
                rawSeconds.add(a);
                ourSeconds.add(b);
            }
        }
        double ratio = median(ourSeconds) / median(rawSeconds);
        return String.format(
                Locale.ROOT,
                "| %s | %.3f s | %.3f s | %s | <= %.1f | %s |",
                title,
                median(rawSeconds),
                median(ourSeconds),
                String.format(Locale.ROOT, ratio < 0.1 ? "%.3f" : "%.2f", ratio),
                goal,
                ratio <= goal ? "met" : "**missed**");
    }

    static void print(String raw, String ours, List<String> rows) {
        System.out.println("\n| work | " + raw + " | " + ours + " | ratio | goal | |");
        System.out.println("|---|---|---|---|---|---|");
        rows.forEach(System.out::println);
    }

    static double median(List<Double> values) {
        List<Double> sorted = values.stream().sorted().toList();
        return sorted.get(sorted.size() / 2);
    }
}
