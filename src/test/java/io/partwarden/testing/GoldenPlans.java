package io.partwarden.testing;

import static org.assertj.core.api.Assertions.assertThat;

import io.partwarden.sql.Plan;
import io.partwarden.sql.PlanScript;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/**
 * Plans kept as scripts under {@code src/test/resources/plans}: a change of a plan shows in review, and the very files are executed on
 * real servers. {@code -Dgolden.update=true} writes them anew.
 */
public final class GoldenPlans {

    private static final Path ROOT = Path.of("src/test/resources/plans");
    private static final Duration LOCK_TIMEOUT = Duration.ofMillis(100);

    private GoldenPlans() {}

    /** @param name of the file without {@code .sql}, such as {@code define/range} */
    public static void verify(String name, Plan plan) {
        String script = PlanScript.of(plan, LOCK_TIMEOUT);
        Path file = ROOT.resolve(name + ".sql");
        try {
            if (Boolean.getBoolean("golden.update")) {
                Files.createDirectories(file.resolveSibling(""));
                Files.writeString(file, script);
            }
            assertThat(script).isEqualTo(Files.readString(file));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The names of every file in one directory, for a test that executes them all. */
    public static Stream<String> in(String directory) {
        try (Stream<Path> files = Files.list(ROOT.resolve(directory))) {
            return files
                    .map(file -> directory + "/" + file.getFileName().toString().replaceFirst("\\.sql$", ""))
                    .sorted()
                    .toList()
                    .stream();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Runs a kept script as the database's owner, one statement at a time as psql does. */
    public static void execute(String name, TestDatabase database) {
        execute(name, database, UnaryOperator.identity());
    }

    /** @param asRun the script to run for the one that is kept, such as one with other oids */
    public static void execute(String name, TestDatabase database, UnaryOperator<String> asRun) {
        try {
            executeScript(asRun.apply(Files.readString(ROOT.resolve(name + ".sql"))), database);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Runs a plan's script as the database's owner. */
    public static void execute(Plan plan, TestDatabase database) {
        executeScript(PlanScript.of(plan, LOCK_TIMEOUT), database);
    }

    /** Runs any script as the database's owner, one statement at a time as psql does. */
    public static void executeScript(String script, TestDatabase database) {
        try (Connection connection = database.connect();
                Statement statement = connection.createStatement()) {
            statement.setEscapeProcessing(false);
            for (String sql : statements(script)) {
                statement.execute(sql);
            }
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Splits at semicolons outside quotes and comments; our scripts have no dollar quotes. */
    static List<String> statements(String script) {
        List<String> statements = new ArrayList<>();
        int start = 0;
        int at = 0;
        while (at < script.length()) {
            char c = script.charAt(at);
            if (c == '\'' || c == '"') {
                at = script.indexOf(c, at + 1);
            } else if (script.startsWith("--", at)) {
                at = script.indexOf('\n', at);
            } else if (c == ';') {
                statements.add(script.substring(start, at).strip());
                start = at + 1;
            }
            at++;
        }
        return statements;
    }
}
