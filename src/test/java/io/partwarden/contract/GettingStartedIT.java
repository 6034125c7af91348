package io.partwarden.contract;

import static org.assertj.core.api.Assertions.assertThat;

import io.partwarden.testing.PostgresServer;
import io.partwarden.testing.Service;
import io.partwarden.testing.ServiceTest;
import io.partwarden.testing.TestDatabase;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.core.env.Environment;

/** Runs the commands of docs/getting-started.md as they stand there, but for psql's, which it does itself. */
@ServiceTest
class GettingStartedIT {

    private static final Pattern COMMANDS = Pattern.compile("(?m)^```bash\\n(.*?)^```$", Pattern.DOTALL);

    private final Service service;
    private final Path home;

    GettingStartedIT(Service service, Environment environment) {
        this.service = service;
        this.home = Path.of(environment.getRequiredProperty("partwarden.home"));
    }

    @Test
    void thePageDoesWhatItSays(@TempDir Path directory) throws Exception {
        new ContractTarget(service, home).reset();
        TestDatabase shop = grantedDatabase();
        Files.writeString(home.resolve("admin-token"), Service.ADMIN_TOKEN);
        Path script = Files.writeString(directory.resolve("page.sh"), "set -euo pipefail\n" + commands());
        Path output = directory.resolve("output");
        ProcessBuilder bash = new ProcessBuilder("bash", script.toString())
                .directory(directory.toFile())
                .redirectErrorStream(true)
                .redirectOutput(output.toFile());
        bash.environment()
                .putAll(Map.of(
                        "API", service.root() + "/api/v1",
                        "PARTWARDEN_HOME", home.toString(),
                        "SHOP_PORT", shop.url().replaceFirst(".*:(\\d+)/.*", "$1"),
                        "SHOP_DATABASE", shop.name(),
                        "SHOP_PASSWORD", "shop-password"));
        Process page = bash.start();

        assertThat(page.waitFor(2, TimeUnit.MINUTES)).isTrue();
        String printed = Files.readString(output);
        assertThat(page.exitValue()).as(printed).isZero();
        assertThat(printed)
                .contains("ATTACH PARTITION")
                .contains("\"reachable\":true")
                .doesNotContain("\"reachable\":false");
        assertThat(shop.query("SELECT count(*) FROM pg_inherits WHERE inhparent = 'public.measurements'::regclass"))
                .containsExactly("12");
    }

    private static TestDatabase grantedDatabase() throws IOException, SQLException {
        TestDatabase database = PostgresServer.latest().newDatabase();
        try (Connection superuser = database.connectAsSuperuser();
                Statement psql = superuser.createStatement()) {
            psql.execute(Files.readString(Path.of("docs/grants/operate.sql")));
            psql.execute("ALTER ROLE partwarden_operate PASSWORD 'shop-password'");
        }
        return database;
    }

    private static String commands() throws IOException {
        return COMMANDS.matcher(Files.readString(Path.of("docs/getting-started.md")))
                .results()
                .map((MatchResult block) -> block.group(1))
                .collect(Collectors.joining("\n"));
    }
}
