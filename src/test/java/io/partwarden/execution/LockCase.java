package io.partwarden.execution;

import io.partwarden.sql.LockMode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * One row of {@code locks/lock-table.csv}.
 *
 * @param beside which tables there are beside the parent and its leaves
 * @param before statements that prepare it
 * @param locks as {@link #written}
 */
record LockCase(String name, Set<String> beside, List<String> before, String sql, int from, int to, String locks) {

    private static final Path TABLE = Path.of("src/test/resources/locks/lock-table.csv");

    private static final Map<LockMode, String> SHORT = Map.of(
            LockMode.ACCESS_SHARE, "AS",
            LockMode.ROW_SHARE, "RS",
            LockMode.ROW_EXCLUSIVE, "RX",
            LockMode.SHARE_UPDATE_EXCLUSIVE, "SUX",
            LockMode.SHARE, "S",
            LockMode.SHARE_ROW_EXCLUSIVE, "SRX",
            LockMode.EXCLUSIVE, "X",
            LockMode.ACCESS_EXCLUSIVE, "AX");

    static List<LockCase> all() {
        try {
            return Files.readAllLines(TABLE).stream()
                    .filter(line -> !line.startsWith("#") && !line.isBlank())
                    .map(LockCase::parse)
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static LockCase parse(String line) {
        List<String> cells =
                Arrays.stream(line.split("\\|", -1)).map(String::strip).toList();
        List<String> versions = Arrays.asList(cells.get(4).split("-"));
        return new LockCase(
                cells.get(0),
                Set.copyOf(words(cells.get(1), " ")),
                words(cells.get(2), ";"),
                cells.get(3),
                Integer.parseInt(versions.get(0)),
                Integer.parseInt(versions.get(versions.size() - 1)),
                cells.get(5));
    }

    private static List<String> words(String cell, String separator) {
        return Arrays.stream(cell.split(separator))
                .map(String::strip)
                .filter(word -> !word.isEmpty())
                .toList();
    }

    boolean holdsFor(int version) {
        return from <= version && version <= to;
    }

    /** {@code p=AS+SUX x=AX}: tables by name, modes from weak to strong. */
    static String written(Map<String, ? extends Collection<LockMode>> locks) {
        return new TreeMap<>(locks)
                .entrySet().stream()
                        .map(e -> e.getKey() + "="
                                + e.getValue().stream().sorted().map(SHORT::get).collect(Collectors.joining("+")))
                        .collect(Collectors.joining(" "));
    }

    @Override
    public String toString() {
        return name;
    }
}
