package io.partwarden.targets;

import static org.assertj.core.api.Assertions.assertThat;

import io.partwarden.testing.PostgresServer;
import io.partwarden.testing.TestDatabase;
import java.sql.Connection;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TargetSessionsIT {

    private final TargetBench bench = new TargetBench();

    @AfterEach
    void close() {
        bench.close();
    }

    @ParameterizedTest
    @ValueSource(ints = {14, 15, 16, 17, 18})
    void everySessionHasOurSettingsWhateverItsDatabaseSays(int version) throws Exception {
        TestDatabase database = PostgresServer.version(version).newDatabase();
        database.execute(
                "ALTER DATABASE " + database.name() + " SET search_path = public",
                "ALTER DATABASE " + database.name() + " SET \"TimeZone\" = 'Asia/Tokyo'",
                "ALTER DATABASE " + database.name() + " SET \"DateStyle\" = 'SQL, DMY'",
                "ALTER DATABASE " + database.name() + " SET standard_conforming_strings = off",
                "ALTER DATABASE " + database.name() + " SET default_transaction_read_only = on");
        Target target = bench.target(database).build();
        List<String> expected = List.of(
                "pg_catalog", "UTC", "ISO, YMD", "iso_8601", "on", "1", "partwarden", "10s", "2s", "1min", "off");

        List<String> pooled = bench.sessions().read(target, TargetBench::settings);
        assertThat(pooled).isEqualTo(expected);
        try (Connection direct = bench.sessions().openDirect(target)) {
            assertThat(TargetBench.settingsOf(direct)).isEqualTo(expected);
        }
    }
}
