package io.partwarden.testing;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PostgresServerIT {

    @ParameterizedTest
    @ValueSource(ints = {14, 15, 16, 17, 18})
    void everySupportedVersionRuns(int version) {
        TestDatabase database = PostgresServer.version(version).newDatabase();

        assertThat(database.query("SELECT current_setting('server_version_num')::int / 10000"))
                .containsExactly(String.valueOf(version));
        assertThat(database.query("SELECT rolsuper FROM pg_roles WHERE rolname = current_user"))
                .containsExactly("f");
    }
}
